#include "campaign_case.hpp"
#include "record_bytes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

/// Invariant (a): a draw belongs to (seed, realization, element), not to a point.
namespace {

using namespace mbl;
using namespace mbl::physics;

constexpr const char* many_points = R"("geometry": ["1d_exponential", "1d_stretched", "2d_exponential"],
                                       "localization_length": [0.4, 4], "liom_count": [0, 1, 2, 3, 4])";

/// tr H_b and ||H_b||^2 as the energies tell them: tr H = 2^M tr H_b, ||H||^2 = 2^M ||H_b||^2 + D sum (eps^2 + V^2).
struct BubbleTraces {
    double trace = 0;
    double square = 0;
};

BubbleTraces bubble_traces(const Problem& problem, const Realization& realization) {
    const std::vector<double>& e = realization.energies;
    const std::vector<double>& eps = realization.liom_energy;
    const std::vector<double>& v = problem.liom_coupling;
    const double lioms = std::inner_product(eps.begin(), eps.end(), eps.begin(), 0.0)
                         + std::inner_product(v.begin(), v.end(), v.begin(), 0.0);
    const double square =
        std::inner_product(e.begin(), e.end(), e.begin(), 0.0) - static_cast<double>(problem.dim) * lioms;
    return {std::ldexp(std::accumulate(e.begin(), e.end(), 0.0), -problem.liom_count),
            std::ldexp(square, -problem.liom_count)};
}

} // namespace

TEST_CASE("shared disorder: realization r has the same eps and the same bubble at every point") {
    CampaignCase campaign({.bubble = R"("spins": 3)", .sweep = many_points});
    for (const Index index : {Index{0}, Index{1}, Index{77}}) {
        const Realization longest = campaign.realize(4, index);
        const Realization bubble = campaign.realize(0, index);
        REQUIRE(longest.liom_energy.size() == 4);
        const BubbleTraces expected = bubble_traces(campaign.problem_of(0), bubble);
        for (const Point& point : campaign.plan.points) {
            const Realization realization = campaign.realize(point.index, index);
            const auto count = static_cast<std::size_t>(point.liom_count);
            REQUIRE(realization.liom_energy.size() == count);
            CHECK(bytes_of(realization.liom_energy) == bytes_of(std::span(longest.liom_energy).first(count)));
            CHECK(realization.scale == bubble.scale);
            const BubbleTraces traces = bubble_traces(campaign.problem_of(point.index), realization);
            CHECK(std::fabs(traces.trace - expected.trace) < 1e-11);
            CHECK(std::fabs(traces.square - expected.square) < 1e-10);
        }
    }
}

TEST_CASE("shared disorder: realizations differ from each other, and so do seeds") {
    CampaignCase campaign({.bubble = R"("spins": 3)", .sweep = R"("localization_length": [4], "liom_count": [2])"});
    CampaignCase reseeded({.bubble = R"("spins": 3)",
                           .sweep = R"("localization_length": [4], "liom_count": [2])",
                           .more = R"("seed": 2)"});
    std::vector<double> drawn;
    for (Index index = 0; index < 10; ++index) {
        for (CampaignCase* one : {&campaign, &reseeded}) {
            const Realization realization = one->realize(0, index);
            drawn.insert(drawn.end(), realization.liom_energy.begin(), realization.liom_energy.end());
            drawn.push_back(realization.scale);
        }
    }
    for (const double value : drawn) CHECK(std::isfinite(value));
    std::ranges::sort(drawn);
    CHECK(std::ranges::adjacent_find(drawn) == drawn.end());
}

TEST_CASE("shared disorder: eps stays in its range and fills it") {
    CampaignCase campaign({.bubble = R"("spins": 1)",
                           .model = R"("liom_energy_range": [-0.25, 0.75])",
                           .sweep = R"("localization_length": [4], "liom_count": [3])"});
    double low = 1;
    double high = -1;
    double sum = 0;
    constexpr int realizations = 400;
    for (Index index = 0; index < realizations; ++index) {
        for (const double energy : campaign.realize(0, index).liom_energy) {
            low = std::min(low, energy);
            high = std::max(high, energy);
            sum += energy;
        }
    }
    CHECK(low >= -0.25);
    CHECK(high < 0.75);
    CHECK(low < -0.24); // missed by 1200 draws with probability 6e-6
    CHECK(high > 0.74);
    CHECK(std::fabs(sum / (3 * realizations) - 0.25) < 4 * std::sqrt(1.0 / 12 / (3 * realizations)));
}

TEST_CASE("own disorder: with shared_disorder false every point draws for itself") {
    CampaignCase campaign({.bubble = R"("spins": 3)", .sweep = many_points, .more = R"("shared_disorder": false)"});
    std::vector<double> first_energies;
    std::vector<double> scales;
    for (const Point& point : campaign.plan.points) {
        const Realization realization = campaign.realize(point.index, 0);
        scales.push_back(realization.scale);
        if (point.liom_count > 0) first_energies.push_back(realization.liom_energy.front());
    }
    CHECK(scales.size() == 30);
    CHECK(first_energies.size() == 24);
    for (std::vector<double>* values : {&scales, &first_energies}) {
        std::ranges::sort(*values);
        CHECK(std::ranges::adjacent_find(*values) == values->end());
    }
}

TEST_CASE("equal Hamiltonians are diagonalized once: M <= 1 at every xi and geometry, M = 2 at every geometry") {
    const CampaignCase campaign({.bubble = R"("spins": 3)", .sweep = many_points});
    REQUIRE(campaign.plan.points.size() == 30);
    // M = 0 and 1: one each; M = 2: one per xi; M = 3 and 4: V_3 and V_4 differ with the geometry.
    CHECK(campaign.plan.problems.size() == 2 + 2 + 2 * 6);
    for (const Point& point : campaign.plan.points) {
        if (point.liom_count <= 1) CHECK(point.problem == campaign.point(point.liom_count).problem);
    }
}
