#include "naive_ed.hpp"
#include "naive_levels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <random>
#include <stdexcept>

/// The oracle judged by mathematics alone: closed forms, sum rules, hand-made histograms.
namespace {

using naive::Matrix;
using naive::Real;

constexpr double epsilon_double = std::numeric_limits<double>::epsilon();
constexpr double log_2 = std::numbers::ln2;
constexpr Real epsilon_real = std::numeric_limits<Real>::epsilon();

/// Uniform in [-1, 1), the same numbers with every standard library.
double uniform(std::mt19937_64& engine) {
    return static_cast<double>(static_cast<std::int64_t>(engine())) * std::ldexp(1.0, -63);
}

std::vector<double> random_symmetric(std::size_t order, std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::vector<double> result(order * order);
    for (std::size_t i = 0; i < order; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            result[i * order + j] = uniform(engine);
            result[j * order + i] = result[i * order + j];
        }
    }
    return result;
}

naive::Input random_input(int spins, std::size_t lioms, double coupling, std::uint64_t seed) {
    naive::Input input;
    input.bubble = random_symmetric(std::size_t{1} << spins, seed);
    input.bubble_spins = spins;
    std::mt19937_64 engine(seed + 1000);
    for (std::size_t a = 0; a < lioms; ++a) {
        input.energy.push_back(1.0 + 0.5 * uniform(engine));
        input.coupling.push_back(coupling / static_cast<double>(a + 1));
    }
    return input;
}

Matrix from(const std::vector<double>& entries, std::size_t order) {
    Matrix result(order);
    std::copy(entries.begin(), entries.end(), result.entries.begin());
    return result;
}

Real largest_entry(const Matrix& matrix) {
    Real result = 0.0L;
    for (const Real entry : matrix.entries) result = std::max(result, std::fabs(entry));
    return result;
}

/// max |H V - V E|.
Real residual(const Matrix& matrix, const naive::Eigensystem& system) {
    Matrix diagonal(matrix.order);
    for (std::size_t n = 0; n < matrix.order; ++n) diagonal(n, n) = system.values[n];
    return largest_entry(add(multiply(matrix, system.vectors), scale(-1.0L, multiply(system.vectors, diagonal))));
}

/// max |V^T V - 1|.
Real orthogonality(const naive::Eigensystem& system) {
    const Matrix gram = multiply(transpose(system.vectors), system.vectors);
    return largest_entry(add(gram, scale(-1.0L, naive::identity(gram.order))));
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// The value of the bin that holds omega.
double at(const naive::Spectral& histogram, const std::vector<double>& values, double omega) {
    const auto k = static_cast<long long>(std::floor(omega / histogram.bin_width));
    return values.at(static_cast<std::size_t>(k - histogram.k_min));
}

double binary_entropy(double p) { return -p * std::log(p) - (1.0 - p) * std::log(1.0 - p); }

} // namespace

TEST_SUITE_BEGIN("oracle");

TEST_CASE("naive: the left Kronecker factor is the more significant one") {
    Matrix left(2);
    Matrix right(2);
    left.entries = {1, 2, 3, 4};
    right.entries = {5, 6, 7, 8};
    CHECK(kron(left, right).entries == std::vector<Real>{5, 6, 10, 12, 7, 8, 14, 16, 15, 18, 20, 24, 21, 24, 28, 32});
    // sigma^z of the first of two spins is +1 on the states 00, 01, of the second on 00, 10.
    const Matrix first = naive::site_operator(naive::pauli_z(), 0, 2);
    const Matrix second = naive::site_operator(naive::pauli_z(), 1, 2);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(first(i, i) == (i < 2 ? 1.0L : -1.0L));
        CHECK(second(i, i) == (i % 2 == 0 ? 1.0L : -1.0L));
    }
    CHECK(naive::site_operator(naive::pauli_x(), 0, 2)(0, 2) == 1.0L); // |01> <-> |11> is the pair (0, 2)
    CHECK(naive::site_operator(naive::pauli_x(), 1, 2)(0, 1) == 1.0L);
    CHECK_THROWS_AS(naive::site_operator(naive::pauli_x(), 2, 2), std::invalid_argument);
}

TEST_CASE("naive: Jacobi on 2 x 2 and on the free chain") {
    const auto pair = naive::jacobi(from({0.3, -0.7, -0.7, 1.1}, 2));
    const Real centre = (Real{0.3} + Real{1.1}) / 2;
    const Real radius = std::hypot((Real{0.3} - Real{1.1}) / 2, Real{0.7});
    CHECK(std::fabs(pair.values[0] - (centre - radius)) < 4 * epsilon_real);
    CHECK(std::fabs(pair.values[1] - (centre + radius)) < 4 * epsilon_real);

    for (const std::size_t order : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{64}}) {
        Matrix chain(order);
        for (std::size_t i = 0; i + 1 < order; ++i) {
            chain(i, i + 1) = 1.0L;
            chain(i + 1, i) = 1.0L;
        }
        const auto system = naive::jacobi(chain);
        for (std::size_t k = 1; k <= order; ++k) {
            const Real angle = static_cast<Real>(k) * std::numbers::pi_v<Real> / static_cast<Real>(order + 1);
            CHECK(std::fabs(system.values[order - k] - 2.0L * std::cos(angle))
                  < 10 * static_cast<Real>(order) * epsilon_real);
        }
    }
    CHECK_THROWS_AS(naive::jacobi(from({0.0, 1.0, 2.0, 0.0}, 2)), std::invalid_argument);
}

TEST_CASE("naive: Jacobi's residual and orthogonality, also with degenerate levels") {
    for (const std::size_t order : {std::size_t{3}, std::size_t{16}, std::size_t{64}}) {
        const Matrix matrix = from(random_symmetric(order, order), order);
        const Matrix degenerate = multiply(matrix, transpose(matrix)); // then doubled by the second factor
        for (const Matrix& tested : {matrix, kron(degenerate, naive::identity(order < 64 ? 2 : 1))}) {
            const auto system = naive::jacobi(tested);
            const Real norm = static_cast<Real>(order) * largest_entry(tested);
            CHECK(residual(tested, system) < 20 * epsilon_real * norm);
            CHECK(orthogonality(system) < 20 * static_cast<Real>(order) * epsilon_real);
            CHECK(residual(tested, system) < 1e-15L);
            CHECK(orthogonality(system) < 1e-15L);
            CHECK(std::is_sorted(system.values.begin(), system.values.end()));
        }
    }
}

TEST_CASE("naive: spectral function of three levels") {
    Matrix elements(3);
    elements(0, 1) = elements(1, 0) = 0.5L;
    elements(1, 2) = elements(2, 1) = 0.25L;
    elements(1, 1) = 7.0L; // m = n is dropped
    // Window = the middle state; omega = -1.3 and +0.7 in bins of 0.5: k = -3 ... 1.
    const auto result = naive::spectral({-1.3L, 0.0L, 0.7L}, elements, 1, 1, 0.5);
    const double two_pi = 2 * std::numbers::pi;
    CHECK(result.k_min == -3);
    REQUIRE(result.thermal.size() == 5);
    CHECK(result.thermal[0] == doctest::Approx(two_pi * 0.25 / 0.5).epsilon(4 * epsilon_double));
    CHECK(result.thermal[4] == doctest::Approx(two_pi * 0.0625 / 0.5).epsilon(4 * epsilon_double));
    CHECK(result.thermal[1] == 0.0);
    CHECK(result.typical[1] == doctest::Approx(1e-20).epsilon(1e-13));
    CHECK(result.typical[0] == doctest::Approx(result.thermal[0]).epsilon(4 * epsilon_double));
    CHECK(result.edge_distance == doctest::Approx(0.4).epsilon(1e-13)); // both, -2.6 and 1.4 bins
    CHECK(naive::integral_over_two_pi(result.thermal, 0.5) == doctest::Approx(0.3125).epsilon(4 * epsilon_double));

    // Two states: the typical value of a bin that is empty in one of them is the geometric mean with
    // 1e-20.
    const auto both = naive::spectral({0.0L, 0.7L}, elements, 0, 2, 0.5);
    CHECK(both.k_min == -2);
    REQUIRE(both.thermal.size() == 4);
    CHECK(both.thermal[0] == doctest::Approx(two_pi * 0.25 / 0.5 / 2).epsilon(4 * epsilon_double));
    CHECK(both.typical[0] == doctest::Approx(std::sqrt(two_pi * 0.25 / 0.5 * 1e-20)).epsilon(1e-13));
    CHECK(both.per_state.at(0).at(3) == doctest::Approx(two_pi * 0.25 / 0.5).epsilon(4 * epsilon_double));
    CHECK(both.per_state.at(1).at(3) == 0.0);
    CHECK_THROWS_AS(naive::spectral({0.0L, 0.7L}, elements, 0, 2, 0.0), std::invalid_argument);
}

TEST_CASE("naive: widths of hand-made histograms") {
    SUBCASE("one bin per side is the floor") {
        const auto floor = naive::widths({0, 3, 0, 0, 5, 0}, -3);
        CHECK(floor.over_spacing == 2.0);
        CHECK(floor.fwhm == doctest::Approx(2.0).epsilon(4 * epsilon_double));
        CHECK(floor.iqr == doctest::Approx(1.0).epsilon(4 * epsilon_double));
        CHECK(floor.participation == doctest::Approx(64.0 / 34.0).epsilon(4 * epsilon_double));
        CHECK(floor.half_maximum_distance == 0.5);
        CHECK(floor.first_maximum_distance == 1.0);
        CHECK(floor.quartile_distance == 0.25);
        CHECK(floor.side_share == doctest::Approx(0.375).epsilon(4 * epsilon_double));
    }
    SUBCASE("a triangle on one side, crossing points between bin centres") {
        // Half of 8 lies between 2 and 6: at 0.5 and 3.5 of the centres 0 ... 4.
        const auto triangle = naive::widths({2, 6, 8, 5, 1}, 0);
        CHECK(triangle.over_spacing == 3.0);
        CHECK(triangle.fwhm == doctest::Approx(3.25 - 0.5).epsilon(4 * epsilon_double));
        // Weight 22: quartiles at 5.5 and 16.5, i.e. 1 + 3.5/6 and 3 + 0.5/5.
        CHECK(triangle.iqr == doctest::Approx(3.1 - (1.0 + 3.5 / 6.0)).epsilon(4 * epsilon_double));
        CHECK(triangle.half_maximum_distance == doctest::Approx(0.125).epsilon(4 * epsilon_double));
    }
    SUBCASE("the region ends at the side's edges with half a bin") {
        const auto edges = naive::widths({4, 3, 1, /* omega >= 0 */ 1, 3, 4}, -3);
        // From -0.5 to the crossing of 2 between 3 and 1, at 1.5.
        CHECK(edges.fwhm == doctest::Approx(2 * 2.0).epsilon(4 * epsilon_double));
        CHECK(naive::widths({1, 1, 1, 1}, -2).fwhm == doctest::Approx(4.0).epsilon(4 * epsilon_double));
        CHECK(naive::widths({1, 1, 1, 1}, -2).iqr == doctest::Approx(2.0).epsilon(4 * epsilon_double));
        CHECK(naive::widths({1, 1, 1, 1}, -2).participation == doctest::Approx(4.0).epsilon(4 * epsilon_double));
    }
    SUBCASE("bins beyond a dip count for over_spacing but not for fwhm; the first of two equal maxima is "
            "taken") {
        const auto dip = naive::widths({8, 0, 8, 8, 0}, 0);
        CHECK(dip.over_spacing == 3.0);
        CHECK(dip.fwhm == doctest::Approx(1.0).epsilon(4 * epsilon_double)); // -0.5 ... 0.5
        CHECK(dip.first_maximum_distance == 0.0);
        CHECK(naive::widths({7, 0, 8, 8, 0}, 0).fwhm
              == doctest::Approx(2.0).epsilon(4 * epsilon_double)); // 1.5 ... 3.5
    }
    SUBCASE("a quartile that falls on an empty stretch is its left end, and the tie is told") {
        const auto tie = naive::widths({1, 0, 0, 3}, 0);
        CHECK(tie.iqr == doctest::Approx(3.0 + 2.0 / 3.0 - 1.0).epsilon(4 * epsilon_double));
        CHECK(tie.quartile_distance == 0.0);
    }
    SUBCASE("an exact half counts, and the tie is told; a side without weight adds nothing") {
        const auto half = naive::widths({0, 0, 1, 2, 0}, -2);
        CHECK(half.over_spacing == 2.0);
        CHECK(half.half_maximum_distance == 0.0);
        CHECK(half.fwhm == doctest::Approx(2.0).epsilon(4 * epsilon_double));
        CHECK(std::isnan(naive::widths({0, 0}, -1).participation));
        CHECK(naive::widths({0, 0}, -1).over_spacing == 0.0);
    }
}

TEST_CASE("naive: gap ratios, Thouless pairs and entropy by hand") {
    CHECK(naive::gap_ratios({9.0L, 0.0L, 1.0L, 3.0L, 3.0L, 3.0L, 99.0L}, 1, 5) == std::vector<double>{0.5, 0.0, 1.0});
    CHECK(naive::gap_ratios({0.0L, 1.0L, 2.0L}, 0, 2).empty());

    // E' = 0, 4.5, 2, 3: the sorted list is 0, 2, 3, 1.
    Matrix elements(4);
    elements(1, 1) = 3.5L;
    elements(2, 3) = elements(3, 2) = -0.25L;
    const auto pairs = naive::thouless({0.0L, 1.0L, 2.0L, 3.0L}, elements, 1, 2);
    REQUIRE(pairs.values.size() == 2);
    CHECK(pairs.values[0] == doctest::Approx(std::log(0.25)).epsilon(4 * epsilon_double));
    CHECK(pairs.values[1] == doctest::Approx(std::log(1e-300) - std::log(1.5)).epsilon(4 * epsilon_double));
    CHECK(pairs.elements == std::vector<double>{0.25, 0.0});
    CHECK(pairs.gaps == std::vector<double>{1.0, 1.5});
    CHECK(pairs.smallest_gap == 1.0);
    elements(1, 1) = 2.0L; // E' = 0, 3, 2, 3: a gap of 0, and the pair is kept
    CHECK(naive::thouless({0.0L, 1.0L, 2.0L, 3.0L}, elements, 2, 1).values.at(0) == 0.0);
    CHECK_THROWS_AS(naive::thouless({0.0L, 1.0L, 2.0L}, Matrix(3), 1, 2), std::invalid_argument);

    // cos a |up down up> + sin a |down up up>: the first two spins are entangled, the last is not.
    Matrix state(8);
    const Real angle = 0.4L;
    state(2, 0) = std::cos(angle);
    state(4, 0) = std::sin(angle);
    const double expected = binary_entropy(std::pow(std::cos(0.4), 2));
    CHECK(naive::entropy(state, 0, 3, 0) == doctest::Approx(expected).epsilon(16 * epsilon_double));
    CHECK(naive::entropy(state, 1, 3, 0) == doctest::Approx(expected).epsilon(16 * epsilon_double));
    CHECK(std::fabs(naive::entropy(state, 2, 3, 0)) < epsilon_double);
    // A product of tilted spins has off-diagonal reduced density matrices, and no entropy.
    for (std::size_t i = 0; i < 8; ++i) state(i, 1) = 1.0L / std::sqrt(8.0L);
    CHECK(std::fabs(naive::entropy(state, 1, 3, 1)) < epsilon_double);
}

TEST_CASE("naive: one spin and one LIOM in closed form") {
    const double field = 0.35;
    const double energy = 0.8;
    const double coupling = 0.45;
    naive::Input input{{field, 0, 0, -field}, 1, {energy}, {coupling}, 2.6, 0.13};
    const auto output = naive::solve(input);
    // The blocks {uu, dd} and {ud, du} have fields field +- energy, and V off the diagonal.
    const double outer = std::hypot(field + energy, coupling);
    const double inner = std::hypot(field - energy, coupling);
    REQUIRE(output.energies.size() == 4);
    CHECK(output.energies[0] == doctest::Approx(-outer).epsilon(4 * epsilon_double));
    CHECK(output.energies[1] == doctest::Approx(-inner).epsilon(4 * epsilon_double));
    CHECK(output.energies[2] == doctest::Approx(inner).epsilon(4 * epsilon_double));
    CHECK(output.energies[3] == doctest::Approx(outer).epsilon(4 * epsilon_double));
    CHECK(output.window_first == 1);
    CHECK(output.window_count == 2);
    CHECK(output.level_spacing_nominal == 1.3);
    CHECK(output.level_spacing_measured == doctest::Approx(outer).epsilon(4 * epsilon_double));
    CHECK(output.gap_ratio.empty());

    // Up share of a spin in the window states: (1 +- cos)/2 with the mixing angle of the inner block.
    const double p = (1.0 + (field - energy) / inner) / 2.0;
    for (const auto* name : {"sigma_1", "sigma_N", "tau_M"}) {
        for (const double s : output.entropy.at(name)) {
            CHECK(s == doctest::Approx(binary_entropy(p)).epsilon(16 * epsilon_double));
        }
    }

    // With the mixing angles 2 a = atan2(V, field + energy), 2 b = atan2(V, field - energy) the upper
    // states are cos a |uu> + sin a |dd> and cos b |ud> + sin b |du>. tau^x takes |uu> to |ud>, hence
    // <up_outer|tau^x|up_inner> = cos(a - b) and between an upper and a lower state +- sin(a - b);
    // sigma^x takes |uu> to |du>: + in place of -.
    const double a = std::atan2(coupling, field + energy) / 2;
    const double b = std::atan2(coupling, field - energy) / 2;
    const double two_pi = 2 * std::numbers::pi;
    const auto& liom = output.stored.at("tau_x_M");
    const auto& bath = output.stored.at("sigma_x_1");
    CHECK(output.margins.bin_edge > 1e-3);
    for (const auto* histogram : {&liom, &bath}) {
        const bool is_liom = histogram == &liom;
        const double same = std::pow(is_liom ? std::cos(a - b) : std::sin(a + b), 2) * two_pi / 0.13;
        const double cross = std::pow(is_liom ? std::sin(a - b) : std::cos(a + b), 2) * two_pi / 0.13;
        const auto& lower = histogram->per_state.at(0);
        const auto& upper = histogram->per_state.at(1);
        CHECK(at(*histogram, lower, inner - outer) == doctest::Approx(same).epsilon(64 * epsilon_double));
        CHECK(at(*histogram, lower, inner + outer) == doctest::Approx(cross).epsilon(64 * epsilon_double));
        CHECK(at(*histogram, upper, outer - inner) == doctest::Approx(same).epsilon(64 * epsilon_double));
        CHECK(at(*histogram, upper, -inner - outer) == doctest::Approx(cross).epsilon(64 * epsilon_double));
        // Four bins hold everything: both states mean the same sum, sin^2 + cos^2 = 1.
        CHECK(sum(histogram->thermal) == doctest::Approx(two_pi / 0.13).epsilon(16 * epsilon_double));
    }
    CHECK(output.thermal_integral == doctest::Approx(1.0).epsilon(16 * epsilon_double));

    // sigma^z_N conserves the blocks: <n|sigma^z|n> = +- cos 2a, +- cos 2b.
    const double shifts[] = {-std::cos(2 * a), -std::cos(2 * b), std::cos(2 * b), std::cos(2 * a)};
    std::vector<double> perturbed;
    for (std::size_t n = 0; n < 4; ++n) perturbed.push_back(output.energies[n] + shifts[n]);
    // E' = -2.17, 0.07, -0.07, 2.17 here: the inner pair changes places, its element is sin 2b.
    std::sort(perturbed.begin(), perturbed.end());
    const double g = std::log(std::fabs(std::sin(2 * b))) - std::log(perturbed[2] - perturbed[1]);
    CHECK(perturbed[2] > perturbed[1]);
    CHECK(output.thouless.at("sigma_z_N").at(0) == doctest::Approx(g).epsilon(1e-13));
}

TEST_CASE("naive: the basis order, told by a diagonal bubble") {
    // Two spins and a LIOM, no coupling: flipping sigma_1 exchanges the bubble states (0, 2) and (1, 3).
    naive::Input input;
    input.bubble = {0.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 10.0, 0, 0, 0, 0, 100.0};
    input.bubble_spins = 2;
    input.energy = {0.73};
    input.coupling = {0.0};
    input.bin_width = 0.37;
    const auto output = naive::solve(input);
    CHECK(output.hamiltonian[0] == 0.73);
    CHECK(output.hamiltonian[1 * 8 + 1] == -0.73);
    CHECK(output.hamiltonian[2 * 8 + 2] == 1.73);
    // Sorted: -+0.73, 0.27, 1.73, 9.27, 10.73, 99.27, 100.73; the window is the three from 0.73 on.
    CHECK(output.window_first == 2);
    CHECK(output.window_count == 3);
    CHECK(output.energies[2] == 0.73);
    const auto& bath = output.stored.at("sigma_x_1").per_state;
    const auto& histogram = output.stored.at("sigma_x_1");
    const double peak = 2 * std::numbers::pi / 0.37;
    CHECK(at(histogram, bath.at(0), 10.0) == doctest::Approx(peak).epsilon(4 * epsilon_double));
    CHECK(at(histogram, bath.at(1), 99.0) == doctest::Approx(peak).epsilon(4 * epsilon_double));
    CHECK(at(histogram, bath.at(2), -10.0) == doctest::Approx(peak).epsilon(4 * epsilon_double));
    for (const auto* name : {"sigma_1", "sigma_N", "tau_M"}) {
        for (const double s : output.entropy.at(name)) CHECK(s == 0.0);
    }
}

TEST_CASE("naive: without coupling the LIOM has two sharp peaks and no entropy") {
    for (const std::size_t lioms : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
        for (const int spins : {2, 3}) {
            CAPTURE(lioms);
            CAPTURE(spins);
            naive::Input input = random_input(spins, lioms, 0.0, 7);
            const auto output = naive::solve(input);
            for (const double s : output.entropy.at("tau_M")) CHECK(std::fabs(s) < epsilon_double);
            const double splitting = 2 * input.energy.back();
            for (const auto* histograms : {&output.stored, &output.at_spacing, &output.wide}) {
                const auto& liom = histograms->at("tau_x_M");
                const double peak = 2 * std::numbers::pi / liom.bin_width;
                const double up = at(liom, liom.thermal, splitting);
                const double down = at(liom, liom.thermal, -splitting);
                CHECK(up + down == doctest::Approx(peak).epsilon(16 * epsilon_double));
                CHECK(sum(liom.thermal) == doctest::Approx(peak).epsilon(16 * epsilon_double));
            }
            const auto& liom = output.at_spacing.at("tau_x_M");
            const double share = at(liom, liom.thermal, splitting) * liom.bin_width / (2 * std::numbers::pi);
            REQUIRE(output.margins.side_share > 0.01); // else one side is rounding noise alone
            CHECK(output.margins.side_share == doctest::Approx(std::min(share, 1 - share)).epsilon(1e-13));
            CHECK(output.width_over_spacing == 2.0);
            CHECK(output.width_iqr == doctest::Approx(1.0).epsilon(1e-13));
            CHECK(output.width_fwhm == doctest::Approx(2.0).epsilon(1e-13));
            CHECK(output.width_participation
                  == doctest::Approx(1.0 / (share * share + (1 - share) * (1 - share))).epsilon(1e-13));
        }
    }
}

TEST_CASE("naive: sum rule in each state, trace and norm, order of everything") {
    for (const std::size_t lioms : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
        for (const int spins : {2, 3}) {
            CAPTURE(lioms);
            CAPTURE(spins);
            naive::Input input = random_input(spins, lioms, 0.6, 17);
            input.bin_width = 0.21;
            const auto output = naive::solve(input);
            const std::size_t sites = static_cast<std::size_t>(spins) + lioms;
            const auto dim = static_cast<double>(output.energies.size());

            const auto system = naive::jacobi(naive::hamiltonian(input));
            CHECK(residual(naive::hamiltonian(input), system) < 1e-15L);
            CHECK(orthogonality(system) < 1e-15L);
            double trace = 0;
            double square = 0;
            for (std::size_t i = 0; i < output.energies.size(); ++i) {
                trace += output.hamiltonian[i * output.energies.size() + i] - output.energies[i];
                square += output.energies[i] * output.energies[i];
            }
            for (const double entry : output.hamiltonian) square -= entry * entry;
            CHECK(std::fabs(trace) < 50 * dim * epsilon_double);
            CHECK(std::fabs(square) < 50 * dim * dim * epsilon_double);

            for (const auto* histograms : {&output.stored, &output.at_spacing, &output.wide}) {
                CHECK(histograms->size() == (lioms == 0 ? 1 : 2));
                for (const auto& [name, histogram] : *histograms) {
                    const std::size_t site = name == "sigma_x_1" ? 0 : sites - 1;
                    const Matrix elements =
                        naive::matrix_elements(system.vectors, naive::site_operator(naive::pauli_x(), site, sites));
                    double mean = 0;
                    for (std::size_t i = 0; i < histogram.per_state.size(); ++i) {
                        const auto n = static_cast<std::size_t>(output.window_first) + i;
                        const auto diagonal = static_cast<double>(elements(n, n));
                        const double rule = 2 * std::numbers::pi * (1 - diagonal * diagonal);
                        CHECK(sum(histogram.per_state[i]) * histogram.bin_width
                              == doctest::Approx(rule).epsilon(1e-14));
                        mean += rule / static_cast<double>(histogram.per_state.size());
                    }
                    CHECK(sum(histogram.thermal) * histogram.bin_width == doctest::Approx(mean).epsilon(1e-14));
                    for (std::size_t j = 0; j < histogram.thermal.size(); ++j) {
                        CHECK(histogram.typical[j] <= histogram.thermal[j] + 2e-20); // Eq. S4
                    }
                }
            }
            CHECK(output.typical_integral <= output.thermal_integral);
            CHECK(output.thermal_integral <= 1.0 + 4 * epsilon_double);
            for (const auto& [name, values] : output.entropy) {
                CHECK(values.size() == static_cast<std::size_t>(output.window_count));
                for (const double s : values) CHECK((s >= 0.0 && s <= log_2 + epsilon_double));
            }
            CHECK(output.gap_ratio.size() == static_cast<std::size_t>(output.window_count - 2));
            for (const double r : output.gap_ratio) CHECK((r >= 0.0 && r <= 1.0));
            for (const auto& [name, values] : output.thouless) {
                CHECK(values.size() == static_cast<std::size_t>(output.window_count));
            }
            CHECK(output.margins.energy_gap > 1e-6);
        }
    }
}

TEST_CASE("naive: window and level spacings of every size") {
    const long long count[] = {0, 0, 2, 3, 4, 6, 11, 18};
    const long long first[] = {0, 0, 1, 2, 6, 13, 26, 55};
    for (std::size_t sites = 2; sites <= 6; ++sites) {
        const auto output = naive::solve(random_input(2, sites - 2, 0.5, sites));
        CHECK(output.window_count == count[sites]);
        CHECK(output.window_first == first[sites]);
        const double nominal = 2.6 * static_cast<double>(sites - 1) / std::ldexp(1.0, static_cast<int>(sites) - 1);
        CHECK(output.level_spacing_nominal == nominal);
        CHECK(output.stored.at("sigma_x_1").bin_width == nominal); // no bin width asked for
        const double wide =
            2 * std::sqrt(2.6 * 2 / 4 * 2.6 * static_cast<double>(sites) / std::ldexp(1.0, static_cast<int>(sites)));
        CHECK(output.wide.at("sigma_x_1").bin_width == doctest::Approx(wide).epsilon(2 * epsilon_double));
    }
}

TEST_CASE("naive: no LIOM") {
    const auto output = naive::solve(random_input(3, 0, 0.5, 3));
    CHECK(output.energies.size() == 8);
    CHECK(output.stored.count("tau_x_M") == 0);
    CHECK(output.thouless.count("sigma_z_N") == 1);
    CHECK(output.thouless.count("sigma_z_N_tau_z_1") == 0);
    CHECK(output.entropy.count("tau_M") == 0);
    CHECK(std::isnan(output.width_over_spacing));
    CHECK(std::isnan(output.width_iqr));
    // H is the bubble itself.
    CHECK(output.hamiltonian == random_input(3, 0, 0.5, 3).bubble);
}

TEST_CASE("naive: what it refuses") {
    CHECK_THROWS_AS(naive::solve(random_input(1, 0, 0.5, 1)), std::invalid_argument); // N + M = 1
    naive::Input input = random_input(2, 1, 0.5, 1);
    input.coupling.clear();
    CHECK_THROWS_AS(naive::solve(input), std::invalid_argument);
    input = random_input(2, 1, 0.5, 1);
    input.bubble[1] += 1.0;
    CHECK_THROWS_AS(naive::solve(input), std::invalid_argument);
    input.bubble.pop_back();
    CHECK_THROWS_AS(naive::solve(input), std::invalid_argument);
}

TEST_SUITE_END();
