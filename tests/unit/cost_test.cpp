#include "plan/cost.hpp"

#include "backend/cpu_backend.hpp"
#include "backend/dsyevd_workspace.hpp"
#include "plan/realization_memory.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace mbl;
using namespace mbl::plan_cases;
using doctest::Approx;

namespace {

/// N = 8: 300 realizations of M = 0 (dim 256, two blocks) and 130 of M = 2 (dim 1024, three blocks).
Plan two_problems() {
    Config c = config(8, {chain({0.4, 4}, {0}), chain({0.4}, {2})});
    c.realizations.uniform.reset();
    c.realizations.by_liom_count = {{0, 300}, {2, 130}};
    return plan(c);
}

} // namespace

TEST_CASE("cost: D^3 with a surcharge for small matrices") {
    CHECK(realization_cost(1024) == Approx(1024.0 * 1024 * 1024 * (1 + 280.0 / 1024)));
    for (Index dim = 2; dim < (1 << 16); dim *= 2) {
        CHECK(realization_cost(2 * dim) > 4 * realization_cost(dim));
        CHECK(realization_cost(2 * dim) < 8 * realization_cost(dim));
    }
    const Plan p = two_problems();
    CHECK(block_cost(p, p.blocks.front()) == Approx(256 * realization_cost(256)));
    CHECK(block_cost(p, p.blocks.back()) == Approx(2 * realization_cost(1024)));
}

TEST_CASE("cost: what lies ahead, counted") {
    const Plan p = two_problems();
    Limits limits = ample();
    limits.lanes_max = 2;
    limits.seconds_per_cost_unit = 1e-9;
    const Estimate ahead = estimate(p, limits);
    CHECK(ahead.points == 3);
    CHECK(ahead.problems == 2);
    CHECK(ahead.blocks == 5);
    CHECK(ahead.realizations == 430);
    CHECK(ahead.lanes == 2);
    CHECK(ahead.memory_bytes == 2 * realization_bytes(p.problems.back()));
    CHECK(ahead.seconds == Approx(1e-9 * (300 * realization_cost(256) + 130 * realization_cost(1024)) / 2));
}

TEST_CASE("cost: lanes are limited by threads, memory and blocks") {
    const Plan p = two_problems();
    const Index largest = realization_bytes(p.problems.back());
    Limits limits = ample();
    limits.lanes_max = 100;
    CHECK(estimate(p, limits).lanes == 5);
    limits.memory_bytes = 3 * largest;
    CHECK(estimate(p, limits).lanes == 3);
    limits.memory_bytes = 3 * largest - 1;
    CHECK(estimate(p, limits).lanes == 2);
    CHECK(estimate(p, limits).memory_bytes == 2 * largest);
    limits.memory_bytes = 1; // a plan made elsewhere: one block always may run
    CHECK(estimate(p, limits).lanes == 1);
    limits.lanes_max = 1;
    limits.memory_bytes = 100 * largest;
    CHECK(estimate(p, limits).lanes == 1);
}

TEST_CASE("cost: a campaign takes at least as long as its costliest block; an unknown speed is 0") {
    const Plan p = two_problems();
    Limits limits = ample();
    limits.lanes_max = 100;
    limits.seconds_per_cost_unit = 1e-9;
    CHECK(estimate(p, limits).seconds == Approx(1e-9 * 64 * realization_cost(1024)));
    limits.seconds_per_cost_unit = 0;
    CHECK(estimate(p, limits).seconds == 0);
}

TEST_CASE("cost: memory of a realization, part by part") {
    const Plan p = plan(config(8, {chain({0.4}, {0})}));
    const RealizationMemory memory = realization_memory(p.problems.front());
    CHECK(memory.hamiltonian == 65536);
    CHECK(memory.bubble == 65536);
    CHECK(memory.workspace(dsyevd_workspace(Job::vectors, 256).total(), 1)
          == dsyevd_workspace(Job::vectors, 256).total()); // larger than what the observables need
    CHECK(memory.slab_rows == 32);                         // all window states: 32 * 296 bins fit into 65536 doubles
    CHECK(realization_bytes(p.problems.front())
          == 8 * (65536 + 65536 + memory.vectors + dsyevd_workspace(Job::vectors, 256).total()));
}

TEST_CASE("cost: a realization stays below 3.5 D^2 doubles at dim 1024 and above") {
    for (const int liom_count : {2, 3, 4, 5, 6}) {
        const Plan p = plan(config(8, {chain({0.4}, {liom_count})}));
        const Problem& problem = p.problems.front();
        const double d = static_cast<double>(problem.dim);
        CHECK(static_cast<double>(realization_bytes(problem)) < 3.5 * d * d * 8);
    }
}

TEST_CASE("cost: the plan's workspace is the eigensolver's") {
    const CpuBackend lane;
    for (const Index dim : {2, 4, 256, 1024, 16384})
        CHECK(dsyevd_workspace(Job::vectors, dim).total() == lane.eigh_workspace(Job::vectors, dim, 1));
}

TEST_CASE("cost: durations for a reader") {
    CHECK(human_duration(0) == "0 s");
    CHECK(human_duration(0.2) == "1 s");
    CHECK(human_duration(12) == "12 s");
    CHECK(human_duration(99.5) == "100 s");
    CHECK(human_duration(100) == "1.7 min");
    CHECK(human_duration(270) == "4.5 min");
    CHECK(human_duration(5999) == "100.0 min");
    CHECK(human_duration(6000) == "1.7 h");
    CHECK(human_duration(71.9 * 3600) == "71.9 h");
    CHECK(human_duration(72 * 3600) == "3.0 days");
    CHECK(human_duration(21 * 86400) == "21.0 days");
}

TEST_CASE("cost: bytes for a reader") {
    CHECK(human_bytes(0) == "0 B");
    CHECK(human_bytes(1023) == "1023 B");
    CHECK(human_bytes(1024) == "1 KiB");
    CHECK(human_bytes(812 * 1024) == "812 KiB");
    CHECK(human_bytes(1 << 20) == "1.0 MiB");
    CHECK(human_bytes(Index{3435973837}) == "3.2 GiB");
    CHECK(human_bytes(Index{1} << 42) == "4096.0 GiB");
}
