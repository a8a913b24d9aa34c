#pragma once

#include "config/config.hpp"

#include <optional>

namespace mbl {

/// Eq. (4), the condition for the LIOM at distance R to be hybridized with a bubble that has absorbed all nearer ones:
///   T_R / delta_E(R) = (T_0 / delta_b) exp(growth u^dimension / 2 - u / xi) >> 1,
/// with u the distance that enters the coupling V1 exp(-u/xi): R for the exponential laws, sqrt(R) for the stretched one,
/// which therefore is Eq. (4) with dimension 2. growth is the paper's A_d: 2^(LIOMs within R) = exp(growth u^dimension).
struct AvalancheLaw {
    double dimension = 1;
    double growth = 0;
};

/// The ratio that Eq. (4) must exceed ("much larger than 1"): the golden rule's gamma/delta_E is 32 ratio^2 (N = bandwidth in
/// units of w throughout, as Eq. (4) has it), and reaches the floor 2 of Eq. (6) at 1/4.
inline constexpr double hybridized_ratio = 0.25;

/// One LIOM per site of a chain: A_1 = log 2; n LIOMs on layer n: A_2 = (log 2)/2. None for explicit couplings.
std::optional<AvalancheLaw> avalanche_law(Geometry geometry);

/// T_0 / delta_b = V1 2^(N/2) / (w N): matrix elements of a GOE bubble's spin have variance 1/2^N, delta_b = w N / 2^N.
double bubble_strength(double coupling, double bubble_spins, double bandwidth_per_spin);

/// The exponent of Eq. (4), growth u^dimension / 2 - u / xi.
double hybridization_exponent(const AvalancheLaw& law, double localization_length, double distance);

/// u* = [2 / (dimension growth xi)]^(1/(dimension-1)), where the exponent is smallest; NaN for dimension 1, where it is
/// monotonic.
double critical_distance(const AvalancheLaw& law, double localization_length);

/// xi_c = 2/A_1: beyond it every LIOM of a chain is absorbed. NaN for larger dimensions, which have no transition.
double critical_localization_length(const AvalancheLaw& law);

/// The smallest exponent over all u >= 0: -infinity in a chain below xi_c, else 0 there; -(u*/xi)(1 - 1/dimension) otherwise.
double smallest_exponent(const AvalancheLaw& law, double localization_length);

/// N*: the smallest whole N >= 3 from which on the condition holds (ratio >= hybridized_ratio) at every distance; grows as
/// (1/xi)^(d/(d-1)). Infinite in a chain below xi_c.
double critical_bubble_spins(const AvalancheLaw& law, double localization_length, double coupling,
                             double bandwidth_per_spin);

/// The u at which the ratio first falls to hybridized_ratio; infinite where it never does, 0 where the bubble is too weak for the first LIOM.
double stopping_distance(const AvalancheLaw& law, double localization_length, double strength);

/// Number of LIOMs within u, as Eq. (4) counts them: growth u^dimension / log 2.
double lioms_within(const AvalancheLaw& law, double distance);

/// Eq. (20): log tau = l_b / xi with l_b = exp(rarity/xi^2) the distance between rare bubbles; the paper leaves `rarity`
/// (its A) open. May be infinite as a double.
double log_thermalization_time(double localization_length, double rarity);

} // namespace mbl
