#include "campaign_case.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace {

using namespace mbl;
using namespace mbl::physics;

} // namespace

TEST_CASE("window: round(2^k / k) states around the middle, k = N + M") {
    constexpr std::array<Index, 15> counts{0, 0, 2, 3, 4, 6, 11, 18, 32, 57, 102, 186, 341, 630, 1170};
    constexpr std::array<Index, 15> firsts{0, 0, 1, 2, 6, 13, 26, 55, 112, 227, 461, 931, 1877, 3781, 7607};
    for (const int bubble_spins : {2, 8}) {
        CampaignCase campaign({.bubble = fmt::format(R"("spins": {})", bubble_spins),
                               .sweep = R"("localization_length": [1], "liom_count": [0, 1, 2, 3, 4, 5, 6])"});
        for (const Point& point : campaign.plan.points) {
            const std::size_t spins =
                static_cast<std::size_t>(bubble_spins) + static_cast<std::size_t>(point.liom_count);
            const Window window = campaign.problem_of(point.index).window;
            CHECK(window.count == counts.at(spins));
            CHECK(window.first == firsts.at(spins));
        }
    }
}

TEST_CASE("level spacing: w (N+M-1) / 2^(N+M-1)") {
    CampaignCase campaign(
        {.bubble = R"("spins": 8)", .sweep = R"("localization_length": [1], "liom_count": [0, 1, 2, 3, 4, 5, 6])"});
    constexpr std::array<double, 7> expected{0.1421875,     0.08125,      0.045703125,    0.025390625,
                                             0.01396484375, 0.0076171875, 0.0041259765625};
    for (const Point& point : campaign.plan.points) {
        const Problem& problem = campaign.problem_of(point.index);
        CHECK(problem.level_spacing
              == doctest::Approx(expected.at(static_cast<std::size_t>(point.index))).epsilon(1e-15));
        CHECK(problem.bin_width == problem.level_spacing);
    }
}

TEST_CASE("level spacing: measured is the bandwidth over 2^(N+M-1), and window levels lie 2.3 to 3.5 times closer") {
    CampaignCase campaign(
        {.bubble = R"("spins": 6)", .sweep = R"("localization_length": [4], "liom_count": [1, 2, 3])"});
    for (const Point& point : campaign.plan.points) {
        const Problem& problem = campaign.problem_of(point.index);
        const auto last = static_cast<std::size_t>(problem.window.first + problem.window.count - 1);
        const auto first = static_cast<std::size_t>(problem.window.first);
        double inside = 0;
        constexpr int realizations = 20;
        for (Index index = 0; index < realizations; ++index) {
            const Realization realization = campaign.realize(point.index, index);
            const double bandwidth = realization.energies.back() - realization.energies.front();
            CHECK(realization.level_spacing
                  == doctest::Approx(2 * bandwidth / static_cast<double>(problem.dim)).epsilon(1e-15));
            inside += (realization.energies[last] - realization.energies[first])
                      / static_cast<double>(problem.window.count - 1) / realizations;
        }
        CAPTURE(point.liom_count);
        CHECK(problem.level_spacing / inside > 2.3);
        CHECK(problem.level_spacing / inside < 3.5);
    }
}
