#include "impurity_cases.hpp"
#include "plan/identity.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>

using namespace mbl;

namespace {

/// The identity of the last point.
std::string identity(const Config& config) {
    const Plan plan = plan_cases::plan(config);
    return plan_cases::problem_of(plan, plan.points.size() - 1).identity;
}

Config layers() { return impurity_cases::read({.sweep = R"("liom_count": 3)"}); }

Config by_hand() {
    return impurity_cases::read({.model = R"("lioms": {"energy": [0.5, -1, 2], "coupling": [0.3, 0.2, -0.1]})",
                                 .sweep = R"("geometry": "explicit", "liom_count": 2)"});
}

using Change = std::function<void(ImpurityConfig&, ImpuritySweepConfig&)>;

std::string changed(Config config, const Change& change) {
    change(*config.impurity, config.impurity->sweeps[0]);
    return identity(config);
}

} // namespace

TEST_CASE("impurity identity: every parameter changes it") {
    const std::vector<Change> ingredients{
        [](auto&, auto& sweep) { sweep.hopping = {1.5}; },
        [](auto&, auto& sweep) { sweep.liom_bandwidth = {3}; },
        [](auto&, auto& sweep) { sweep.coupling = {1.5}; },
        [](auto&, auto& sweep) { sweep.interaction = {0}; },
        [](auto&, auto& sweep) { sweep.temperature = {1}; },
        [](auto&, auto& sweep) { sweep.localization_length = {5}; },
        [](auto&, auto& sweep) { sweep.bubble_sites = {31}; },
        [](auto&, auto& sweep) { sweep.liom_density = {2}; },
        [](auto&, auto& sweep) { sweep.layer_rule = {LayerRule::n_minus_one}; },
        [](auto&, auto& sweep) { sweep.liom_count = {4}; },
        [](auto&, auto& sweep) { sweep.seed = {2}; },
        [](auto& config, auto&) {
            config.model.lioms.energy = {0.5, -1, 1.5};
        },
        [](auto& config, auto&) { config.grid.frequency_max = 32; },
        [](auto& config, auto&) { config.grid.frequency_count = 8192; },
        [](auto& config, auto&) { config.grid.tolerance = 1e-9; },
        [](auto& config, auto&) { config.grid.iteration_limit = 201; },
        [](auto& config, auto&) {
            config.spectral.frequency = {0, 1};
        },
        [](auto& config, auto&) { config.spectral.liom = {1}; },
    };
    std::set<std::string> identities{identity(layers())};
    for (const Change& change : ingredients) identities.insert(changed(layers(), change));
    CHECK(identities.size() == 1 + ingredients.size()); // all different, from each other too
}

TEST_CASE("impurity identity: every LIOM given by hand changes it") {
    const std::vector<Change> ingredients{
        [](auto& config, auto&) { config.model.lioms.energy[1] = -1.5; },
        [](auto& config, auto&) { config.model.lioms.energy.clear(); },
        [](auto& config, auto&) { config.model.lioms.coupling[1] = 0.25; },
        [](auto&, auto& sweep) { sweep.liom_count = {1}; },
        [](auto&, auto& sweep) {
            sweep.geometry = BathGeometry::layers_2d, sweep.coupling = {0.5}, sweep.localization_length = {10};
        },
    };
    std::set<std::string> identities{identity(by_hand())};
    for (const Change& change : ingredients) identities.insert(changed(by_hand(), change));
    CHECK(identities.size() == 1 + ingredients.size());
}

TEST_CASE("impurity identity: what does not change the numbers does not change it") {
    const std::vector<std::function<void(Config&)>> irrelevant{
        [](Config& c) { c.name = "other"; },
        [](Config& c) { c.profile = "quick"; },
        [](Config& c) { c.effective_json = "{}"; },
        [](Config& c) { c.impurity->sweeps[0].panel = "z"; },
        [](Config& c) {
            c.impurity->spectral.liom = {0, 2, 7, 900};
        }, // the first, the last, and LIOMs that are not there
        [](Config& c) { c.impurity->spectral.frequency = default_plot_frequencies(2); }, // the default, asked for
        [](Config& c) {
            ImpuritySweepConfig before = c.impurity->sweeps[0];
            before.liom_count = {1, 10};
            c.impurity->sweeps.insert(c.impurity->sweeps.begin(), before);
        },
    };
    for (const auto& change : irrelevant) {
        Config config = layers();
        change(config);
        CHECK(identity(config) == identity(layers()));
    }
    // LIOMs beyond the point's own
    CHECK(changed(by_hand(), [](auto& config, auto&) { config.model.lioms.energy[2] = 1; }) == identity(by_hand()));
    CHECK(changed(by_hand(), [](auto& config, auto&) { config.model.lioms.coupling[2] = 1; }) == identity(by_hand()));
    // the device
    Limits small = plan_cases::ample();
    small.memory_bytes = Index{1} << 30;
    small.lanes_max = 7;
    CHECK(make_plan(layers(), small).problems.front().identity == identity(layers()));
}

TEST_CASE("impurity identity: two doubles that print alike are two problems") {
    CHECK(changed(layers(), [](auto&, auto& sweep) { sweep.temperature = {0x1.0000000000001p+1}; })
          != identity(layers()));
}

TEST_CASE("impurity identity: the canonical text, whose change orphans every stored result") {
    Config config = layers();
    config.impurity->spectral.frequency = {0, 1};
    const Plan plan = plan_cases::plan(config);
    CHECK(
        identity_text(plan.problems.front())
        == "mbl_gpu ipt 1 | t=3ff0000000000000 U=4000000000000000 T=4000000000000000 N=30 W=4000000000000000 | 2d_layers "
           "M=3 V=3fe0000000000000 xi=4024000000000000 n_L=3ff0000000000000 rule=n eps=drawn seed=1 | "
           "grid=4030000000000000/16384 tolerance=3ddb7cdfd9d7bdbb iterations=200 | "
           "frequencies=117f627aa058ede2fba430a78bffd779 lioms=18eb1481724c1ec4eb252aa1e94e68d7 | solver=ipt-quadratic | draws=philox4x32-10/1");
    CHECK(plan.problems.front().identity == hash_hex(identity_text(plan.problems.front())));
}
