#include "campaign_case.hpp"

#include "random_numbers.hpp"
#include "stats/mean_error.hpp"

#include <cmath>
#include <numeric>

/// Mean gap ratios: GOE 0.5307, Poisson 2 log 2 - 1. The error is taken over realizations, never over the correlated
/// ratios inside one.
namespace {

using namespace mbl;
using namespace mbl::physics;

constexpr double goe_mean = 0.5307;
constexpr double poisson_mean = 0.38629436111989062;

double mean_ratio(const Realization& realization) {
    const std::vector<double>& ratios = realization.gap_ratios;
    return std::accumulate(ratios.begin(), ratios.end(), 0.0) / static_cast<double>(ratios.size());
}

void check_mean(const std::vector<double>& per_realization, double expected, double largest_error) {
    const MeanError mean = mean_error(per_realization);
    CAPTURE(mean.mean);
    CAPTURE(mean.standard_error);
    CHECK(mean.standard_error < largest_error); // or the next line would say little
    CHECK(std::fabs(mean.mean - expected) < 4 * mean.standard_error);
}

} // namespace

TEST_CASE("level statistics: a bubble has the gap ratio of the GOE") {
    const CampaignCase campaign({.bubble = R"("spins": 7)",
                                 .sweep = R"("localization_length": [1], "liom_count": [0])",
                                 .realizations = "1000"});
    check_mean(samples_of(campaign, campaign.results(), 0, "gap_ratio"), goe_mean, 0.003);
}

TEST_CASE("level statistics: a thermal bubble with LIOMs has the gap ratio of the GOE") {
    const CampaignCase campaign({.bubble = R"("spins": 6)",
                                 .sweep = R"("localization_length": [8], "liom_count": [2])",
                                 .realizations = "300"});
    check_mean(samples_of(campaign, campaign.results(), 0, "gap_ratio"), goe_mean, 0.005);
}

TEST_CASE("level statistics: independent levels have the gap ratio of Poisson") {
    // 64 independent levels, uniform in [-4, 4): a binomial process, whose normalised gaps are those of Poisson at any
    // size. Two uncoupled LIOMs make four copies, shifted by +-0.8 and +-2.4. Near E = 0 these come from parts of the
    // bubble's spectrum 1.6 apart; where the window spans less than that, the parts are disjoint, all inside [-4, 4),
    // and therefore independent: their union is again independent and uniform. (Copies of one GOE spectrum would not
    // be: each is rigid in itself.)
    std::mt19937_64 engine(2014);
    std::vector<double> per_matrix;
    for (int matrix = 0; matrix < 150; ++matrix) {
        CampaignCase campaign({.bubble = explicit_bubble(random_diagonal(64, 4.0, engine)),
                               .model = explicit_lioms({1.6, 0.8}, {0.0, 0.0}),
                               .sweep = R"("geometry": "explicit", "liom_count": [2])"});
        const Realization realization = campaign.realize(0, 0);
        const Window window = campaign.problem_of(0).window;
        const double low = realization.energies[static_cast<std::size_t>(window.first)];
        const double high = realization.energies[static_cast<std::size_t>(window.first + window.count - 1)];
        REQUIRE(high - low < 1.6);
        REQUIRE(std::fmax(-low, high) + 2.4 < 4.0);
        REQUIRE(realization.gap_ratios.size() == 30);
        per_matrix.push_back(mean_ratio(realization));
    }
    check_mean(per_matrix, poisson_mean, 0.006);
}

TEST_CASE("level statistics: threefold degenerate levels count as ratio 1") {
    // Two equal, uncoupled LIOMs on a bubble without energy: 0 is fourfold degenerate, exactly.
    CampaignCase campaign({.bubble = explicit_bubble({0, 0, 0, 0}),
                           .model = explicit_lioms({0.75, 0.75}, {0.0, 0.0}),
                           .sweep = R"("geometry": "explicit", "liom_count": [2])"});
    const Realization realization = campaign.realize(0, 0);
    CHECK(realization.energies == std::vector<double>{-1.5, -1.5, 0, 0, 0, 0, 1.5, 1.5});
    CHECK(realization.gap_ratios == std::vector<double>{1.0});
}
