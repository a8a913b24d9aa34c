#pragma once

#include "complex.hpp"
#include "core/index.hpp"
#include "frequency_grid.hpp"

#include <vector>

namespace mbl {

/// A function that is known on a frequency grid, between its points.
Complex interpolate_linearly(const FrequencyGrid& grid, const std::vector<Complex>& values, double frequency);

/// Lagrange's cubic through the two points on either side; for Sigma2, which is smooth.
Complex interpolate_cubically(const FrequencyGrid& grid, const std::vector<Complex>& values, double frequency);

/// rho = -Im G/pi.
std::vector<double> spectral_function_of(const std::vector<Complex>& green);

} // namespace mbl
