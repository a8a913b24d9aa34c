#pragma once

#include <cmath>

namespace mbl {

/// Nominal many-body level spacing delta_E = w (N+M-1) / 2^(N+M-1), the paper's own formula (before Eq. 6).
/// The mean spacing inside the window is smaller, by a factor 2.4 to 3.5.
inline double nominal_level_spacing(double bandwidth_per_spin, int spins) {
    return std::ldexp(bandwidth_per_spin * (spins - 1), -(spins - 1));
}

/// The wide bin of the integral I: 2 sqrt(delta_b w (N+M) / 2^(N+M)) with the bubble's own spacing delta_b = w N / 2^N,
/// twice the geometric mean of the spacings of bubble and system. Wider than delta_E for any N >= 1, N + M >= 2.
inline double wide_bin_width(double bandwidth_per_spin, int bubble_spins, int spins) {
    const double bubble_spacing = std::ldexp(bandwidth_per_spin * bubble_spins, -bubble_spins);
    return 2 * std::sqrt(bubble_spacing * std::ldexp(bandwidth_per_spin * spins, -spins));
}

/// Measured level spacing (E_max - E_min) / 2^(N+M-1).
inline double measured_level_spacing(double energy_min, double energy_max, int spins) {
    return std::ldexp(energy_max - energy_min, -(spins - 1));
}

} // namespace mbl
