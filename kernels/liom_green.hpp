#pragma once

#include "host_device.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// A complex number that host and device code share without a library's overflow handling.
struct Complex {
    double re = 0;
    double im = 0;
};

/// V_a^2 G_a(w) with G_a(w) = 1 / (w - eps_a - sqrt(N) V_a^2 G(w)), Eq. (14) continued to frequency w.
/// @param frequency complex: w + i eta on the real axis, i omega_n in Matsubara frequency.
MBL_HD inline Complex weighted_liom_green(Complex frequency, Complex local_green, double liom_energy,
                                          double coupling_squared, double sqrt_bubble_sites) {
    const double scale = sqrt_bubble_sites * coupling_squared;
    const double re = frequency.re - liom_energy - scale * local_green.re;
    const double im = frequency.im - scale * local_green.im;
    const double weight = coupling_squared / (re * re + im * im);
    return {weight * re, -weight * im};
}

/// sum_a V_a^2 G_a(w) at one frequency per index, in ascending order of a; O(frequencies + LIOMs) memory.
struct LiomSum {
    const Complex* frequency;       // [frequencies]
    const Complex* local_green;     // [frequencies]
    const double* liom_energy;      // [lioms]
    const double* coupling_squared; // [lioms]
    std::int64_t lioms;
    double sqrt_bubble_sites;
    Complex* sum; // [frequencies]

    MBL_HD void operator()(std::int64_t index) const {
        Complex total;
        for (std::int64_t a = 0; a < lioms; ++a) {
            const Complex term = weighted_liom_green(frequency[index], local_green[index], liom_energy[a],
                                                     coupling_squared[a], sqrt_bubble_sites);
            total.re += term.re;
            total.im += term.im;
        }
        sum[index] = total;
    }
};

} // namespace mbl
