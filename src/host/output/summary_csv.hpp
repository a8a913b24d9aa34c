#pragma once

#include "output/problem_result.hpp"

#include <string>

namespace mbl {

/// summary.csv: one row per number with an error bar, numbers with 17 significant digits, `nan` where undefined.
/// A (geometry, N, M, xi, V1) that several sweeps list is written once.
std::string summary_csv(const Plan& plan, const std::vector<ProblemResult>& results);

} // namespace mbl
