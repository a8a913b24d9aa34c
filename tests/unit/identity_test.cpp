#include "plan/identity.hpp"

#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>

using namespace mbl;
using namespace mbl::plan_cases;

namespace {

/// The identity of the last point.
std::string identity(const Config& config) {
    const Plan p = plan(config);
    return problem_of(p, p.points.size() - 1).identity;
}

Config drawn() { return config(3, {chain({0.4}, {3})}, 10); }

Config by_hand() {
    Config c = config(1, {explicit_sweep({2})}, 10);
    c.model.bubble.ensemble = BubbleEnsemble::explicit_matrix;
    c.model.bubble.matrix = {0.1, 0.2, 0.2, -0.1};
    c.model.lioms.energy = {0.7, 1.2, 3.0};
    c.model.lioms.coupling = {1.0, 0.3, 3.0};
    return c;
}

using Change = std::function<void(Config&)>;

std::string changed(Config config, const Change& change) {
    change(config);
    return identity(config);
}

} // namespace

TEST_CASE("identity: every ingredient of the drawn model's numbers changes it") {
    const std::vector<Change> ingredients{
        [](Config& c) { c.seed = 2; },
        [](Config& c) { c.model.bubble.spins = 4; },
        [](Config& c) { c.model.bubble.bandwidth_per_spin = 2.7; },
        [](Config& c) { c.model.liom_energy_range[0] = 0.6; },
        [](Config& c) { c.model.liom_energy_range[1] = 1.6; },
        [](Config& c) {
            c.model.lioms.energy = {0.7, 0.8, 0.9};
        },
        [](Config& c) { c.sweeps[0].liom_count = {2}; },
        [](Config& c) { c.sweeps[0].coupling = {2}; },
        [](Config& c) { c.sweeps[0].localization_length = {0.5}; },
        [](Config& c) { c.sweeps[0].geometry = {Geometry::stretched_1d}; },
        [](Config& c) { c.sweeps[0].geometry = {Geometry::exponential_2d}; },
        [](Config& c) { c.spectral.bin_width = 0.01; },
        [](Config& c) { c.shared_disorder = false; },
    };
    std::set<std::string> identities{identity(drawn())};
    for (const Change& change : ingredients) identities.insert(changed(drawn(), change));
    CHECK(identities.size() == 1 + ingredients.size()); // all different, from each other too
}

TEST_CASE("identity: every ingredient of a model by hand changes it") {
    const std::vector<Change> ingredients{
        [](Config& c) {
            c.model.bubble.matrix = {0.1, 0.2, 0.2, -0.2};
        },
        [](Config& c) {
            c.model.bubble.matrix = {0.1, 0.3, 0.3, -0.1};
        },
        [](Config& c) { c.model.bubble.bandwidth_per_spin = 2.7; }, // sets delta_E
        [](Config& c) { c.model.lioms.energy[1] = 1.3; },
        [](Config& c) { c.model.lioms.energy.clear(); },
        [](Config& c) { c.model.lioms.coupling[1] = -0.3; },
        [](Config& c) { c.sweeps[0].liom_count = {1}; },
    };
    std::set<std::string> identities{identity(by_hand()), identity(drawn())};
    for (const Change& change : ingredients) identities.insert(changed(by_hand(), change));
    CHECK(identities.size() == 2 + ingredients.size());
}

TEST_CASE("identity: what does not change the numbers does not change it") {
    const std::vector<Change> irrelevant{
        [](Config& c) { c.name = "other"; },
        [](Config& c) { c.profile = "quick"; },
        [](Config& c) { c.realizations.uniform = 99999; },
        [](Config& c) { c.sweeps[0].panel = "z"; },
        [](Config& c) { c.theory = TheoryForm::printed; },
        [](Config& c) { c.effective_json = "{}"; },
        [](Config& c) {
            c.sweeps.insert(c.sweeps.begin(), chain({8}, {0, 1, 2}));
        },
    };
    for (const Change& change : irrelevant) CHECK(changed(drawn(), change) == identity(drawn()));
    // LIOMs beyond the point's own
    const std::string own = identity(by_hand());
    CHECK(changed(by_hand(), [](Config& c) { c.model.lioms.energy[2] = 9; }) == own);
    CHECK(changed(by_hand(), [](Config& c) { c.model.lioms.coupling[2] = 9; }) == own);
    // a bin width of delta_E, asked for or not
    const double spacing = plan(drawn()).problems.front().level_spacing;
    CHECK(changed(drawn(), [=](Config& c) { c.spectral.bin_width = spacing; }) == identity(drawn()));
}

TEST_CASE("identity: the device's limits do not change it") {
    Limits small = ample();
    small.dim_max = 64;
    small.memory_bytes = 1 << 20;
    small.lanes_max = 7;
    CHECK(make_plan(drawn(), small).problems.front().identity == identity(drawn()));
}

TEST_CASE("identity: two doubles that print alike are two Hamiltonians") {
    CHECK(changed(drawn(), [](Config& c) { c.model.bubble.bandwidth_per_spin = 0x1.4cccccccccccep+1; })
          != identity(drawn())); // 2.6 plus one ulp
}

TEST_CASE("identity: the canonical text, whose change orphans every stored result") {
    const Plan p = plan(drawn());
    CHECK(identity_text(p.problems.front())
          == "mbl_gpu ed 2 | goe N=3 w=4004cccccccccccd | M=3 eps in [3fe0000000000000,3ff8000000000000] "
             "V=3ff0000000000000*0000000000000000,3ff0000000000000*4004000000000000,3ff0000000000000*4014000000000000, "
             "| seed=1 | bin=3fda000000000000 | block=256 | solver=syevd | draws=philox4x32-10/1");
    CHECK(p.problems.front().identity == hash_hex(identity_text(p.problems.front())));
}

TEST_CASE("identity: hashes are xxHash's own") {
    CHECK(hash_hex("") == "99aa06d3014798d86001c324468d497f"); // XXH3-128 of nothing
    CHECK(hash_hex("a").size() == 32);
    CHECK(hash_seed(1, "a") == hash_seed(1, "a"));
    CHECK(hash_seed(1, "a") != hash_seed(2, "a"));
    CHECK(hash_seed(1, "a") != hash_seed(1, "b"));
}
