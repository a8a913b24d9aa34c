#include "explicit_hamiltonian.hpp"

#include "output/named_curves.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace {

using namespace mbl;
using namespace mbl::physics;

constexpr double two_pi = 2 * std::numbers::pi;

/// Integral over omega of the window-averaged spectral function of tau^x_M.
double integral(const Realization& realization) {
    const SpectralFunction& curve = realization.spectral.at("tau_x_M");
    return curve.bin_width * std::accumulate(curve.thermal.begin(), curve.thermal.end(), 0.0);
}

/// Window mean of <n|tau^x_M|n>^2, from eigenvectors of a Hamiltonian that this file's own code wrote down.
double mean_square_expectation(const Problem& problem, const Realization& realization) {
    const naive::Eigensystem solved = naive::jacobi(hamiltonian_of(problem, realization));
    const naive::Matrix op = tau_x_last_matrix(problem);
    naive::Real sum = 0;
    for (Index state = problem.window.first; state < problem.window.first + problem.window.count; ++state) {
        const auto n = static_cast<std::size_t>(state);
        naive::Real expectation = 0;
        for (std::size_t row = 0; row < op.order; ++row)
            for (std::size_t column = 0; column < op.order; ++column)
                expectation += solved.vectors(row, n) * op(row, column) * solved.vectors(column, n);
        sum += expectation * expectation;
    }
    return static_cast<double>(sum / static_cast<naive::Real>(problem.window.count));
}

} // namespace

TEST_CASE("sum rule: rho integrates to 2 pi (1 - <n|O|n>^2), the expectation values computed apart") {
    // A strong coupling to a small bubble, so that <n|tau_x_M|n> is far from 0 and the term is really tested.
    CampaignCase campaign({.bubble = R"("spins": 2)",
                           .sweep = R"("coupling": 2.0, "localization_length": [8], "liom_count": [1, 2, 3])"});
    for (Index point = 0; point < 3; ++point) {
        double largest = 0;
        for (Index index = 0; index < 3; ++index) {
            const Realization realization = campaign.realize(point, index);
            const double dropped = mean_square_expectation(campaign.problem_of(point), realization);
            largest = std::max(largest, dropped);
            CAPTURE(point);
            CAPTURE(index);
            // Eigenvectors err by eps ||H|| / gap, about 1e-13 here.
            CHECK(integral(realization) == doctest::Approx(two_pi * (1 - dropped)).epsilon(1e-11));
        }
        CHECK(largest > 1e-2);
    }
}

TEST_CASE("sum rule: close to 2 pi and never above it, thermal or localized, in any geometry and with any bins") {
    CampaignCase campaign({.bubble = R"("spins": 5)",
                           .sweep = R"("geometry": ["1d_exponential", "1d_stretched", "2d_exponential"],
                                       "localization_length": [0.4, 4], "liom_count": [1, 2, 3])",
                           .more = R"("spectral": {"bin_width": 0.0371})"});
    for (const Point& point : campaign.plan.points) {
        const Realization realization = campaign.realize(point.index, 1);
        CAPTURE(point.index);
        CHECK(realization.spectral.at("tau_x_M").bin_width == 0.0371);
        CHECK(integral(realization) <= two_pi * (1 + 1e-12));
        // <n|O|n>^2 is about one bin's share of a peak as wide as gamma: 1/6 of a side's at M = 1, V_1 = 1.
        CHECK(integral(realization) > two_pi * (point.liom_count == 1 ? 0.85 : 0.97));
    }
}

TEST_CASE("sum rule: the stored curves of a campaign integrate to the mean of its realizations' integrals") {
    CampaignCase campaign(
        {.bubble = R"("spins": 4)", .sweep = R"("localization_length": [4], "liom_count": [2])", .realizations = "20"});
    double mean = 0;
    for (Index index = 0; index < 20; ++index) mean += integral(campaign.realize(0, index)) / 20;
    const std::vector<NamedCurve> stored = curves(campaign.problem_of(0), campaign.results().at(0));
    const auto curve = [&](const std::string& name) {
        const auto found = std::ranges::find(stored, name, &NamedCurve::name);
        REQUIRE(found != stored.end());
        return *found;
    };
    const NamedCurve last_liom = curve("spectral_thermal_tau_x_M");
    const std::vector<double> thermal = last_liom.estimate.mean;
    const std::vector<double> typical = curve("spectral_typical_tau_x_M").estimate.mean;
    CHECK(last_liom.bin_width * std::accumulate(thermal.begin(), thermal.end(), 0.0)
          == doctest::Approx(mean).epsilon(1e-13));
    REQUIRE(thermal.size() == typical.size());
    for (std::size_t bin = 0; bin < thermal.size(); ++bin) {
        CHECK(thermal[bin] >= 0);
        CHECK(typical[bin] <= thermal[bin] * (1 + 1e-12) + 1e-20 * (1 + 1e-12)); // geometric <= arithmetic mean
    }
}
