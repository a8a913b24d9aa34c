#pragma once

#include "plan/plan.hpp"

namespace mbl {

/// Size of results.h5 and summary.csv at most: samples per realization, and curves over the widest range of bins that
/// the plan allows. Points are listed unmerged there. Of the impurity model: every
/// number of a solution.
Index result_bytes_max(const Plan& plan);

/// Size of the plan's blocks in campaign.sqlite at most: samples per realization, curves per group of realizations.
Index stored_bytes_max(const Plan& plan);
/// What it will rather be.
Index stored_bytes_expected(const Plan& plan);

} // namespace mbl
