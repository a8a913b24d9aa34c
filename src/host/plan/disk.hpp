#pragma once

#include "plan/plan.hpp"

namespace mbl {

/// Size of results.h5 and summary.csv at most: samples per realization, and curves over the widest range of bins that
/// the plan allows. Points are listed unmerged there.
Index result_bytes_max(const Plan& plan);

} // namespace mbl
