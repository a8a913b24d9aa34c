#pragma once

#include "host_device.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// Bin k of [k delta, (k+1) delta) that holds omega. A value within rounding of an edge may fall on either side.
MBL_HD inline std::int64_t spectral_bin(double omega, double bin_width) {
    return static_cast<std::int64_t>(std::floor(omega / bin_width));
}

/// Contribution of |<n|O|m>|^2 to the height of its bin, Eqs. (5), (S2). The prefactor is 2 pi, not the printed pi:
/// only so does rho_n integrate to the paper's own sum rule 2 pi (1 - <n|O|n>^2).
MBL_HD inline double spectral_height(double squared_element, double bin_width) {
    constexpr double two_pi = 6.283185307179586476925286766559;
    return two_pi * squared_element / bin_width;
}

/// Shift of the typical spectral function: exp of the mean of log(rho_n + 1e-20) (supplement, section c).
inline constexpr double typical_shift = 1e-20;

MBL_HD inline double typical_log(double rho) { return std::log(rho + typical_shift); }

/// The histogram rho_n of one window state n per index: bins k_min … k_min + bins - 1. Energies ascend, so a row is a
/// sequence of contiguous segments and is filled in one sweep, without atomics, in ascending order of m; m = n is dropped.
struct SpectralRow {
    const double* energies; // [dim], ascending
    const double* elements; // [dim, rows]: <m|O|n>, column n - first_state
    std::int64_t dim;
    std::int64_t first_state; // n of index 0
    double bin_width;
    std::int64_t k_min;
    std::int64_t bins;
    double* rho; // [bins, rows]

    MBL_HD void operator()(std::int64_t row) const {
        double* out = rho + row * bins;
        for (std::int64_t bin = 0; bin < bins; ++bin) out[bin] = 0;
        const double* element = elements + row * dim;
        const std::int64_t n = first_state + row;
        for (std::int64_t m = 0; m < dim; ++m) {
            if (m == n) continue;
            const std::int64_t bin = spectral_bin(energies[m] - energies[n], bin_width) - k_min;
            out[bin] += element[m] * element[m];
        }
        for (std::int64_t bin = 0; bin < bins; ++bin) out[bin] = spectral_height(out[bin], bin_width);
    }
};

} // namespace mbl
