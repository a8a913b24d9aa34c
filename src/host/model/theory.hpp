#pragma once

#include "config/config.hpp"

namespace mbl {

/// What Eqs. (6) and (7) need to know of a point.
struct TheoryPoint {
    Geometry geometry = Geometry::exponential_1d;
    int bubble_spins = 8;
    int liom_count = 1;
    double localization_length = 1;
    double coupling = 1;
    double bandwidth_per_spin = 2.6;
};

/// Eq. (6), and Eq. (7) for the stretched geometry: gamma/delta_E of the M-th LIOM,
///   max[2, width_at_one * N/(N+M-1) * exp((M-1) log 2 - x)],  x = 2 r_M / xi with r_M of coupling_distance().
/// For the stretched law V_M implies x = 2 sqrt(M-1)/xi (`implied`); the paper prints 2 sqrt((M-1)/xi) (`printed`).
/// @param width_at_one the measured gamma_1/delta_b, which anchors the curve at M = 1 (may be NaN: then NaN).
/// NaN for explicit couplings and for M = 0.
double avalanche_width(const TheoryPoint& point, double width_at_one, TheoryForm form);

/// Fermi's golden rule for the GOE bubble, free of parameters:
///   gamma/delta_E = 32 V_M^2 2^(N+M-1) / (w^2 N (N+M-1)).
/// Valid while V_M is small against the bubble's bandwidth; V1 = 2 at M = 1 lies outside.
double golden_rule_width(const TheoryPoint& point);

/// The same from V_M itself, for explicit couplings too.
double golden_rule_width(double coupling_of_last, int bubble_spins, int liom_count, double bandwidth_per_spin);

} // namespace mbl
