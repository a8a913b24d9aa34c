#pragma once

#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"

#include <string>

namespace mbl {

/// An impurity point as one flat JSON object: the columns of ipt_summary.csv, then its curves; the keys are a contract. Complex
/// numbers are [re, im]. Numbers are written with the digits that restore their bits; NaN becomes null.
std::string impurity_replay_json(const ImpurityProblem& problem, const ImpuritySolution& solution);

/// The same for people, without the curves.
std::string impurity_replay_text(const ImpurityProblem& problem, const ImpuritySolution& solution);

} // namespace mbl
