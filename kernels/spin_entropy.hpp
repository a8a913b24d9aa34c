#pragma once

#include "host_device.hpp"
#include "reduced_density.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// -p ln p, 0 at p = 0 and where rounding makes p negative.
MBL_HD inline double entropy_term(double p) { return p > 0 ? -p * std::log(p) : 0.0; }

/// S = -Tr rho ln rho of one spin, natural logarithm: 0 … ln 2 (supplement, section f). The smaller eigenvalue comes from
/// the determinant: as a difference it would lose its digits near S = 0.
MBL_HD inline double spin_entropy(const SpinDensity& rho) {
    const double trace = rho.up + rho.down;
    const double larger = (trace + std::hypot(rho.up - rho.down, 2 * rho.off)) / 2;
    const double smaller = (rho.up * rho.down - rho.off * rho.off) / larger;
    return entropy_term(larger) + entropy_term(smaller);
}

struct SpinEntropy {
    const SpinDensity* densities;
    double* entropies;

    MBL_HD void operator()(std::int64_t index) const { entropies[index] = spin_entropy(densities[index]); }
};

} // namespace mbl
