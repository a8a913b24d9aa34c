#pragma once

#include "campaign/scheduler.hpp"
#include "config/read_config.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

/// Whole blocks on a device: against the CPU, and against themselves with other lanes. One body, a runner per device.
namespace mbl::parity {

inline Limits a_gibibyte() {
    Limits limits;
    limits.memory_bytes = Index{1} << 30;
    return limits;
}

inline Plan tiny_plan() {
    const Config config = parse_config(R"({"name": "tiny", "seed": 5,
        "model": {"kind": "goe_bubble", "bubble": {"spins": 3}},
        "sweeps": [{"localization_length": [0.6, 4], "liom_count": [0, 1, 2]}], "realizations": 5})",
                                       "test", "", {});
    return make_plan(config, a_gibibyte());
}

inline std::vector<BlockRecord> run_plan(const Plan& plan, DeviceKind kind, int lanes = 1) {
    BubbleScales scales;
    std::vector<BlockRecord> records;
    run_blocks(
        plan, lanes, a_gibibyte(),
        [&] {
            return make_runner({kind, 0, "test"}, plan, scales);
        },
        [&](BlockRecord record) { records.push_back(std::move(record)); });
    std::ranges::sort(records, {}, [](const BlockRecord& r) { return r.block.problem; });
    return records;
}

inline void check_near(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        CHECK(std::fabs(a[i] - b[i]) <= tolerance);
    }
}

inline void check_near(const CurveGroup& a, const CurveGroup& b) {
    CHECK(a.first == b.first);
    CHECK(a.count == b.count);
    REQUIRE(a.spectral.size() == b.spectral.size());
    for (std::size_t c = 0; c < a.spectral.size(); ++c) {
        CHECK(a.spectral[c].op == b.spectral[c].op);
        CHECK(a.spectral[c].bin_width == b.spectral[c].bin_width);
        CHECK(a.spectral[c].k_min == b.spectral[c].k_min);
        check_near(a.spectral[c].thermal, b.spectral[c].thermal, 1e-9);
        check_near(a.spectral[c].typical_log, b.spectral[c].typical_log, 1e-5); // elements from 1e-10 on count
    }
    REQUIRE(a.density.size() == b.density.size());
    for (std::size_t d = 0; d < a.density.size(); ++d) check_near(a.density[d].counts, b.density[d].counts, 0);
}

inline void check_equal(const BlockRecord& a, const BlockRecord& b) {
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
        REQUIRE(a.groups[g].density.size() == b.groups[g].density.size());
        for (std::size_t d = 0; d < a.groups[g].density.size(); ++d)
            CHECK(a.groups[g].density[d].counts == b.groups[g].density[d].counts);
    }
}

/// Draws bit for bit; what passed through an eigensolver to rounding.
inline void device_agrees_with_cpu(const Plan& plan) {
    const std::vector<BlockRecord> cpu = run_plan(plan, DeviceKind::cpu);
    const std::vector<BlockRecord> gpu = run_plan(plan, DeviceKind::cuda);
    REQUIRE(cpu.size() == gpu.size());
    for (std::size_t i = 0; i < cpu.size(); ++i) {
        CHECK(cpu[i].scales == gpu[i].scales);
        CHECK(cpu[i].liom_energies == gpu[i].liom_energies);
        check_near(cpu[i].samples, gpu[i].samples, 1e-9); // widths of order 10, energies good to 1e-14
        REQUIRE(cpu[i].groups.size() == gpu[i].groups.size());
        for (std::size_t g = 0; g < cpu[i].groups.size(); ++g) check_near(cpu[i].groups[g], gpu[i].groups[g]);
        REQUIRE(cpu[i].fixed_disorder.size() == 1);
        REQUIRE(gpu[i].fixed_disorder.size() == 1);
        check_near(cpu[i].fixed_disorder[0], gpu[i].fixed_disorder[0]);
    }
}

inline void check_all_equal(const std::vector<BlockRecord>& a, const std::vector<BlockRecord>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) check_equal(a[i], b[i]);
}

} // namespace mbl::parity
