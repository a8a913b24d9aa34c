#include "campaign_case.hpp"

#include "spectral_function.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

/// V = 0: eigenstates are bubble state (x) LIOM configuration, and everything is known in closed form.
namespace {

using namespace mbl;
using namespace mbl::physics;

struct ProductState {
    double energy = 0;
    bool last_up = false; ///< tau^z_M = +1
};

/// E_b + sum_a (+-eps_a), ascending.
std::vector<ProductState> product_states(const std::vector<double>& bubble_energies,
                                         const std::vector<double>& liom_energy) {
    std::vector<ProductState> states;
    const std::size_t lioms = liom_energy.size();
    for (const double bubble : bubble_energies) {
        for (std::size_t down = 0; down < std::size_t{1} << lioms; ++down) {
            ProductState state{bubble, true};
            for (std::size_t a = 0; a < lioms; ++a) {
                state.last_up = (down >> a & 1U) == 0;
                state.energy += state.last_up ? liom_energy[a] : -liom_energy[a];
            }
            states.push_back(state);
        }
    }
    std::ranges::sort(states, {}, &ProductState::energy);
    return states;
}

double distance_to_edge(double omega, double bin_width) {
    const double bins = omega / bin_width;
    return std::fabs(bins - std::round(bins));
}

/// Share of the window with tau^z_M = -1; these absorb 2 eps_M.
double share_of_down(const std::vector<ProductState>& states, const Window& window) {
    const auto first = states.begin() + window.first;
    const auto down = std::count_if(first, first + window.count, [](const ProductState& s) { return !s.last_up; });
    return static_cast<double>(down) / static_cast<double>(window.count);
}

/// No two levels so close that rounding mixes them or changes who is in the window, no peak at a bin's edge, and
/// both peaks there.
bool is_clear_cut(const std::vector<ProductState>& states, const Problem& problem, double last_energy) {
    const auto close = [](const ProductState& a, const ProductState& b) { return b.energy - a.energy < 1e-4; };
    const double down = share_of_down(states, problem.window);
    return std::ranges::adjacent_find(states, close) == states.end()
           && distance_to_edge(2 * last_energy, problem.bin_width) > 1e-6 && down > 0 && down < 1;
}

const CaseText without_coupling{.bubble = R"("spins": 4)",
                                .sweep = R"("coupling": 0.0, "localization_length": [1], "liom_count": [0, 1, 2, 3])"};

} // namespace

TEST_CASE("V = 0: energies are E_b plus the sums of +-eps") {
    CampaignCase campaign(without_coupling);
    for (Index index = 0; index < 8; ++index) {
        const Realization bubble = campaign.realize(0, index);
        for (Index liom_count = 1; liom_count <= 3; ++liom_count) {
            const Realization realization = campaign.realize(liom_count, index);
            CHECK(realization.scale == bubble.scale);
            const std::vector<ProductState> states = product_states(bubble.energies, realization.liom_energy);
            REQUIRE(realization.energies.size() == states.size());
            for (std::size_t n = 0; n < states.size(); ++n)
                CHECK(std::fabs(realization.energies[n] - states[n].energy) < 1e-12);
        }
    }
}

TEST_CASE("V = 0: two one-bin peaks at +-2 eps_M, and every width at its floor") {
    CampaignCase campaign(without_coupling);
    for (Index liom_count = 1; liom_count <= 3; ++liom_count) {
        const Problem& problem = campaign.problem_of(liom_count);
        int examined = 0;
        int balanced = 0;
        for (Index index = 0; index < 40; ++index) {
            const Realization realization = campaign.realize(liom_count, index);
            const double energy = realization.liom_energy.back();
            const std::vector<ProductState> states =
                product_states(campaign.realize(0, index).energies, realization.liom_energy);
            if (!is_clear_cut(states, problem, energy)) continue;
            ++examined;
            CAPTURE(liom_count);
            CAPTURE(index);

            const double down = share_of_down(states, problem.window);
            const double full = 2 * std::numbers::pi / problem.bin_width;
            const SpectralFunction& curve = realization.spectral.at("tau_x_M");
            const Index above = spectral_bin(2 * energy, problem.bin_width);
            const Index below = spectral_bin(-2 * energy, problem.bin_width);
            for (std::size_t bin = 0; bin < curve.thermal.size(); ++bin) {
                const Index k = curve.k_min + static_cast<Index>(bin);
                const double share = k == above ? down : k == below ? 1 - down : 0;
                CHECK(std::fabs(curve.thermal[bin] - share * full) < 1e-12 * full);
                // States without the peak have rho = 0 there, so the shift 1e-20 is what the logarithm sees, and with
                // it the squared rounding of an eigenvector, (eps ||H|| / gap)^2 at most.
                const double logarithm = share * std::log(full) + (1 - share) * std::log(1e-20);
                CHECK(std::fabs(curve.typical_log[bin] - logarithm) < 0.02);
            }

            CHECK(realization.width.over_spacing == 2);
            CHECK(std::fabs(realization.width.fwhm - 2) < 1e-10);
            CHECK(std::fabs(realization.width.iqr - 1) < 1e-10);
            // (h+ + h-)^2 / (h+^2 + h-^2): the floor 2 where as many window states are up as down.
            const double participation = 1 / (down * down + (1 - down) * (1 - down));
            CHECK(std::fabs(realization.width.participation - participation) < 1e-12);
            if (down == 0.5) {
                ++balanced;
                CHECK(std::fabs(realization.width.participation - 2) < 1e-12);
            }
        }
        CHECK(examined >= 10);
        CHECK((balanced >= 2 || problem.window.count % 2 == 1));
    }
}
