#pragma once

#include "core/index.hpp"

#include <limits>
#include <span>

namespace mbl {

/// Widths of a window-averaged histogram with bins delta_E, in units of delta_E. The two sides are omega >= 0
/// (k >= 0) and omega < 0. All but `participation` sum over the sides; all have the floor 2 for two one-bin peaks,
/// except `iqr`, whose floor is 1.
struct Widths {
    double over_spacing = std::numeric_limits<double>::quiet_NaN();  ///< gamma/delta_E: bins >= half the side's maximum
    double fwhm = std::numeric_limits<double>::quiet_NaN();          ///< contiguous region around the maximum
    double participation = std::numeric_limits<double>::quiet_NaN(); ///< (sum h)^2 / sum h^2 over both sides
    double iqr = std::numeric_limits<double>::quiet_NaN();           ///< interquartile range of the weight
};

/// @param histogram heights >= 0 of the bins k_min, k_min + 1, …
Widths spectral_widths(std::span<const double> histogram, Index k_min);

/// Bins at or above half of the maximum; 0 for a side without weight.
double half_maximum_count(std::span<const double> side);

/// Full width at half maximum of the contiguous region around the (first) maximum: crossing points linear between bin
/// centres, half a bin added where the region ends at the side's edge. 0 for a side without weight.
double full_width_half_maximum(std::span<const double> side);

/// Distance between the points that cut off a quarter of the weight on either side; weight is uniform inside a bin.
double interquartile_range(std::span<const double> side);

/// (sum h)^2 / sum h^2.
double participation_width(std::span<const double> histogram);

} // namespace mbl
