#pragma once

#include "output/hdf5_file.hpp"
#include "output/results.hpp"

namespace mbl {

/// /ed/points/<k> with parameters, samples, curves, integrals and theory: the points of exact diagonalization.
void write_ed_points(Hdf5File& file, const Plan& plan, const Results& results);

} // namespace mbl
