#pragma once

#include "complex.hpp"
#include "host_device.hpp"

namespace mbl {

/// The bubble's local Green's function with the hybridization Delta = t^2 G + (1/sqrt N) sum_a V_a^2 G_a, Eq. (16b):
///     G = 1/(w - Delta - Sigma2),  rho = -Im G / pi,  Im G <= 0 (retarded).

/// Retarded root of G = 1/(b - t^2 G), b = w - (1/sqrt N) sum_a V_a^2 G_a - Sigma2 with Im b >= 0: the one of smaller
/// magnitude, which is the one with Im G <= 0. On the real axis it is the limit from above.
MBL_HD inline Complex local_green_root(Complex b, double hopping_squared) {
    Complex root = square_root(b * b - Complex{4 * hopping_squared, 0});
    const bool wrong_branch = root.im < 0 || (root.im == 0 && root.re * b.re < 0);
    if (wrong_branch) root = -root;
    return 2 * inverse(b + root);
}

/// Root of G' = 1/(b - (t^2 + K) G'), where K = dL/dG carries the LIOM sum along: b = w - L + K G - Sigma2 with L, K at the
/// G before. Of the roots with Im G' < 0 the one nearer to G; where neither has it, `lagged` (K = 0).
MBL_HD inline Complex linearized_green_root(Complex b, Complex curvature, Complex green, Complex lagged) {
    const Complex root = square_root(b * b - 4 * curvature);
    const Complex one = 2 * inverse(b + root);
    const Complex other = 2 * inverse(b - root);
    const bool one_is_below = one.im < 0;
    const bool other_is_below = other.im < 0;
    if (one_is_below && (!other_is_below || norm(one - green) <= norm(other - green))) return one;
    return other_is_below ? other : lagged;
}

/// F(G) = 1/(w - t^2 G - L - Sigma2) and dF/dG = F^2 (t^2 + dL/dG), for Newton's method on G = F(G).
struct LocalGreenMap {
    Complex value;
    Complex slope;
};

/// @param lioms (1/sqrt N) sum_a V_a^2 G_a  @param lioms_slope sum_a V_a^4 G_a^2, its derivative by G.
MBL_HD inline LocalGreenMap local_green_map(Complex frequency, Complex green, Complex self_energy, Complex lioms,
                                            Complex lioms_slope, double hopping_squared) {
    const Complex value = inverse(frequency - hopping_squared * green - lioms - self_energy);
    return {value, value * value * (Complex{hopping_squared, 0} + lioms_slope)};
}

} // namespace mbl
