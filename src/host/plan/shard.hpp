#pragma once

#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace mbl {

/// One of `count` workers that compute a campaign together.
struct Shard {
    Index index = 0; ///< 0 … count - 1
    Index count = 1;
    friend auto operator<=>(const Shard&, const Shard&) = default;
};

/// More files than this in a folder serve nobody.
inline constexpr Index shard_count_max = 9999;

/// Deals the plan's blocks to `count` shards so that their estimated work is equal: the costliest first, each to the shard
/// that has least so far, so that two shards differ by the cost of one block at most. A pure function of (plan, count), equal on every
/// machine: a worker may be started again anywhere.
/// @returns the shard of every block, [plan.blocks].
std::vector<Index> deal(const Plan& plan, Index count);

/// The plan with the blocks of one shard, in the plan's order.
Plan share_of(const Plan& plan, const Shard& shard);

/// The estimated work of every shard, in units of realization_cost(). @param dealt what deal() gave.
std::vector<double> work_of_shards(const Plan& plan, const std::vector<Index>& dealt, Index count);

/// "shard 2/8", as --shard says it.
std::string to_string(const Shard& shard);

} // namespace mbl
