#pragma once

#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"

#include <string>

namespace mbl {

/// Which parts of a point found their solution.
struct SolvedParts {
    bool grid = false;
    bool pointwise = false;
    bool twins = false;
};

/// Largest mismatch of real axis and Matsubara frequency at U > 0, without and with eta inside G_a.
inline constexpr double mismatch_limit = 1e-8;
inline constexpr double mismatch_limit_with_eta = 5e-8;

/// Whether an iteration that converged at U > 0 fails that comparison.
bool is_mismatch(const ImpurityProblem& problem, const ImpurityReport& report);

/// Why a point is not to be trusted, with figure, limit and way out; empty if it is.
std::string impurity_failure(const ImpurityProblem& problem, const ImpurityReport& report, const SolvedParts& parts);

} // namespace mbl
