#pragma once

#include "solve/realization.hpp"

#include <numbers>

namespace mbl {

/// What a bin of height 1 adds to the integral over omega / 2 pi.
inline double integral_of_bin(double bin_width) { return bin_width / (2 * std::numbers::pi); }

/// The integrals of the spectral functions of sigma^x_1 over 2 pi, at most 1, in one realization: over its own range of bins.
/// `typical` is I of Eq. (S6) with bins delta_E, `typical_wide` with the wide ones: its value depends on the bins.
struct Integrals {
    double typical = 0;
    double typical_wide = 0;
    double thermal = 0;
};

Integrals integrals_of(const Realization& realization);

} // namespace mbl
