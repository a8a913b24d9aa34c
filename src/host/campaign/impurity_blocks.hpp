#pragma once

#include "campaign/block_record.hpp"
#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
#include "ipt/solve_impurity.hpp"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mbl {

/// What the solver calls between two iterations.
inline void end_at_stop() {
    if (stop_requested()) throw Stopped("the points are dropped");
}

/// Solves impurity points of one shape together on a lane: a record for each, in their order. A point that does not converge
/// says so in its record. @throws OutOfMemory, Stopped; then none of them is done.
template <Backend B>
std::vector<BlockRecord> solve_impurity_blocks(B& lane, const Plan& plan, std::span<const Block> blocks,
                                               const std::string& device_model) {
    end_at_stop();
    std::vector<const ImpurityProblem*> problems;
    for (const Block& block : blocks)
        problems.push_back(plan.problems[static_cast<std::size_t>(block.problem)].impurity.get());
    std::vector<ImpuritySolution> solutions =
        solve_impurity(lane, std::span<const ImpurityProblem* const>(problems), end_at_stop);
    std::vector<BlockRecord> records(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        records[i].block = blocks[i];
        records[i].device = device_model;
        records[i].program = computing_program();
        records[i].impurity = std::make_shared<const ImpuritySolution>(std::move(solutions.at(i)));
    }
    return records;
}

} // namespace mbl
