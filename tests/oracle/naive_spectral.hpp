#pragma once

#include "naive_linear_algebra.hpp"

#include <cstddef>
#include <vector>

namespace naive {

/// rho_n(omega) = 2 pi sum_{m != n} |<n|O|m>|^2 delta(omega - (E_m - E_n)), Eq. (5) with the prefactor of the
/// sum rule, as a histogram: bin j is [(k_min + j) bin_width, (k_min + j + 1) bin_width), its value the
/// weight inside / bin_width. It reaches from the bin of the smallest omega to the bin of the largest, over
/// window states n and **all** m != n, also those whose matrix element is 0.
struct Spectral {
    double bin_width = 0.0;
    long long k_min = 0;
    std::vector<double> thermal;                ///< [bins], mean over the window
    std::vector<double> typical;                ///< [bins], exp of the window mean of log(rho_n + 1e-20)
    std::vector<std::vector<double>> per_state; ///< [window][bins], rho_n
    double edge_distance = 0.0;                 ///< smallest |omega/bin_width - integer|, over the same pairs
};

/// @param energies [dim], ascending. @param elements [dim, dim], <n|O|m>. @param bin_width > 0.
Spectral spectral(const std::vector<Real>& energies, const Matrix& elements, std::size_t window_first,
                  std::size_t window_count, double bin_width);

/// The integral over omega, divided by 2 pi, of a histogram with this bin width.
double integral_over_two_pi(const std::vector<double>& histogram, double bin_width);

/// Peak widths of a histogram in units of its bins. A side whose maximum is 0, or that has no bin, adds 0 to
/// each sum over the sides.
struct Widths {
    double over_spacing = 0.0;  ///< both sides: number of bins >= half of that side's own maximum
    double fwhm = 0.0;          ///< both sides: contiguous region around the first (lowest omega) maximum
    double participation = 0.0; ///< (sum h)^2 / sum h^2 over both sides at once; NaN if all bins are 0
    double iqr = 0.0;           ///< both sides: third minus first quartile, weight uniform in a bin

    // The distances to the ties at which they jump.
    double half_maximum_distance = 1.0;  ///< of over_spacing and fwhm: smallest |h/maximum - 1/2|
    double first_maximum_distance = 1.0; ///< of fwhm: smallest 1 - h/maximum outside the region
    double quartile_distance = 1.0;      ///< of iqr: smallest |share - quartile| beside a nearly empty bin
    double side_share = 0.0;             ///< the lighter side's weight over all: where 0, that side is noise
};

/// @param histogram [bins], bin j is bin k_min + j of the grid; k >= 0 is the side omega >= 0.
Widths widths(const std::vector<double>& histogram, long long k_min);

} // namespace naive
