#include "plan/shard.hpp"

#include "plan/cost.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace mbl;

namespace {

/// Blocks of very different cost: dim 16 … 2048, the last ones short.
Plan campaign() {
    return plan_cases::plan(plan_cases::config(4, {plan_cases::chain({0.6, 1, 2, 4}, {0, 1, 2, 3, 4, 5, 6, 7})}, 1000));
}

double costliest(const Plan& plan) {
    double most = 0;
    for (const Block& block : plan.blocks) most = std::max(most, block_cost(plan, block));
    return most;
}

} // namespace

TEST_CASE("shards: every block belongs to one of them") {
    const Plan plan = campaign();
    for (const Index count : {Index{1}, Index{2}, Index{5}, Index{64}, Index{1000}}) {
        std::multiset<std::pair<Index, Index>> seen;
        for (Index index = 0; index < count; ++index) {
            const Plan share = share_of(plan, {index, count});
            CHECK(share.problems.size() == plan.problems.size());
            CHECK(share.points.size() == plan.points.size());
            for (const Block& block : share.blocks) seen.emplace(block.problem, block.index);
            CHECK(
                std::ranges::is_sorted(share.blocks, {}, [](const Block& b) { return std::pair(b.problem, b.index); }));
        }
        std::multiset<std::pair<Index, Index>> all;
        for (const Block& block : plan.blocks) all.emplace(block.problem, block.index);
        CHECK(seen == all);
    }
}

TEST_CASE("shards: their estimated work differs by one block at most") {
    const Plan plan = campaign();
    for (const Index count : {Index{2}, Index{5}, Index{64}}) {
        const std::vector<double> work = work_of_shards(plan, deal(plan, count), count);
        REQUIRE(work.size() == static_cast<std::size_t>(count));
        CHECK(std::ranges::max(work) - std::ranges::min(work) <= costliest(plan));
    }
    // Where blocks are many and small against a share, the shares are as good as equal.
    const std::vector<double> few = work_of_shards(plan, deal(plan, 4), 4);
    CHECK(std::ranges::max(few) < 1.02 * std::ranges::min(few));
}

TEST_CASE("shards: the dealing knows nothing but the plan and the count") {
    const Plan plan = campaign();
    Limits tight = plan_cases::ample();
    tight.lanes_max = 7;
    tight.seconds_per_cost_unit = 3;
    tight.memory_bytes = Index{1} << 34;
    const Plan elsewhere =
        make_plan(plan_cases::config(4, {plan_cases::chain({0.6, 1, 2, 4}, {0, 1, 2, 3, 4, 5, 6, 7})}, 1000), tight);
    CHECK(deal(plan, 5) == deal(elsewhere, 5));
    CHECK(deal(plan, 5) == deal(plan, 5));
}

TEST_CASE("shards: the costliest blocks come first, each to the shard with least") {
    // dim 1024 in blocks of 64, one problem: equal blocks go round.
    const Plan plan = plan_cases::plan(plan_cases::config(6, {plan_cases::chain({1}, {4})}, 320));
    CHECK(deal(plan, 3) == std::vector<Index>{0, 1, 2, 0, 1});
    // A short last block counts as what it is: 64 + 64 against 64 + 10.
    const Plan uneven = plan_cases::plan(plan_cases::config(6, {plan_cases::chain({1}, {4})}, 202));
    CHECK(deal(uneven, 2) == std::vector<Index>{0, 1, 0, 1});
}

TEST_CASE("shards: more of them than blocks leaves some without work") {
    const Plan plan = plan_cases::plan(plan_cases::config(6, {plan_cases::chain({1}, {4})}, 100));
    REQUIRE(plan.blocks.size() == 2);
    CHECK(share_of(plan, {1, 8}).blocks.size() == 1);
    CHECK(share_of(plan, {2, 8}).blocks.empty());
}
