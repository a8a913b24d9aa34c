#include "config_cases.hpp"
#include "impurity_cases.hpp"
#include "plan/cost.hpp"
#include "plan/disk.hpp"
#include "plan/largest_dim.hpp"
#include "plan/machine_limits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace mbl;
using impurity_cases::plan_of;
using impurity_cases::problem_of;
using impurity_cases::read;
using impurity_cases::Written;
using Numbers = std::vector<double>;
using Counts = std::vector<int>;

namespace {

std::string plan_error(const Written& written) {
    return config_cases::message_of<ConfigError>([&] { plan_of(written); });
}

/// 1, 2, ... `count`, as a JSON list.
std::string list_up_to(int count) {
    std::string list = "[1";
    for (int entry = 2; entry <= count; ++entry) list += "," + std::to_string(entry);
    return list + "]";
}

} // namespace

TEST_CASE("impurity plan: points in config order, the seed innermost") {
    const Plan plan =
        plan_of({.sweep = R"("panel": "a", "hopping": [2, 1], "liom_bandwidth": [3, 1], "coupling": [1, 0.5],
        "interaction": [2, 0], "temperature": [2, 1], "localization_length": [8, 4], "bubble_sites": [30, 10],
        "liom_density": [2, 1], "layer_rule": ["n-1", "n"], "liom_count": [3, 1], "seed": [9, 4])"});
    using Parameters =
        std::tuple<double, double, double, double, double, double, int, double, LayerRule, int, std::uint64_t>;
    std::vector<Parameters> expected;
    for (const double t : {2.0, 1.0})
        for (const double w : {3.0, 1.0})
            for (const double v : {1.0, 0.5})
                for (const double u : {2.0, 0.0})
                    for (const double temperature : {2.0, 1.0})
                        for (const double xi : {8.0, 4.0})
                            for (const int sites : {30, 10})
                                for (const double density : {2.0, 1.0})
                                    for (const LayerRule rule : {LayerRule::n_minus_one, LayerRule::n})
                                        for (const int lioms : {3, 1})
                                            for (const std::uint64_t seed : {9U, 4U})
                                                expected.emplace_back(t, w, v, u, temperature, xi, sites, density, rule,
                                                                      lioms, seed);
    REQUIRE(plan.points.size() == expected.size());
    CHECK(plan.problems.size() == expected.size());
    CHECK(plan.blocks.size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const Point& point = plan.points[k];
        const ImpurityProblem& p = problem_of(plan, k);
        const Parameters found(p.hopping, p.liom_bandwidth, p.coupling, p.interaction, p.temperature,
                               p.localization_length, p.bubble_sites, p.liom_density, p.layer_rule, p.liom_count,
                               p.seed);
        CHECK((found == expected[k]));
        CHECK(point.index == static_cast<Index>(k));
        CHECK(point.panel == "a");
        CHECK(point.problem == static_cast<Index>(k));
        CHECK(point.realizations == 1);
        CHECK(point.liom_count == p.liom_count);
        CHECK(point.coupling == p.coupling);
        CHECK(point.localization_length == p.localization_length);
    }
}

TEST_CASE("impurity plan: a problem is one block of one realization") {
    const Plan plan = plan_of({.sweep = R"("liom_count": [3, 55])", .more = R"("seed": 5)"});
    CHECK(plan.seed == 5);
    CHECK(kind_of(plan) == ModelKind::impurity);
    REQUIRE(plan.problems.size() == 2);
    REQUIRE(plan.blocks.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        const Problem& problem = plan.problems[k];
        CHECK(problem.index == static_cast<Index>(k));
        CHECK(problem.liom_count == (k == 0 ? 3 : 55));
        CHECK(problem.realizations == 1);
        CHECK(problem.block_size == 1);
        CHECK(problem.curve_group_size == 1);
        CHECK(problem.disorder_seed == 5);
        CHECK(problem.bytes_in_flight == impurity_bytes(*problem.impurity));
        const Block& block = plan.blocks[k];
        CHECK(block.problem == problem.index);
        CHECK(block.index == 0);
        CHECK(block.first == 0);
        CHECK(block.count == 1);
        CHECK(block_cost(plan, block) == impurity_cost(*problem.impurity));
    }
    CHECK(kind_of(plan_cases::plan(plan_cases::config(3, {plan_cases::chain({0.5}, {1})}))) == ModelKind::goe_bubble);
}

TEST_CASE("impurity plan: equal parameters are solved once") {
    const Written written{.more = R"("profiles": {"twice": {"sweeps": [
        {"panel": "a", "interaction": [2, 0], "liom_count": [3, 55]}, {"panel": "b", "coupling": [1.5, 0.5], "liom_count": 55}]}})"};
    const Plan plan = plan_cases::plan(config_cases::parse_text(impurity_cases::text_of(written), "twice"));
    REQUIRE(plan.points.size() == 6);
    CHECK(plan.problems.size() == 5);
    CHECK(plan.points[5].problem == plan.points[1].problem); // V = 0.5, U = 2, M = 55
    CHECK(plan.points[5].panel == "b");
    CHECK(plan.blocks.size() == 5);
}

TEST_CASE("impurity plan: plotted frequencies and LIOMs") {
    const Plan defaults = plan_of({.sweep = R"("liom_bandwidth": [2, 5], "liom_count": [0, 1, 55])"});
    for (std::size_t k = 0; k < 6; ++k) {
        const ImpurityProblem& p = problem_of(defaults, k);
        CHECK(p.plot_frequency == default_plot_frequencies(k < 3 ? 2 : 5));
        CHECK(p.plot_lioms == (k % 3 == 0 ? Counts{} : k % 3 == 1 ? Counts{0} : Counts{0, 54}));
    }
    const Plan named = plan_of({.sweep = R"("liom_count": [0, 3, 55])",
                                .more = R"("spectral": {"frequency": [-1, 0.5], "liom": [54, 2, 7]})"});
    const std::vector<Counts> kept{{}, {0, 2}, {0, 2, 7, 54}};
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(problem_of(named, k).plot_frequency == Numbers{-1, 0.5});
        CHECK(problem_of(named, k).plot_lioms == kept[k]);
    }
}

TEST_CASE("impurity plan: explicit LIOMs are cut to the point's own") {
    const std::string lists = R"("lioms": {"energy": [0.5, -1, 2], "coupling": [0.3, 0.2, -0.1]})";
    const Plan by_hand = plan_of({.model = lists, .sweep = R"("geometry": "explicit", "liom_count": [0, 2, 3])"});
    const std::vector<Numbers> energies{{}, {0.5, -1}, {0.5, -1, 2}};
    const std::vector<Numbers> couplings{{}, {0.3, 0.2}, {0.3, 0.2, -0.1}};
    for (std::size_t k = 0; k < 3; ++k) {
        const ImpurityProblem& p = problem_of(by_hand, k);
        CHECK(p.geometry == BathGeometry::explicit_couplings);
        CHECK(p.explicit_energy == energies[k]);
        CHECK(p.explicit_coupling == couplings[k]);
        CHECK(std::isnan(p.coupling));
        CHECK(std::isnan(p.localization_length));
        CHECK(std::isnan(by_hand.points[k].coupling));
    }
    const Plan layers = plan_of({.model = lists, .sweep = R"("liom_count": 2)"});
    CHECK(problem_of(layers, 0).explicit_energy == Numbers{0.5, -1});
    CHECK(problem_of(layers, 0).explicit_coupling.empty());
    CHECK(problem_of(layers, 0).coupling == 0.5);
    const Plan drawn =
        plan_of({.model = R"("lioms": {"coupling": [0.3]})", .sweep = R"("geometry": "explicit", "liom_count": 1)"});
    CHECK(problem_of(drawn, 0).explicit_energy.empty());
    CHECK(problem_of(drawn, 0).explicit_coupling == Numbers{0.3});
}

TEST_CASE("impurity plan: Fig. 6 is 36 solves, its quick profile 12") {
    const auto plan = [](const char* profile) {
        return plan_cases::plan(read_config(config_cases::repository_file("configs/fig6.json"), profile, {}));
    };
    CHECK(plan("paper").problems.size() == 36);
    CHECK(plan("quick").problems.size() == 12);
    CHECK(work_text(plan("quick")) == "12 points of the impurity model, 12 distinct");
    // the studies find the figure's points in the store
    std::vector<std::string> solved;
    for (const Problem& problem : plan("paper").problems) solved.push_back(problem.identity);
    const Plan seeds = plan_cases::plan(read_config(config_cases::repository_file("configs/fig6_seeds.json"), "", {}));
    const auto known = [&](const Problem& problem) { return std::ranges::count(solved, problem.identity) == 1; };
    CHECK(std::ranges::count_if(seeds.problems, known) == 36);
}

TEST_CASE("impurity plan: time and memory") {
    const Plan plan = plan_of({.sweep = R"("liom_count": [3, 55, 990, 10011])"});
    double cost = 0;
    double costliest = 0;
    Index largest = 0;
    for (const Problem& problem : plan.problems) {
        cost += impurity_cost(*problem.impurity);
        costliest = std::max(costliest, impurity_cost(*problem.impurity));
        largest = std::max(largest, impurity_bytes(*problem.impurity));
    }
    Limits limits = plan_cases::ample();
    limits.seconds_per_cost_unit = 1e-9;
    limits.lanes_max = 1;
    const Estimate one = estimate(plan, limits);
    CHECK(one.points == 4);
    CHECK(one.blocks == 4);
    CHECK(one.realizations == 4);
    CHECK(one.seconds == doctest::Approx(1e-9 * cost));
    CHECK(one.memory_bytes == largest);
    limits.lanes_max = 4;
    CHECK(estimate(plan, limits).seconds == doctest::Approx(1e-9 * std::max(cost / 4, costliest)));
    limits.memory_bytes = 3 * largest;
    CHECK(estimate(plan, limits).lanes == 3);
    CHECK(largest_dim_of(plan) == 1024);
}

TEST_CASE("impurity plan: the device's limit on memory, never its limit on Hamiltonians") {
    const Config config = read({.sweep = R"("liom_count": 55)"});
    Limits limits;
    limits.dim_max = 2;
    limits.block_bytes = [](const Problem&) -> Index { throw std::logic_error("of exact diagonalization"); };
    limits.memory_bytes = impurity_bytes(problem_of(plan_cases::plan(config), 0));
    CHECK(make_plan(config, limits).problems.size() == 1);
    --limits.memory_bytes;
    const std::string message =
        config_cases::message_of<DeviceUnavailable>([&] { static_cast<void>(make_plan(config, limits)); });
    CHECK(message.starts_with("/sweeps/0: M = 55 on "));
    CHECK(message.find(" needs " + human_bytes(limits.memory_bytes + 1) + ", this device offers ")
          != std::string::npos);
    CHECK(message.ends_with("write a smaller grid.frequency_count or liom_count, or take a device with more memory"));
}

TEST_CASE("impurity plan: disk for every number of a solution") {
    const auto numbers = [](const ImpurityProblem& p) {
        const ImpurityShape shape = impurity_shape(p);
        return 2 * shape.frequency_count + 5 * shape.matsubara_count + 3 * p.liom_count
               + static_cast<Index>(p.plot_frequency.size() * (2 + p.plot_lioms.size()));
    };
    const Plan plan = plan_of({.sweep = R"("interaction": [2, 0], "liom_count": [0, 990])"});
    Index bytes = 0;
    for (const Problem& problem : plan.problems) bytes += 8 * numbers(*problem.impurity);
    for (const Index bound : {result_bytes_max(plan), stored_bytes_max(plan), stored_bytes_expected(plan)}) {
        CHECK(bound > bytes);
        CHECK(bound < 2 * bytes);
    }
    // a point that is listed twice is stored once
    const Written twice{.more = R"("profiles": {"twice": {"sweeps": [{"liom_count": 55}, {"liom_count": 55}]},
                                                "once": {"sweeps": [{"liom_count": 55}]}})"};
    const auto profile = [&](const char* name) {
        return plan_cases::plan(config_cases::parse_text(impurity_cases::text_of(twice), name));
    };
    CHECK(stored_bytes_max(profile("twice")) == stored_bytes_max(profile("once")));
    CHECK(result_bytes_max(profile("twice")) == 2 * result_bytes_max(profile("once")));
}

TEST_CASE("impurity plan errors: a grid that ends before the default frequencies") {
    const auto with_grid = [](const std::string& inside, const std::string& model = "") {
        return Written{
            .model = model, .sweep = R"("liom_count": 1)", .more = R"("grid": {"frequency_count": 64, )" + inside};
    };
    CHECK(
        plan_error(with_grid(R"("frequency_max": 4})"))
        == "/grid/frequency_max: the last frequency, frequency_max (1 - 2/frequency_count), must be >= "
           "4.000141421356237 to hold the default of /spectral/frequency (a list there may be shorter), got 3.875; write "
           "9, for example");
    CHECK(plan_error(with_grid(R"("frequency_max": 4}, "spectral": {"frequency": [0]})")) == "no error");
    const std::string wide = R"("liom_bandwidth": 5.03125)";
    CHECK(plan_error(with_grid(R"("frequency_max": 5.193548387096774}, "spectral": {"frequency": [0]})", wide))
              .find("to hold the frequencies at which /sweeps/0 is compared with U = 0")
          != std::string::npos);
}

TEST_CASE("impurity plan errors: points and their lists are bounded") {
    const std::string spectral = R"("spectral": {"frequency": [0]})";
    const std::string hundred = list_up_to(100);
    const std::string points =
        ": the sweeps must list at most 10000 points together; write shorter lists or several configs";
    const auto sweep = [&](const std::string& lists) { return Written{.sweep = lists, .more = spectral}; };
    CHECK(plan_error(sweep(R"("liom_count": )" + hundred + R"(, "seed": )" + hundred)) == "no error");
    CHECK(plan_error(sweep(R"("liom_count": )" + list_up_to(101) + R"(, "seed": )" + hundred)) == "/sweeps/0" + points);
    const Written two{.sweep = R"("liom_count": )" + hundred + R"(, "seed": )" + hundred + R"(}, {"liom_count": 5)",
                      .more = spectral};
    CHECK(plan_error(two) == "/sweeps/1" + points);

    std::string energies = "0";
    for (int liom = 1; liom < 100'000; ++liom) energies += ",0";
    CHECK(
        plan_error({.model = R"("lioms": {"energy": [)" + energies + "]}",
                    .sweep = R"("liom_count": 100000, "coupling": )" + list_up_to(150) + R"(, "interaction": )"
                             + list_up_to(7),
                    .more = spectral})
        == "/sweeps/0: explicit LIOMs and plotted frequencies of all points must be at most 100000000 numbers together; "
           "write fewer points, or shorter /model/lioms or /spectral/frequency");
}
