#pragma once

#include "plan/plan.hpp"
#include "solve/bubble_scales.hpp"

#include <vector>

namespace mbl::bench {

/// The Hamiltonians of realizations 0 … count - 1 of a problem, made on the CPU.
/// @param bubbles the problem with M = 0 and the same disorder. @param scales is filled with the realizations' scales.
/// @return [dim, dim, count] column-major.
std::vector<double> hamiltonians(const Problem& problem, const Problem& bubbles, Index count, BubbleScales& scales);

} // namespace mbl::bench
