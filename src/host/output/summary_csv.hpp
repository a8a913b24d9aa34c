#pragma once

#include "output/results.hpp"

#include <string>

namespace mbl {

/// summary.csv: one row per number with an error bar, numbers with 17 significant digits, `nan` where undefined.
/// A (geometry, N, M, xi, V1) that several sweeps list is written once.
std::string summary_csv(const Plan& plan, const Results& results);

} // namespace mbl
