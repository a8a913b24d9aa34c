#pragma once

#include "output/hdf5_file.hpp"
#include "output/results.hpp"

namespace mbl {

/// /ipt/points/<k>, unmerged: parameters and report as attributes named as the columns of ipt_summary.csv, the spectral functions of the
/// bubble and of the chosen LIOMs, the Matsubara twin, and the LIOMs.
void write_impurity_points(Hdf5File& file, const Plan& plan, const Results& results);

} // namespace mbl
