#include "campaign_case.hpp"

#include "observables/integral.hpp"
#include "random_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

/// One bubble spin with H_b = h sigma^x, which commutes with the coupling: sigma^x = s = +-1 is conserved, the LIOM sees the
/// field (s V, eps), and everything is known in closed form.
namespace {

using namespace mbl;
using namespace mbl::physics;

struct Model {
    double h = 0.35;
    double eps = 0.9;
    double v = 0.6;

    [[nodiscard]] double field() const { return std::hypot(eps, v); } ///< E = s h +- field
    [[nodiscard]] Realization solve() const {
        CampaignCase campaign({.bubble = explicit_bubble({0, h, h, 0}, 2.6),
                               .model = explicit_lioms({eps}, {v}),
                               .sweep = R"("geometry": "explicit", "liom_count": [1])"});
        return campaign.realize(0, 0);
    }
};

} // namespace

TEST_CASE("conserved spin: energies") {
    const Model model;
    const Realization r = model.solve();
    const std::vector<double> expected{-model.field() - model.h, -model.field() + model.h, model.field() - model.h,
                                       model.field() + model.h};
    for (std::size_t n = 0; n < 4; ++n) CHECK(std::fabs(r.energies.at(n) - expected[n]) < 1e-14);
}

TEST_CASE("conserved spin: every state is a product, so no spin is entangled") {
    const Realization r = Model().solve();
    CHECK(r.entropy.size() == 3);
    for (const auto& [spin, values] : r.entropy) {
        CAPTURE(spin);
        REQUIRE(values.size() == 2);
        for (const double s : values) CHECK(std::fabs(s) < 1e-13);
    }
}

TEST_CASE("conserved spin: sigma^x_1 has no elements between different states, so its functions vanish") {
    const Realization r = Model().solve();
    for (const double height : r.spectral.at("sigma_x_1").thermal) CHECK(std::fabs(height) < 1e-25);
    for (const double logarithm : r.spectral.at("sigma_x_1").typical_log)
        CHECK(std::fabs(logarithm - std::log(1e-20)) < 1e-6);
    const Integrals integrals = integrals_of(r);
    CHECK(integrals.thermal < 1e-25);
    CHECK(integrals.typical < 1e-19 * static_cast<double>(r.integrand.thermal.size()));
    CHECK(integrals.typical_wide < 1e-18 * static_cast<double>(r.integrand_wide.thermal.size()));
}

TEST_CASE(
    "conserved spin: Thouless parameters, whose elements are overlaps of spins in the fields (V, eps) and (-V, eps)") {
    for (const double v : {0.6, 0.05, -1.3}) {
        const Model model{.v = v};
        const Realization r = model.solve();
        const double gap_inner = 2 * (model.field() - model.h); // E' = E: <sigma^z> = 0 between states of sigma^x
        const double gap_outer = 2 * model.h;
        // Pairs of the sorted list from its second state on: (s = +1, low) with (s = -1, high), then (-1, high), (+1, high).
        const std::vector<double>& g = r.thouless.at("sigma_z_N");
        REQUIRE(g.size() == 2);
        CHECK(g[0] == doctest::Approx(std::log(std::fabs(v) / model.field() / gap_inner)).epsilon(1e-12));
        CHECK(g[1] == doctest::Approx(std::log(model.eps / model.field() / gap_outer)).epsilon(1e-12));
        // tau^z turns one field into the other.
        const std::vector<double>& alternate = r.thouless.at("sigma_z_N_tau_z_1");
        CHECK(alternate[0] < std::log(1e-14 / gap_inner));
        CHECK(alternate[1] == doctest::Approx(-std::log(gap_outer)).epsilon(1e-12));
    }
}

TEST_CASE("diagonal bubble: the perturbation reorders levels, and states of one basis have no element between them") {
    // H_b = diag: eigenstates are basis states, E' = E + 1 with sigma^z_N up and E - 1 with it down.
    CampaignCase campaign({.bubble = explicit_bubble({0.1, 0, 0, 0, 0, 1.4, 0, 0, 0, 0, 0.3, 0, 0, 0, 0, 1.7}, 2.6),
                           .sweep = R"("localization_length": [1], "liom_count": [0])"});
    const Realization r = campaign.realize(0, 0);
    // E' = 1.1 (up), 0.4 (down), 1.3 (up), 0.7 (down); sorted 0.4, 0.7, 1.1, 1.3; pairs from the second on
    const std::vector<double>& g = r.thouless.at("sigma_z_N");
    REQUIRE(g.size() == 2);
    CHECK(g[0] == doctest::Approx(std::log(1e-300) - std::log(0.4)).epsilon(1e-12));
    CHECK(g[1] == doctest::Approx(std::log(1e-300) - std::log(0.2)).epsilon(1e-12));
    for (const double s : r.entropy.at("sigma_1")) CHECK(s == 0);
}
