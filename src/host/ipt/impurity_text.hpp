#pragma once

#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"

#include <string>

namespace mbl {

/// A point's parameters for people: "V = 0.5, xi = 10, U = 2, T = 2, N = 30, M = 55, seed 1".
std::string parameters_text(const ImpurityProblem& problem);

/// What came out, in a few words: "converged after 9 iterations, sum rule 0.99999999", or the failure.
std::string outcome_text(const ImpuritySolution& solution);

} // namespace mbl
