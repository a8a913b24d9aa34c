#include "campaign_case.hpp"

#include "output/absorbed_lioms.hpp"
#include "output/named_curves.hpp"
#include "stats/mean_error.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

/// Eigenvectors of a GOE matrix are random real unit vectors: means over them are known for every dimension.
namespace {

using namespace mbl;
using namespace mbl::physics;

} // namespace

TEST_CASE("GOE bubble: a spin's entropy is ln 2 - 2/(D + 2), and its spectral functions integrate to 1 - 2/(D + 2)") {
    const CampaignCase campaign({.bubble = R"("spins": 6)",
                                 .sweep = R"("localization_length": [1], "liom_count": [0])",
                                 .realizations = "200"});
    const std::vector<ProblemResult> results = campaign.results();
    constexpr double dim = 64;
    // The Bloch vector of a spin has two real components of variance 2/(D + 2); S = ln 2 - r^2/2 - r^4/12 - …, and
    // <r^4> = 2 <r^2>^2 to leading order.
    const double square = 4 / (dim + 2);
    for (const char* spin : {"sigma_1", "sigma_N"}) {
        const MeanError s = mean_error(samples_of(results.at(0), "entropy", spin));
        CHECK(std::fabs(s.mean - (std::numbers::ln2 - square / 2 - square * square / 6)) < 4 * s.standard_error + 1e-4);
        CHECK(s.standard_error < 1e-3);
    }
    const std::vector<NamedIntegral> all = integrals(campaign.problem_of(0), results.at(0));
    const JackknifeEstimate thermal = all.at(2).estimate;
    CHECK(std::fabs(thermal.mean - (1 - 2 / (dim + 2))) < 4 * thermal.standard_error);
    CHECK(thermal.standard_error < 2e-3);
    CHECK(all[0].estimate.mean > 0);
    CHECK(all[0].estimate.mean < all[1].estimate.mean); // more levels per bin: closer to the thermal function
    CHECK(all[1].estimate.mean < thermal.mean);
}

TEST_CASE("p(G): the density integrates to 1 and has the mean of G") {
    const CampaignCase campaign(
        {.bubble = R"("spins": 5)", .sweep = R"("localization_length": [4], "liom_count": [2])", .realizations = "20"});
    const std::vector<ProblemResult> results = campaign.results();
    const Problem& problem = campaign.problem_of(0);
    for (const std::string op : {"sigma_z_N", "sigma_z_N_tau_z_1"}) {
        const std::vector<NamedCurve> all = curves(problem, results.at(0));
        const auto density = std::ranges::find(all, "thouless_density_" + op, &NamedCurve::name);
        REQUIRE(density != all.end());
        double total = 0;
        double mean = 0;
        for (std::size_t bin = 0; bin < 160; ++bin) {
            const double weight = 0.25 * density->estimate.mean[bin];
            total += weight;
            mean += weight * (-30 + 0.25 * (static_cast<double>(bin) + 0.5));
        }
        const DensityTails tails = thouless_tails(results.at(0), op);
        CHECK(tails.pairs == 20 * problem.window.count);
        CHECK(total == doctest::Approx(1 - (tails.below + tails.above) / tails.pairs).epsilon(1e-12));
        CHECK(tails.below + tails.above == 0);
        CHECK(std::fabs(mean - mean_error(samples_of(results.at(0), "thouless_mean", op)).mean) < 0.125);
    }
}

TEST_CASE("Delta n: a strongly coupled LIOM adds one degree of freedom, an uncoupled one none") {
    const auto absorbed_by = [](const char* coupling) {
        const CampaignCase campaign({.bubble = R"("spins": 6)",
                                     .sweep = std::string(R"("localization_length": [8], "liom_count": [0, 1], )")
                                              + R"("coupling": )" + coupling,
                                     .realizations = "300"});
        const Results results(campaign.results());
        return mean_error(AbsorbedLioms(campaign.plan, results).at(campaign.point(1)));
    };
    const MeanError coupled = absorbed_by("1.0");
    CHECK(coupled.standard_error < 0.1);
    CHECK(std::fabs(coupled.mean - 1) < 4 * coupled.standard_error + 0.15); // finite size
    const MeanError weakly = absorbed_by("0.01");
    CHECK(weakly.mean < 0);
}
