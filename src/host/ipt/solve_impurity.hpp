#pragma once

#include "backend/backend.hpp"
#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"

#include <span>
#include <stdexcept>
#include <vector>

namespace mbl {

/// Solves points of one shape together on a lane; each solution is independent of what else is in the batch.
/// Non-convergence is told in the solution, never thrown. @throws OutOfMemory, Stopped between two iterations.
template <Backend B>
std::vector<ImpuritySolution> solve_impurity(B& /*lane*/, std::span<const ImpurityProblem* const> /*problems*/) {
    throw std::logic_error("solve_impurity: to be written");
}

} // namespace mbl
