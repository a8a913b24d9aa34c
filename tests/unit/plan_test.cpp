#include "plan/plan.hpp"

#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <tuple>
#include <vector>

using namespace mbl;
using namespace mbl::plan_cases;
using enum Geometry;

namespace {

SweepConfig all_geometries(std::vector<double> localization_length, std::vector<int> liom_count) {
    SweepConfig sweep = chain(std::move(localization_length), std::move(liom_count));
    sweep.geometry = {exponential_1d, stretched_1d, exponential_2d};
    return sweep;
}

std::set<Index> problems_at(const Plan& plan, int liom_count) {
    std::set<Index> problems;
    for (const Point& point : plan.points)
        if (point.liom_count == liom_count) problems.insert(point.problem);
    return problems;
}

} // namespace

TEST_CASE("plan: points in config order, M innermost, listed unmerged") {
    SweepConfig first = chain({0.4, 4}, {1, 0});
    first.geometry = {exponential_2d, stretched_1d};
    first.coupling = {2, 1};
    SweepConfig second = chain({8}, {2});
    second.panel = "b";
    const Plan p = plan(config(3, {first, second}, 7));

    using Parameters = std::tuple<Geometry, double, double, int>;
    std::vector<Parameters> expected;
    for (const Geometry geometry : {exponential_2d, stretched_1d})
        for (const double coupling : {2.0, 1.0})
            for (const double length : {0.4, 4.0})
                for (const int liom_count : {1, 0}) expected.emplace_back(geometry, coupling, length, liom_count);
    expected.emplace_back(exponential_1d, 1.0, 8.0, 2);
    REQUIRE(p.points.size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const Point& point = p.points[k];
        CHECK(point.index == static_cast<Index>(k));
        CHECK(Parameters(point.geometry, point.coupling, point.localization_length, point.liom_count) == expected[k]);
        CHECK(point.panel == (k + 1 < expected.size() ? "a" : "b"));
        CHECK(point.bubble_spins == 3);
        CHECK(point.realizations == 7);
    }
}

TEST_CASE("plan: M <= 1 is merged over geometry and xi, M = 2 over geometry, M = 3 not at all") {
    const Plan p = plan(config(3, {all_geometries({0.5, 4}, {0, 1, 2, 3})}));
    CHECK(p.points.size() == 3 * 2 * 4);
    CHECK(problems_at(p, 0).size() == 1);
    CHECK(problems_at(p, 1).size() == 1);
    CHECK(problems_at(p, 2).size() == 2);
    CHECK(problems_at(p, 3).size() == 6);
    CHECK(p.problems.size() == 10);
    for (const Point& point : p.points) {
        const Problem& problem = p.problems[static_cast<std::size_t>(point.problem)];
        CHECK(problem.index == point.problem);
        CHECK(problem.liom_count == point.liom_count);
    }
    for (const Point& a : p.points)
        for (const Point& b : p.points)
            if (a.liom_count == 2 && b.liom_count == 2)
                CHECK((a.problem == b.problem) == (a.localization_length == b.localization_length));
}

TEST_CASE("plan: M = 0 is merged over V1 too, M = 1 is not; a second sweep finds what the first has") {
    SweepConfig sweep = chain({0.5}, {0, 1});
    sweep.coupling = {1, 2};
    const Plan p = plan(config(3, {sweep, sweep}));
    CHECK(p.points.size() == 8);
    CHECK(problems_at(p, 0).size() == 1);
    CHECK(problems_at(p, 1).size() == 2);
    for (std::size_t k = 0; k < 4; ++k) CHECK(p.points[k].problem == p.points[k + 4].problem);
}

TEST_CASE("plan: shared disorder gives every point the config's seed") {
    Config c = config(3, {all_geometries({0.5, 4}, {0, 1, 2})});
    c.seed = 77;
    const Plan p = plan(c);
    CHECK(p.seed == 77);
    for (const Problem& problem : p.problems) CHECK(problem.disorder_seed == 77);
}

TEST_CASE("plan: without shared disorder nothing is merged and every point has a seed of its own") {
    SweepConfig sweep = all_geometries({0.5, 4}, {0, 1, 2, 3});
    sweep.coupling = {1, 2};
    Config c = config(3, {sweep});
    c.seed = 77;
    c.shared_disorder = false;
    const Plan p = plan(c);
    CHECK(p.problems.size() == 48);
    std::set<std::uint64_t> seeds{77};
    for (const Problem& problem : p.problems) seeds.insert(problem.disorder_seed);
    CHECK(seeds.size() == 49);

    c.seed = 78; // other draws throughout
    for (const Problem& problem : plan(c).problems) CHECK(!seeds.contains(problem.disorder_seed));
}

TEST_CASE("plan: without shared disorder the same point listed twice is still one") {
    Config c = config(3, {chain({0.5}, {1, 2}), chain({0.5}, {2})});
    c.shared_disorder = false;
    const Plan p = plan(c);
    CHECK(p.points.size() == 3);
    CHECK(p.problems.size() == 2);
    CHECK(p.points[2].problem == p.points[1].problem);
}

TEST_CASE("plan: a problem's numbers") {
    Config c = config(8, {chain({2}, {1, 3})});
    const Plan p = plan(c);
    const Problem& one = problem_of(p, 0);
    CHECK(one.dim == 512);
    CHECK(one.window == Window{227, 57});
    CHECK(one.level_spacing == doctest::Approx(0.08125));
    CHECK(one.bin_width == one.level_spacing);
    CHECK(one.block_size == 128);
    CHECK(one.curve_group_size == 8);
    CHECK(one.liom_coupling == std::vector<double>{1});
    // |omega| <= 20.8 + 2 * 1.5 + 2 = 25.8 = 317.5 delta_E
    CHECK(one.bin_count_max == 2 * 318 + 2);
    const Problem& three = problem_of(p, 1);
    REQUIRE(three.liom_coupling.size() == 3);
    CHECK(three.liom_coupling[2] == doctest::Approx(std::exp(-1)));

    c.spectral.bin_width = 0.5;
    const Plan wide = plan(c);
    CHECK(problem_of(wide, 0).bin_width == 0.5);
    CHECK(problem_of(wide, 0).level_spacing == one.level_spacing);
    CHECK(problem_of(wide, 0).bin_count_max == one.bin_count_max); // widths still need bins of delta_E
    c.spectral.bin_width = 0.01;
    CHECK(problem_of(plan(c), 0).bin_count_max == 2 * 2581 + 2); // 25.8 and its allowance for rounding
}

TEST_CASE("plan: explicit bubbles, LIOM energies and couplings") {
    Config c = config(1, {explicit_sweep({1, 2}), chain({0.4}, {1})});
    c.model.bubble.ensemble = BubbleEnsemble::explicit_matrix;
    c.model.bubble.matrix = {0.1, 0.2, 0.2, -0.1};
    c.model.lioms.energy = {0.7, -1.2};
    c.model.lioms.coupling = {1.0, 0.3};
    const Plan p = plan(c);
    REQUIRE(p.points.size() == 3);
    CHECK(std::isnan(p.points[0].coupling));
    CHECK(std::isnan(p.points[0].localization_length));
    CHECK(problem_of(p, 1).liom_coupling == std::vector<double>{1.0, 0.3});
    CHECK(p.points[2].problem == p.points[0].problem); // V1 = 1 by law or by hand: equal Hamiltonians
    // spectrum: 2 * 0.3 of the rows, 2 (0.7 + 1.2), 2 (1 + 0.3) = 7; delta_E = 2.6 * 2/4 = 1.3
    CHECK(problem_of(p, 1).bin_count_max == 2 * 6 + 2);
}

TEST_CASE("plan: realizations by LIOM count") {
    Config c = config(3, {chain({0.4}, {0, 1, 2})});
    c.realizations.uniform.reset();
    c.realizations.by_liom_count = {{0, 5}, {1, 300}, {2, 1}};
    const Plan p = plan(c);
    CHECK(p.points[0].realizations == 5);
    CHECK(p.points[1].realizations == 300);
    CHECK(problem_of(p, 2).realizations == 1);
}

TEST_CASE("plan: blocks are [k B, (k+1) B), the last one may be partial, problem by problem") {
    Config c = config(8, {chain({0.4}, {0, 1})}); // B = 256, 128
    c.realizations.uniform.reset();
    c.realizations.by_liom_count = {{0, 600}, {1, 256}};
    const Plan p = plan(c);
    const std::vector<Block> expected{
        {0, 0, 0, 256}, {0, 1, 256, 256}, {0, 2, 512, 88}, {1, 0, 0, 128}, {1, 1, 128, 128}};
    REQUIRE(p.blocks.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(p.blocks[i].problem == expected[i].problem);
        CHECK(p.blocks[i].index == expected[i].index);
        CHECK(p.blocks[i].first == expected[i].first);
        CHECK(p.blocks[i].count == expected[i].count);
    }
}

TEST_CASE("plan: block sizes, and curve groups that divide them") {
    const std::vector<Index> blocks{256, 256, 256, 128, 64, 32, 8, 2, 1, 1, 1};
    const std::vector<Index> groups{8, 8, 8, 8, 8, 8, 8, 2, 1, 1, 1};
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const Index dim = Index{64} << i; // 64 … 2^16
        CHECK(block_size(dim) == blocks[i]);
        CHECK(curve_group_size(dim) == groups[i]);
        CHECK(block_size(dim) % curve_group_size(dim) == 0);
    }
    CHECK(block_size(4) == 256);
}

TEST_CASE("plan: the same config twice gives the same plan, and more realizations only more blocks") {
    const Plan a = plan(config(8, {all_geometries({0.4, 4}, {0, 1, 2, 3})}, 100));
    const Plan b = plan(config(8, {all_geometries({0.4, 4}, {0, 1, 2, 3})}, 1000));
    REQUIRE(a.problems.size() == b.problems.size());
    for (std::size_t i = 0; i < a.problems.size(); ++i) CHECK(a.problems[i].identity == b.problems[i].identity);
    CHECK(a.blocks.size() < b.blocks.size());
}
