#pragma once

#include <span>

namespace mbl {

/// Mean over independent realizations, its standard error, and the spread.
struct MeanError {
    double mean = 0;
    double standard_error = 0;     ///< std / sqrt(n); NaN for n < 2
    double standard_deviation = 0; ///< ddof = 1; NaN for n < 2
};

/// Sums in the given order, so that equal realizations give equal bytes. NaN for no values.
MeanError mean_error(std::span<const double> values);

} // namespace mbl
