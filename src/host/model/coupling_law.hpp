#pragma once

#include "config/config.hpp"

#include <vector>

namespace mbl {

/// One coupling V = amplitude * exp(-exponent). The exponent is formed by division and square root only, so it has
/// the same bits on every machine (exp has not): points are compared and keyed by these two numbers.
struct CouplingTerm {
    double amplitude = 0;
    double exponent = 0;

    [[nodiscard]] double value() const;
    friend bool operator==(const CouplingTerm&, const CouplingTerm&) = default;
};

/// Distance r_a that enters V_a = V1 exp(-r_a / xi), for liom = 0 … M-1 (Sec. III, supplement S1):
/// 1D exponential: a; 1D stretched: sqrt(a); 2D: the layer index n-1, layer n (from 1) holding n LIOMs.
/// @throws std::invalid_argument for explicit couplings, which have no distances.
double coupling_distance(Geometry geometry, int liom);

/// The couplings of the first `liom_count` LIOMs.
std::vector<CouplingTerm> coupling_law(Geometry geometry, double coupling, double localization_length, int liom_count);

/// Explicit couplings: amplitude = V_a, exponent = 0.
std::vector<CouplingTerm> coupling_law(const std::vector<double>& couplings, int liom_count);

} // namespace mbl
