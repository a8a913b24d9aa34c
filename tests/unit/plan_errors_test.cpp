#include "plan/plan.hpp"

#include "config_cases.hpp"
#include "plan/cost.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>
#include <string>
#include <vector>

using namespace mbl;
using namespace mbl::plan_cases;

namespace {

std::string plan_error(const Config& config, const Limits& limits = ample()) {
    return config_cases::message_of<ConfigError>([&] { make_plan(config, limits); });
}

/// The number that follows `before` in a message.
double number_after(const std::string& message, const std::string& before) {
    return std::stod(message.substr(message.find(before) + before.size()));
}

} // namespace

TEST_CASE("plan errors: a Hamiltonian beyond the device's largest") {
    Limits limits = ample();
    limits.dim_max = Index{1} << 14;
    const Config too_large = config(8, {chain({0.4}, {0}), chain({0.4}, {6, 7})});
    CHECK(plan_error(too_large, limits)
          == "/sweeps/1/liom_count: dim = 2^(8+7) = 32768 exceeds the largest Hamiltonian this device solves, 16384; "
             "write fewer LIOMs or bubble spins");
    CHECK(plan_error(config(8, {chain({0.4}, {6})}), limits) == "no error");
    limits.dim_max = Index{1} << 15;
    CHECK(plan_error(too_large, limits) == "no error");
}

TEST_CASE("plan errors: a realization that does not fit into memory") {
    const Config c = config(8, {chain({0.4}, {0})});
    Limits limits = ample();
    limits.memory_bytes = 1'000'000;
    const auto error = [&] { return config_cases::message_of<DeviceUnavailable>([&] { make_plan(c, limits); }); };
    CHECK(error()
          == "/sweeps/0/liom_count: dim = 256 needs 2.0 MiB, this device offers 977 KiB; the largest Hamiltonian that "
             "fits is dim = 128: write fewer LIOMs or bubble spins, or take a device with more memory");
    limits.memory_bytes = 100;
    CHECK(error().ends_with("; no smaller Hamiltonian fits either: take a device with more memory"));
    limits.memory_bytes = realization_bytes(plan(c).problems.front());
    CHECK(plan_error(c, limits) == "no error");
    --limits.memory_bytes;
    CHECK(error() != "no error");
}

TEST_CASE("plan errors: too many bins of the configured width") {
    Config c = config(8, {chain({0.4}, {0})});
    c.spectral.bin_width = 1e-6;
    CHECK(
        plan_error(c)
        == "/spectral/bin_width: must be >= 9.918267e-06 for /sweeps/0/liom_count (at most 4194304 bins over a spectrum "
           "up to 20.8 wide), got 1e-06; write a wider bin, or null for delta_E");
}

TEST_CASE("plan errors: the bin width that the message asks for is accepted") {
    for (int step = 0; step < 20; ++step) {
        Config c = config(8, {chain({0.4}, {0})});
        c.model.bubble.bandwidth_per_spin = 2.6 + 0.0037 * step;
        c.spectral.bin_width = 1e-6;
        c.spectral.bin_width = number_after(plan_error(c), "must be >= ");
        CHECK(plan_error(c) == "no error");
    }
}

TEST_CASE("plan errors: too many bins of the level spacing") {
    SweepConfig sweep = chain({0.4}, {1});
    sweep.coupling = {1e6};
    CHECK(plan_error(config(8, {sweep}))
          == "/sweeps/0/liom_count: the spectrum may be 2e+06 wide, which is more than 4194304 bins of delta_E = "
             "0.08125; write smaller couplings, LIOM energies or matrix elements, or a larger bandwidth_per_spin");
}

TEST_CASE("plan errors: a hundred thousand points are the most") {
    SweepConfig sweep = chain(std::vector<double>(100, 0.4), {1});
    sweep.coupling.assign(1000, 1.0);
    Config c = config(1, {sweep});
    CHECK(plan_error(c) == "no error");
    c.sweeps.push_back(chain({0.4}, {1}));
    CHECK(
        plan_error(c)
        == "/sweeps/1/liom_count: the sweeps must list at most 100000 points together; write shorter lists or several "
           "configs");
}

TEST_CASE("plan errors: ten million blocks are the most") {
    CHECK(plan_error(config(8, {chain({0.4}, {6})}, 1'000'000'000))
          == "/realizations: 1000000000 realizations of dim = 16384 make 1000000000 blocks of 1; a campaign must have "
             "at most 10000000 blocks: write fewer realizations or points");
    CHECK(plan_error(config(8, {chain({0.4}, {6})}, 10'000'001))
          == "/realizations: 10000001 realizations of dim = 16384 make 10000001 blocks of 1; a campaign must have "
             "at most 10000000 blocks: write fewer realizations or points");
    CHECK(plan_error(config(8, {chain({0.4}, {0})}, 10'000'001)) == "no error"); // 39063 blocks of 256
}
