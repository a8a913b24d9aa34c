// A realization that fails twice on one device is solved on another, where there is one.
#include "campaign/lane_runner.hpp"
#include "config_cases.hpp"
#include "faulty_lane.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::message_of;

namespace {

const Plan& plan() {
    static const Plan the_plan = plan_cases::plan(plan_cases::config(4, {plan_cases::chain({4}, {2})}, 3));
    return the_plan;
}

Index one(const Problem&) { return 1; }

std::unique_ptr<Runner> runner_with(Faults& faults, BubbleScales& scales, RescueFactory rescue = nullptr) {
    return std::make_unique<LaneRunner<FaultyLane>>(FaultyLane(faults), plan(), scales, "faulty", one,
                                                    std::move(rescue));
}

bool shift_an_energy(Index, double*, double* energies) {
    energies[20] += 1e-8;
    return true;
}

/// Realization 1 fails as often as it is tried.
Faults stubborn() { return {.first = 1, .times = 2, .on_vectors = shift_an_energy}; }

struct NoMemory final : Runner {
    BlockRecord run(const Block&) override { throw OutOfMemory("out of memory: 8 bytes were refused"); }
    Realization realize_one(Index, Index) override { throw OutOfMemory("out of memory: 8 bytes were refused"); }
};

} // namespace

TEST_CASE("gate ladder: two failures, then the other device: the same numbers, and the record says so") {
    BubbleScales scales;
    Faults none;
    const BlockRecord right = runner_with(none, scales)->run(plan().blocks.front());
    Faults faults = stubborn();
    int rescuers = 0;
    Faults other_none;
    const auto rescue = [&] {
        ++rescuers;
        return runner_with(other_none, scales);
    };
    const BlockRecord record = runner_with(faults, scales, rescue)->run(plan().blocks.front());
    CHECK(record.samples == right.samples);
    CHECK(record.retries == 1);
    CHECK(record.rescues == 1);
    CHECK(rescuers == 1);
    CHECK(right.rescues == 0);
}

TEST_CASE("gate ladder: where the other device fails too, the message tells both stories") {
    BubbleScales scales;
    Faults faults = stubborn();
    Faults always{.times = Faults::forever, .on_vectors = [](Index, double*, double*) { return false; }};
    const auto rescue = [&] { return runner_with(always, scales); };
    const std::string message =
        message_of<NumericalError>([&] { runner_with(faults, scales, rescue)->run(plan().blocks.front()); });
    CAPTURE(message);
    CHECK(message.starts_with("numerical gate: trace error of the energies is "));
    CHECK(message.find(" at realization 1 of point 0 (dim 64, seed 1), twice, and on the CPU: eigh: info = 3; the "
                       "campaign stops")
          != std::string::npos);
}

TEST_CASE("gate ladder: no memory on the other device is no reason to start the block again") {
    BubbleScales scales;
    Faults faults = stubborn();
    const auto rescue = [] { return std::make_unique<NoMemory>(); };
    const std::string message =
        message_of<NumericalError>([&] { runner_with(faults, scales, rescue)->run(plan().blocks.front()); });
    CAPTURE(message);
    CHECK(message.find(", twice, and on the CPU: out of memory") != std::string::npos);
}
