#include "output/problem_result.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
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

TEST_CASE("problem result: curves of the operators, thermal and typical, with their bins") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 16)); // two groups
    const auto results = gather(plan, records(plan));
    const auto named = curves(results.front());
    REQUIRE(named.size() == 2);
    CHECK(named[0].name == "spectral_thermal_tau_x_M");
    CHECK(named[1].name == "spectral_typical_tau_x_M");
    for (const NamedCurve& curve : named) {
        CHECK(curve.bin_width == 0.5);
        CHECK(curve.estimate.k_min == 0);
        CHECK(curve.estimate.mean.size() == 2);
    }
    CHECK(named[0].estimate.mean[0] == doctest::Approx(8.5)); // mean of 1 … 16
    CHECK(named[0].estimate.mean[1] == doctest::Approx(17));
    CHECK(named[0].estimate.standard_error[0] == doctest::Approx(4)); // group means 4.5 and 12.5
    CHECK(named[1].estimate.mean[0] == doctest::Approx(std::exp(-8.5)));
}

TEST_CASE("problem result: outside its range a group is empty, which costs log(1e-20) in typical curves") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 16));
    auto results = gather(plan, records(plan));
    results.front().groups[1].spectral[0].k_min = 2; // bins 0, 1 of the first group, 2, 3 of the second
    const auto named = curves(results.front());
    CHECK(named[0].estimate.mean[3] == doctest::Approx(2 * 100.0 / 16));
    CHECK(named[1].estimate.mean[0] == doctest::Approx(std::exp((-36 + 8 * std::log(1e-20)) / 16)).epsilon(1e-10));
}

TEST_CASE("problem result: no curves without LIOMs") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {0})}, 3));
    CHECK(curves(gather(plan, records(plan)).front()).empty());
    CHECK(curves(ProblemResult{}).empty());
}
