#pragma once

#include "plan/plan.hpp"
#include "plan/shard.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mbl {

/// Names the blocks that are missing, a line per problem: its first point, the blocks, their realizations. At most `lines_max` lines; the
/// last one then counts the others. @param missing in the plan's order.
std::string gap_text(const Plan& plan, const std::vector<Block>& missing, std::size_t lines_max = 40);

/// Whose share they belong to, a line per shard that lacks some, for every count that files in the folder are of: how many, and whether
/// its file is there or its worker running.
std::string gaps_of_shards(const Plan& plan, const std::vector<Block>& missing, const std::vector<Index>& counts,
                           const std::filesystem::path& results);

} // namespace mbl
