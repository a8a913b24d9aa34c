// Whole blocks on the emulated device against the CPU, and against themselves: lanes, stream modes, refused memory.
#include "backend/gpu_seam.hpp"
#include "campaign/scheduler.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "emulated_device.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

using namespace mbl;

namespace {

Plan tiny_plan() {
    const Config config = parse_config(R"({"name": "tiny", "seed": 5,
        "model": {"kind": "goe_bubble", "bubble": {"spins": 3}},
        "sweeps": [{"localization_length": [0.6, 4], "liom_count": [0, 1, 2]}], "realizations": 5})",
                                       "test", "", {});
    Limits limits;
    limits.memory_bytes = Index{1} << 30;
    return make_plan(config, limits);
}

std::vector<BlockRecord> run(const Plan& plan, DeviceKind kind, int lanes = 1) {
    BubbleScales scales;
    std::vector<BlockRecord> records;
    run_blocks(
        plan, lanes, Index{1} << 30,
        [&] {
            return make_runner({kind, 0, "test"}, plan, scales);
        },
        [&](BlockRecord record) { records.push_back(std::move(record)); });
    std::ranges::sort(records, {}, [](const BlockRecord& r) { return r.block.problem; });
    return records;
}

void check_near(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        CHECK(std::fabs(a[i] - b[i]) <= tolerance);
    }
}

void check_equal(const BlockRecord& a, const BlockRecord& b) {
    REQUIRE(a.samples.size() == b.samples.size());
    for (std::size_t i = 0; i < a.samples.size(); ++i) {
        CHECK((a.samples[i] == b.samples[i] || (std::isnan(a.samples[i]) && std::isnan(b.samples[i]))));
    }
    REQUIRE(a.groups.size() == b.groups.size());
    for (std::size_t g = 0; g < a.groups.size(); ++g) {
        REQUIRE(a.groups[g].spectral.size() == b.groups[g].spectral.size());
        for (std::size_t c = 0; c < a.groups[g].spectral.size(); ++c) {
            CHECK(a.groups[g].spectral[c].thermal == b.groups[g].spectral[c].thermal);
            CHECK(a.groups[g].spectral[c].typical_log == b.groups[g].spectral[c].typical_log);
        }
    }
}

} // namespace

TEST_SUITE("emulated") {
    TEST_CASE("runner: the emulated GPU and the CPU agree, draws bit for bit") {
        emulated::reset({.streams = emulated::Streams::lazy});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> cpu = run(plan, DeviceKind::cpu);
        const std::vector<BlockRecord> gpu = run(plan, DeviceKind::cuda);
        REQUIRE(cpu.size() == gpu.size());
        for (std::size_t i = 0; i < cpu.size(); ++i) {
            CHECK(cpu[i].scales == gpu[i].scales);
            CHECK(cpu[i].liom_energies == gpu[i].liom_energies);
            check_near(cpu[i].samples, gpu[i].samples, 1e-9); // widths of order 10, energies good to 1e-14
            REQUIRE(cpu[i].groups.size() == gpu[i].groups.size());
            for (std::size_t g = 0; g < cpu[i].groups.size(); ++g) {
                if (cpu[i].groups[g].spectral.empty()) continue;
                check_near(cpu[i].groups[g].spectral[0].thermal, gpu[i].groups[g].spectral[0].thermal, 1e-9);
            }
        }
    }

    TEST_CASE("runner: any number of lanes and any stream mode give the same bytes") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> one = run(plan, DeviceKind::cuda, 1);
        for (const emulated::Streams streams : {emulated::Streams::lazy, emulated::Streams::workers}) {
            emulated::reset({.streams = streams, .order = emulated::Order::descending});
            const std::vector<BlockRecord> three = run(plan, DeviceKind::cuda, 3);
            REQUIRE(one.size() == three.size());
            for (std::size_t i = 0; i < one.size(); ++i) check_equal(one[i], three[i]);
        }
    }

    TEST_CASE("runner: memory refused with nothing else in flight is an error that says what may fit") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        emulated::refuse_allocations(1, emulated::forever);
        CHECK_THROWS_WITH_AS(run(plan, DeviceKind::cuda), doctest::Contains("the largest Hamiltonian that may fit"),
                             DeviceUnavailable);
        emulated::reset();
    }

    TEST_CASE("runner: wrong eigenvectors are solved again, and twice wrong stops the campaign") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> right = run(plan, DeviceKind::cuda);
        emulated::spoil_eigensolves(emulated::Spoil::wrong_vectors, 1, emulated::forever);
        CHECK_THROWS_AS(run(plan, DeviceKind::cuda), NumericalError);
        emulated::reset();
    }

    TEST_CASE("runner: a device that breaks is unavailable, not a crash") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        emulated::break_device(20);
        CHECK_THROWS_AS(run(plan, DeviceKind::cuda), DeviceUnavailable);
        emulated::reset();
    }
}
