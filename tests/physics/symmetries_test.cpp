#include "campaign_case.hpp"

#include "random_numbers.hpp"

#include <cmath>
#include <vector>

/// What a transformation of the Hamiltonian must do to everything measured.
namespace {

using namespace mbl;
using namespace mbl::physics;

/// H_b (random, symmetric), eps and V of a test, with w.
struct Model {
    std::vector<double> bubble;
    std::vector<double> energy;
    std::vector<double> coupling;
    double bandwidth_per_spin = 2.6;
};

Realization solve(const Model& model) {
    CampaignCase campaign({.bubble = explicit_bubble(model.bubble, model.bandwidth_per_spin),
                           .model = explicit_lioms(model.energy, model.coupling),
                           .sweep = fmt::format(R"("geometry": "explicit", "liom_count": [{}])", model.energy.size())});
    return campaign.realize(0, 0);
}

void check_close(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::fabs(a[i] - b[i]) < tolerance);
}

std::vector<double> reversed(std::vector<double> values) { return {values.rbegin(), values.rend()}; }

/// Interpolations divide by bin contents that rounding changes.
void check_equal_widths(const Widths& a, const Widths& b) {
    CHECK(a.over_spacing == b.over_spacing);
    CHECK(std::fabs(a.fwhm - b.fwhm) < 1e-9);
    CHECK(std::fabs(a.participation - b.participation) < 1e-9);
    CHECK(std::fabs(a.iqr - b.iqr) < 1e-9);
}

Model model_of(std::size_t bubble_spins, std::uint64_t seed) {
    return {.bubble = scaled(random_symmetric(std::size_t{1} << bubble_spins, seed), 0.8),
            .energy = {0.83, 1.27},
            .coupling = {1.0, 0.45}};
}

} // namespace

TEST_CASE("symmetries: scaling every energy scales the spectrum and leaves widths alone") {
    for (const std::size_t bubble_spins : {std::size_t{3}, std::size_t{5}}) {
        const Model model = model_of(bubble_spins, 11);
        const Realization original = solve(model);
        for (const double factor : {8.0, 0.3}) {
            const Realization image = solve({scaled(model.bubble, factor), scaled(model.energy, factor),
                                             scaled(model.coupling, factor), model.bandwidth_per_spin * factor});
            CAPTURE(bubble_spins);
            CAPTURE(factor);
            check_close(image.energies, scaled(original.energies, factor), 1e-12 * factor);
            check_close(image.gap_ratios, original.gap_ratios, 1e-10);
            CHECK(image.level_spacing == doctest::Approx(factor * original.level_spacing).epsilon(1e-13));
            const SpectralFunction& curve = image.spectral.at("tau_x_M");
            const SpectralFunction& original_curve = original.spectral.at("tau_x_M");
            CHECK(curve.bin_width == doctest::Approx(factor * original_curve.bin_width).epsilon(1e-15));
            CHECK(curve.k_min == original_curve.k_min);
            check_close(scaled(curve.thermal, factor), original_curve.thermal, 1e-10);
            check_equal_widths(image.width, original.width);
        }
    }
}

TEST_CASE("symmetries: eps -> -eps with H_b -> -H_b mirrors the spectral function") {
    // The product of all tau^z turns -H into the image: energies change sign, tau^x_M too. N + M = 5 and 7 have an even
    // N_A, so that the window is its own mirror image.
    for (const std::size_t bubble_spins : {std::size_t{3}, std::size_t{5}}) {
        const Model model = model_of(bubble_spins, 12);
        const Realization original = solve(model);
        const Realization image = solve({scaled(model.bubble, -1), scaled(model.energy, -1), model.coupling});
        CAPTURE(bubble_spins);
        check_close(image.energies, reversed(scaled(original.energies, -1)), 1e-12);
        check_close(image.gap_ratios, reversed(original.gap_ratios), 1e-10);
        const SpectralFunction& curve = image.spectral.at("tau_x_M");
        const SpectralFunction& original_curve = original.spectral.at("tau_x_M");
        // Bin k holds [k, k+1) delta, its mirror image is bin -k-1.
        CHECK(curve.k_min == -(original_curve.k_min + static_cast<Index>(original_curve.thermal.size())));
        check_close(curve.thermal, reversed(original_curve.thermal), 1e-10);
        check_close(curve.typical_log, reversed(original_curve.typical_log), 1e-6);
        check_equal_widths(image.width, original.width);
    }
}

TEST_CASE("symmetries: the sign of any coupling or LIOM energy changes no width and no level statistics") {
    // tau^z_a flips V_a, tau^x_a flips eps_a; both keep |<n|tau^x_M|m>|^2 and every energy.
    const Model model = model_of(4, 13);
    const Realization original = solve(model);
    for (const auto& [energy_signs, coupling_signs] :
         {std::pair{std::pair{1, 1}, std::pair{-1, 1}}, std::pair{std::pair{1, 1}, std::pair{1, -1}},
          std::pair{std::pair{-1, 1}, std::pair{1, 1}}, std::pair{std::pair{1, -1}, std::pair{-1, -1}}}) {
        Model changed = model;
        changed.energy[0] *= energy_signs.first;
        changed.energy[1] *= energy_signs.second;
        changed.coupling[0] *= coupling_signs.first;
        changed.coupling[1] *= coupling_signs.second;
        const Realization image = solve(changed);
        check_close(image.energies, original.energies, 1e-12);
        check_close(image.spectral.at("tau_x_M").thermal, original.spectral.at("tau_x_M").thermal, 1e-10);
        check_equal_widths(image.width, original.width);
    }
}
