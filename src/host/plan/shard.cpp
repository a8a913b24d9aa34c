#include "plan/shard.hpp"

#include "plan/cost.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <queue>
#include <utility>

namespace mbl {

std::vector<Index> deal(const Plan& plan, Index count) {
    std::vector<double> costs;
    for (const Block& block : plan.blocks) costs.push_back(block_cost(plan, block));
    std::vector<std::size_t> order(plan.blocks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&costs](std::size_t block) { return costs[block]; });
    using Load = std::pair<double, Index>; // among equal loads the lowest shard comes first
    std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
    for (Index shard = 0; shard < count; ++shard) loads.emplace(0.0, shard);
    std::vector<Index> dealt(plan.blocks.size());
    for (const std::size_t block : order) {
        const auto [load, shard] = loads.top();
        loads.pop();
        dealt[block] = shard;
        loads.emplace(load + costs[block], shard);
    }
    return dealt;
}

Plan share_of(const Plan& plan, const Shard& shard) {
    const std::vector<Index> dealt = deal(plan, shard.count);
    Plan share = plan;
    share.blocks.clear();
    for (std::size_t block = 0; block < dealt.size(); ++block) {
        if (dealt[block] == shard.index) share.blocks.push_back(plan.blocks[block]);
    }
    return share;
}

std::vector<double> work_of_shards(const Plan& plan, const std::vector<Index>& dealt, Index count) {
    std::vector<double> work(static_cast<std::size_t>(count), 0.0);
    for (std::size_t block = 0; block < dealt.size(); ++block)
        work[static_cast<std::size_t>(dealt[block])] += block_cost(plan, plan.blocks[block]);
    return work;
}

std::string to_string(const Shard& shard) { return fmt::format("shard {}/{}", shard.index, shard.count); }

} // namespace mbl
