#include "output/problem_result.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace mbl;
using namespace mbl::result_cases;

namespace {

/// M = 0: 300 realizations in blocks of 256; M = 2: 260 in two blocks.
Plan two_problems() {
    Config c = plan_cases::config(3, {plan_cases::chain({1}, {0, 2})});
    c.realizations.uniform.reset();
    c.realizations.by_liom_count = {{0, 300}, {2, 260}};
    return plan_cases::plan(c);
}

} // namespace

TEST_CASE("problem result: blocks in any order give the realizations in order") {
    const Plan plan = two_problems();
    std::vector<BlockRecord> shuffled = records(plan);
    std::mt19937 generator(1);
    for (int repetition = 0; repetition < 10; ++repetition) {
        std::ranges::shuffle(shuffled, generator);
        const auto results = gather(plan, shuffled);
        REQUIRE(results.size() == 2);
        const ProblemResult& lioms = results[1];
        REQUIRE(lioms.samples.size() == sample_columns().size());
        REQUIRE(lioms.samples[0].size() == 260);
        REQUIRE(lioms.scales.size() == 260);
        REQUIRE(lioms.liom_energies.size() == 2 * 260);
        for (std::size_t r = 0; r < 260; ++r) {
            const double value = static_cast<double>(r + 1);
            CHECK(lioms.samples[0][r] == value);
            CHECK(lioms.samples[4][r] == value / 4);
            CHECK(lioms.samples[5][r] == value);
            CHECK(lioms.scales[r] == value / 8);
            CHECK(lioms.liom_energies[2 * r] == value);
            CHECK(lioms.liom_energies[2 * r + 1] == value + 1000);
        }
        REQUIRE(lioms.groups.size() == 33);
        for (std::size_t g = 0; g < 33; ++g) CHECK(lioms.groups[g].first == 8 * static_cast<Index>(g));
        CHECK(results[0].samples[5].size() == 300);
        CHECK(std::isnan(results[0].samples[0][0]));
        CHECK(results[0].liom_energies.empty());
    }
}

TEST_CASE("problem result: worst gate, all retries, all devices") {
    const Plan plan = two_problems();
    std::vector<BlockRecord> all = records(plan); // blocks 0, 1 of problem 0 and 2, 3 of problem 1
    all[2].gate.trace = 1e-13;
    all[3].gate.trace = 1e-14;
    all[3].gate.residual = 1e-12;
    all[2].retries = 2;
    all[3].retries = 1;
    all[3].device = "another";
    const auto results = gather(plan, all);
    CHECK(results[1].gate.trace == 1e-13);
    CHECK(results[1].gate.residual == 1e-12);
    CHECK(results[1].retries == 3);
    CHECK(results[1].devices == std::set<std::string>{"another", "invented"});
    CHECK(results[0].gate.trace == 0);
    CHECK(results[0].retries == 0);
    CHECK(results[0].devices == std::set<std::string>{"invented"});
}

TEST_CASE("problem result: realization 0 by itself comes from the block that holds it") {
    const Plan plan = two_problems();
    const auto results = gather(plan, records(plan));
    for (const ProblemResult& result : results) {
        REQUIRE(result.fixed_disorder.size() == 1);
        CHECK(result.fixed_disorder[0].first == 0);
        CHECK(result.fixed_disorder[0].count == 1);
    }
}

TEST_CASE("problem result: samples by name") {
    const Plan plan = two_problems();
    const auto results = gather(plan, records(plan));
    CHECK(samples_of(results[1], "thouless_mean", "sigma_z_N")[4] == -5);
    CHECK(samples_of(results[1], "thouless_mean", "sigma_z_N_tau_z_1")[4] == 5);
    CHECK(std::isnan(samples_of(results[0], "thouless_mean", "sigma_z_N_tau_z_1")[4]));
    CHECK(samples_of(results[0], "gap_ratio", "")[4] == 5);
    CHECK_THROWS_AS(samples_of(results[0], "gap_ratio", "tau_x_M"), std::logic_error);
}
