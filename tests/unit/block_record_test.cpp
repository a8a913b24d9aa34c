#include "campaign/block_record.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using namespace mbl;
using namespace mbl::result_cases;
using doctest::Approx;

namespace {

const double empty_log = std::log(1e-20);

SpectralSum sum(Index k_min, std::vector<double> thermal, std::vector<double> typical_log) {
    return {"tau_x_M", 0.5, k_min, std::move(thermal), std::move(typical_log)};
}

void check_sum(const SpectralSum& s, Index k_min, const std::vector<double>& thermal, const std::vector<double>& logs) {
    CHECK(s.k_min == k_min);
    CHECK(s.thermal == thermal);
    REQUIRE(s.typical_log.size() == logs.size());
    for (std::size_t i = 0; i < logs.size(); ++i) CHECK(s.typical_log[i] == Approx(logs[i]).epsilon(1e-14));
}

} // namespace

TEST_CASE("block record: curves over the same bins add up") {
    SpectralSum a = sum(-1, {1, 2}, {-1, -2});
    add_curve(a, 3, sum(-1, {10, 20}, {-10, -20}), 1);
    check_sum(a, -1, {11, 22}, {-11, -22});
}

TEST_CASE("block record: the sum covers the union; outside a curve lies log(1e-20) per realization") {
    SpectralSum a = sum(-1, {1, 2}, {-1, -2});
    const SpectralSum b = sum(0, {10, 20, 30}, {-10, -20, -30});
    SpectralSum a_and_b = a;
    add_curve(a_and_b, 3, b, 2);
    const std::vector<double> logs{-1 + 2 * empty_log, -12, -20 + 3 * empty_log, -30 + 3 * empty_log};
    check_sum(a_and_b, -1, {1, 12, 20, 30}, logs);
    SpectralSum b_and_a = b;
    add_curve(b_and_a, 2, a, 3);
    check_sum(b_and_a, -1, {1, 12, 20, 30}, logs);
}

TEST_CASE("block record: bins between two curves that do not touch belong to neither") {
    SpectralSum a = sum(0, {1}, {-1});
    add_curve(a, 1, sum(3, {5}, {-5}), 4);
    check_sum(a, 0, {1, 0, 0, 5}, {-1 + 4 * empty_log, 5 * empty_log, 5 * empty_log, -5 + empty_log});
}

TEST_CASE("block record: a narrower curve does not move the wider one's bins") {
    SpectralSum a = sum(-2, {1, 1, 1, 1}, {0, 0, 0, 0});
    add_curve(a, 1, sum(-1, {5}, {-5}), 1);
    check_sum(a, -2, {1, 6, 1, 1}, {empty_log, -5, empty_log, empty_log});
}

TEST_CASE("block record: the samples, in the order in which they are stored") {
    const std::vector<std::pair<std::string, std::string>> expected{{"width_over_spacing", "tau_x_M"},
                                                                    {"width_participation", "tau_x_M"},
                                                                    {"width_fwhm", "tau_x_M"},
                                                                    {"width_iqr", "tau_x_M"},
                                                                    {"level_spacing", ""},
                                                                    {"gap_ratio", ""},
                                                                    {"thouless_mean", "sigma_z_N"},
                                                                    {"thouless_mean", "sigma_z_N_tau_z_1"},
                                                                    {"thouless_std", "sigma_z_N"},
                                                                    {"thouless_std", "sigma_z_N_tau_z_1"},
                                                                    {"entropy", "tau_M"},
                                                                    {"entropy", "sigma_1"},
                                                                    {"entropy", "sigma_N"}};
    const std::vector<double> values{8, 8.125, 8.25, 8.5, 2, 8, -8, 8, 1, 3, 0.5, 0.25, 0.125};
    const Realization r = realization(0, 8);
    REQUIRE(sample_columns().size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const SampleColumn& column = sample_columns()[i];
        CHECK(column.observable == expected[i].first);
        CHECK(column.op == expected[i].second);
        CHECK(column.needs_liom == (expected[i].second.find("tau") != std::string::npos));
        CHECK(column.value(r) == values[i]);
        if (column.needs_liom) CHECK(std::isnan(column.value(bare_realization(0, 8))));
    }
}

TEST_CASE("block record: a fold keeps samples and scales per realization, and the worst gate") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 2));
    BlockFold fold(plan.problems.front(), {0, 0, 0, 2}, "invented");
    Realization first = realization(0, 8);
    first.gate.residual = 1e-15;
    Realization second = realization(1, 16);
    second.gate.trace = 1e-14;
    first.liom_energy = {0.7};
    second.liom_energy = {1.2};
    fold.add(first);
    fold.add(second);
    fold.retries = 1;
    const BlockRecord r = std::move(fold).finish();
    CHECK(r.block.count == 2);
    CHECK(r.samples == std::vector<double>{8,  8.125,  8.25,  8.5,  2, 8,  -8,  8,  1, 3, 0.5, 0.25, 0.125,
                                           16, 16.125, 16.25, 16.5, 4, 16, -16, 16, 1, 3, 1,   0.5,  0.25});
    CHECK(r.scales == std::vector<double>{1, 2});
    CHECK(r.liom_energies == std::vector<double>{0.7, 1.2});
    CHECK(r.gate.residual == 1e-15);
    CHECK(r.gate.trace == 1e-14);
    CHECK(r.retries == 1);
    CHECK(r.device == "invented");
}

TEST_CASE("block record: curve groups hold consecutive realizations, the last group may be partial") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 20)); // groups of 8
    const BlockRecord r = record(plan, plan.blocks.front());
    REQUIRE(r.groups.size() == 3);
    const std::vector<Index> firsts{0, 8, 16};
    const std::vector<Index> counts{8, 8, 4};
    const std::vector<double> sums{36, 100, 74}; // of r + 1
    for (std::size_t g = 0; g < 3; ++g) {
        CHECK(r.groups[g].first == firsts[g]);
        CHECK(r.groups[g].count == counts[g]);
        REQUIRE(r.groups[g].spectral.size() == 4); // sigma_x_1 with the config's, the narrow and the wide bins
        const SpectralSum& tau = r.groups[g].spectral[1];
        CHECK(tau.op == "tau_x_M");
        CHECK(tau.bin_width == 0.5);
        check_sum(tau, 0, {sums[g], 2 * sums[g]}, {-sums[g], -2 * sums[g]});
        REQUIRE(r.groups[g].density.size() == 2);
        CHECK(r.groups[g].density[0].op == "sigma_z_N");
        CHECK(std::accumulate(r.groups[g].density[0].counts.begin(), r.groups[g].density[0].counts.end(), 0.0)
              == static_cast<double>(2 * counts[g]));
    }
}

TEST_CASE("block record: a later block's groups start at their own realizations") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 260));
    const BlockRecord r = record(plan, plan.blocks.back());
    REQUIRE(r.groups.size() == 1);
    CHECK(r.groups[0].first == 256);
    CHECK(r.groups[0].count == 4);
    CHECK(r.fixed_disorder.empty());
}

TEST_CASE("block record: realization 0 is kept by itself, too") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 20));
    const BlockRecord r = record(plan, plan.blocks.front());
    REQUIRE(r.fixed_disorder.size() == 1);
    CHECK(r.fixed_disorder[0].first == 0);
    CHECK(r.fixed_disorder[0].count == 1);
    check_sum(r.fixed_disorder[0].spectral.at(1), 0, {1, 2}, {-1, -2});
}

TEST_CASE("block record: within a group a realization that misses bins counts as empty there") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 3));
    BlockFold fold(plan.problems.front(), {0, 0, 0, 3}, "");
    fold.add(realization(0, 1));
    fold.add(realization(1, 2));
    Realization third = realization(2, 0);
    third.spectral["tau_x_M"] = {0.5, -1, {7}, {-7}};
    fold.add(third);
    const BlockRecord r = std::move(fold).finish();
    REQUIRE(r.groups.size() == 1);
    check_sum(r.groups[0].spectral[0], -1, {7, 3, 6}, {-7 + 2 * empty_log, -3 + empty_log, -6 + empty_log});
}

TEST_CASE("block record: without LIOMs there are no curves of theirs, and widths are NaN") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {0})}, 9));
    const BlockRecord r = record(plan, plan.blocks.front());
    REQUIRE(r.groups.size() == 2);
    for (const SpectralSum& sum : r.groups[0].spectral) CHECK(sum.op == "sigma_x_1");
    REQUIRE(r.groups[0].density.size() == 1);
    CHECK(r.groups[0].density[0].op == "sigma_z_N");
    CHECK(r.groups[1].count == 1);
    CHECK(std::isnan(r.samples[0]));
    CHECK(r.samples[4] == 0.25);
}
