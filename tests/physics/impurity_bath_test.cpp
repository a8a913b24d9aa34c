// The LIOMs of a point and the frequencies they ask for, by numbers worked out by hand.
#include "impurity_case.hpp"
#include "liom_energy.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

constexpr double spacing = 0.3989422804014327; // 1/sqrt(2 pi)

std::vector<double> layer_law(double density, LayerRule rule, Index count) {
    return layered_coupling_squared(1.5, 10, density, rule, count);
}

} // namespace

TEST_CASE("impurity bath: layer n holds n LIOMs at r0 (n - 1), V_a^2 = (V/xi)^2 exp(-r/xi)") {
    const std::vector<double> squared = layer_law(1, LayerRule::n, 8);
    REQUIRE(squared.size() == 8);
    const int layer[] = {0, 1, 1, 2, 2, 2, 3, 3}; // the last layer is cut
    for (std::size_t a = 0; a < 8; ++a)
        CHECK(std::fabs(squared[a] / (0.0225 * std::exp(-spacing * layer[a] / 10)) - 1) <= 1e-14);
    CHECK(layer_law(1, LayerRule::n, 0).empty());
    // V/xi alone sets the first layer, xi the fall-off.
    CHECK(std::fabs(layered_coupling_squared(3, 2, 1, LayerRule::n, 2)[1] / (2.25 * std::exp(-spacing / 2)) - 1)
          <= 1e-14);
}

TEST_CASE("impurity bath: four times the density halves the spacing; the annulus rule leaves the first layer empty") {
    const std::vector<double> dense = layer_law(4, LayerRule::n, 3);
    CHECK(std::fabs(dense[2] / (0.0225 * std::exp(-spacing / 20)) - 1) <= 1e-14);
    const std::vector<double> annulus = layer_law(1, LayerRule::n_minus_one, 4);
    const int layer[] = {1, 2, 2, 3};
    for (std::size_t a = 0; a < 4; ++a)
        CHECK(std::fabs(annulus[a] / (0.0225 * std::exp(-spacing * layer[a] / 10)) - 1) <= 1e-14);
}

TEST_CASE("impurity bath: energies are uniform in [-W, W], addressed by seed and index") {
    ImpurityProblem problem = layered(10011, 1.5, 2);
    const LiomBath bath = make_liom_bath(problem);
    REQUIRE(bath.energy.size() == 10011);
    double mean = 0;
    double square = 0;
    for (std::size_t a = 0; a < bath.energy.size(); ++a) {
        CHECK(bath.energy[a] == liom_energy(1, 0, a, -2, 2));
        mean += bath.energy[a] / 10011;
        square += bath.energy[a] * bath.energy[a] / 10011;
    }
    CHECK(std::fabs(mean) <= 0.05);             // 4 sigma of 2/sqrt(3 M)
    CHECK(std::fabs(square - 4.0 / 3) <= 0.05); // 4 sigma of sqrt(64/45/M)
    const auto [low, high] = std::ranges::minmax(bath.energy);
    CHECK((low >= -2 && low < -1.99));
    CHECK((high < 2 && high > 1.99));

    problem.liom_count = 10; // fewer LIOMs are the first of more
    const LiomBath few = make_liom_bath(problem);
    CHECK(std::equal(few.energy.begin(), few.energy.end(), bath.energy.begin()));
    CHECK(std::equal(few.coupling_squared.begin(), few.coupling_squared.end(), bath.coupling_squared.begin()));
    problem.liom_bandwidth = 4;
    for (std::size_t a = 0; a < 10; ++a) CHECK(make_liom_bath(problem).energy[a] == 2 * few.energy[a]);
    problem.seed = 2;
    CHECK(make_liom_bath(problem).energy[0] != 2 * few.energy[0]);
}

TEST_CASE("impurity bath: runs of equal coupling, decoupled LIOMs left out, sums with 1/sqrt N") {
    ImpurityProblem problem = with_lioms({0.5, -1, 0.25, 2, 1.5, -0.75}, {1, 1, 0, 1, 2, 2}, 2);
    problem.bubble_sites = 4;
    const LiomBath bath = make_liom_bath(problem);
    CHECK(bath.energy.size() == 6);
    CHECK(bath.coupled_energy == std::vector<double>{0.5, -1, 2, 1.5, -0.75});
    CHECK(bath.layer_first == std::vector<Index>{0, 3, 5});
    CHECK(bath.layer_coupling_squared == std::vector<double>{1, 4});
    CHECK(bath.energy_max == 2);
    CHECK(bath.coupling_squared_max == 4);
    CHECK(bath.hybridization == 11.0 / 2);
    CHECK(bath.hybridization_slope == (0.5 - 1 + 2 + 6 - 3) / 2);
    const LiomBath none = make_liom_bath(bare(2));
    CHECK(none.layer_first == std::vector<Index>{0});
    CHECK(none.hybridization == 0);
}

TEST_CASE("impurity grid: twice as wide beyond S = 4; Matsubara frequencies up to 1000, or 62.5 times the grid's") {
    ImpurityProblem problem = with_lioms({0.5, -0.5}, {2, 2}, 2);
    problem.bubble_sites = 4; // S = 8/2
    CHECK(impurity_shape(problem) == ImpurityShape{16, 4096, 1024});
    problem.explicit_coupling[1] = 2.001;
    CHECK(impurity_shape(problem) == ImpurityShape{32, 8192, 1024});
    problem.bubble_sites = 9;
    for (const auto& [temperature, count] : {std::pair{2.0, 1024}, std::pair{0.15, 2048}, std::pair{1e-3, 262144}}) {
        problem.temperature = temperature; // 1000/(2 pi T) = 80, 1061, 159155
        CHECK(impurity_shape(problem) == ImpurityShape{16, 4096, count});
    }
    problem.temperature = 0.15;
    problem.grid.frequency_max = 64; // 4000/(2 pi T) = 4244
    CHECK(impurity_shape(problem) == ImpurityShape{64, 4096, 8192});
}

TEST_CASE("impurity grid: default plotted frequencies, and those inside the LIOMs' band that distances are taken at") {
    const double offset = 1e-4 * std::sqrt(2);
    const std::vector<double> four = default_plot_frequencies(2);
    REQUIRE(four.size() == 3201);
    CHECK(std::fabs(four[0] - (-4 + offset)) <= 1e-15);
    CHECK(std::fabs(four[1600] - offset) <= 1e-15);
    CHECK(std::fabs(four[3200] - (4 + offset)) <= 1e-15);
    CHECK(default_plot_frequencies(4) == four);
    CHECK(std::fabs(default_plot_frequencies(6)[3200] - (6 + offset)) <= 1e-15);

    ImpurityProblem problem = bare(2);
    const std::vector<double> inside = distance_frequencies(problem); // W = 2: half of 3200 steps
    REQUIRE(inside.size() == 1600);
    CHECK(inside.front() == four[800]);
    CHECK(inside.back() == four[2399]);
}

TEST_CASE("impurity grid: the semicircle that an iteration starts from has the second moment of G") {
    ImpurityProblem problem = with_lioms({0.5, -0.5}, {2, 2}, 3);
    problem.bubble_sites = 16;
    problem.hopping = 1.5;
    CpuBackend lane;
    const ImpurityProblem* list[] = {&problem};
    const ImpurityBatch<CpuBackend> batch(lane, list, nullptr);
    CHECK(batch.second_moments() == std::vector<double>{2.25 + 2 + 2.25});
    CHECK(batch.grid.first == -16);
    CHECK(batch.grid.step == 32.0 / 4096);
    CHECK(batch.grid.at(2048) == 0);
}
