#include "explicit_hamiltonian.hpp"

#include "output/named_curves.hpp"
#include "output/summary_csv.hpp"
#include "random_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

/// M = 0: the bubble alone.
namespace {

using namespace mbl;
using namespace mbl::physics;

CaseText bubble_alone(const std::string& bubble, const std::string& realizations = "1") {
    return {
        .bubble = bubble, .sweep = R"("localization_length": [1], "liom_count": [0])", .realizations = realizations};
}

double norm_of(const std::vector<double>& energies) {
    return std::max(std::fabs(energies.front()), std::fabs(energies.back()));
}

} // namespace

TEST_CASE("M = 0: the energies are those of s A") {
    for (const char* spins : {"2", "3", "5"}) {
        CampaignCase campaign(bubble_alone(std::string(R"("spins": )") + spins));
        for (Index index = 0; index < 3; ++index) {
            const Realization realization = campaign.realize(0, index);
            const naive::Eigensystem solved = naive::jacobi(bubble_of(campaign.problem_of(0), realization));
            REQUIRE(realization.energies.size() == solved.values.size());
            for (std::size_t n = 0; n < solved.values.size(); ++n) {
                const double error = std::fabs(realization.energies[n] - static_cast<double>(solved.values[n]));
                CHECK(error < 1e-14 * norm_of(realization.energies) * static_cast<double>(solved.values.size()));
            }
        }
    }
}

TEST_CASE("M = 0: an explicit bubble is used as it is") {
    const std::vector<double> matrix = random_symmetric(8, 7);
    CampaignCase campaign(bubble_alone(explicit_bubble(matrix, 5.0)));
    naive::Matrix bubble(8);
    for (std::size_t i = 0; i < matrix.size(); ++i) bubble(i / 8, i % 8) = matrix[i];
    const std::vector<naive::Real> expected = naive::jacobi(bubble).values;
    for (Index index : {Index{0}, Index{5}}) { // every realization is the same
        const Realization realization = campaign.realize(0, index);
        CHECK(realization.scale == 1);
        for (std::size_t n = 0; n < expected.size(); ++n)
            CHECK(std::fabs(realization.energies.at(n) - static_cast<double>(expected[n])) < 1e-13);
    }
    CHECK(campaign.problem_of(0).level_spacing == doctest::Approx(5.0 * 2 / 4).epsilon(1e-15));
}

TEST_CASE("M = 0: the bandwidth is w N in every realization, up to the rounding of s to binary32") {
    for (int spins = 2; spins <= 7; ++spins) {
        for (const double bandwidth_per_spin : {2.6, 0.7}) {
            CampaignCase campaign(
                bubble_alone(fmt::format(R"("spins": {}, "bandwidth_per_spin": {})", spins, bandwidth_per_spin)));
            for (Index index = 0; index < 5; ++index) {
                const Realization realization = campaign.realize(0, index);
                const double bandwidth = realization.energies.back() - realization.energies.front();
                CHECK(std::fabs(bandwidth / (bandwidth_per_spin * spins) - 1) < 1e-7);
                CHECK(realization.scale == static_cast<double>(static_cast<float>(realization.scale)));
                CHECK(realization.level_spacing == doctest::Approx(std::ldexp(bandwidth, 1 - spins)).epsilon(1e-15));
            }
        }
    }
}

TEST_CASE("M = 0: no LIOM, so no spectral function of one, no width and no row for it") {
    const CampaignCase campaign(bubble_alone(R"("spins": 4)", "9"));
    CampaignCase alone(bubble_alone(R"("spins": 4)"));
    const Realization realization = alone.realize(0, 0);
    CHECK(!realization.spectral.contains("tau_x_M"));
    CHECK(!realization.thouless.contains("sigma_z_N_tau_z_1"));
    CHECK(!realization.entropy.contains("tau_M"));
    CHECK(realization.liom_energy.empty());
    CHECK(std::isnan(realization.width.over_spacing));
    CHECK(std::isnan(realization.width.fwhm));
    CHECK(std::isnan(realization.width.participation));
    CHECK(std::isnan(realization.width.iqr));

    const std::vector<ProblemResult> results = campaign.results();
    for (const char* width : {"width_over_spacing", "width_participation", "width_fwhm", "width_iqr"})
        for (const double sample : samples_of(campaign, results, 0, width)) CHECK(std::isnan(sample));
    for (const char* observable : {"level_spacing", "gap_ratio"}) {
        CHECK(samples_of(campaign, results, 0, observable).size() == 9);
        for (const double sample : samples_of(campaign, results, 0, observable)) CHECK(std::isfinite(sample));
    }
    for (const NamedCurve& curve : curves(campaign.problem_of(0), results.at(0)))
        CHECK(curve.name.find("tau") == std::string::npos);
    const std::string summary = summary_csv(campaign.plan, results);
    for (const char* of_a_liom : {"width", "tau", "absorbed"}) CHECK(summary.find(of_a_liom) == std::string::npos);
    // header, level_spacing, gap_ratio, thouless mean and std of sigma_z_N, two entropies, three integrals
    CHECK(std::ranges::count(summary, '\n') == 10);
}
