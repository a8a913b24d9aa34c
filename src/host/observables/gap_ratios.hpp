#pragma once

#include "backend/composed.hpp"
#include "solve/batch.hpp"

#include <vector>

namespace mbl {

/// Gap ratios of consecutive gaps inside the window, [N_A - 2, count]. Uses batch.workspace.
template <Backend B>
std::vector<double> window_gap_ratios(Batch<B>& batch) {
    const Problem& problem = batch.problem;
    const Index ratios = std::max<Index>(0, problem.window.count - 2);
    std::vector<double> result(static_cast<std::size_t>(ratios * batch.count));
    gap_ratio(batch.lane,
              WindowGapRatio{batch.energies.data(), problem.dim, problem.window.first, ratios, batch.workspace.data()},
              batch.count);
    batch.lane.copy(batch.workspace.data(), result.data(), ratios * batch.count);
    batch.lane.synchronize();
    return result;
}

} // namespace mbl
