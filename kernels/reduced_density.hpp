#pragma once

#include "host_device.hpp"
#include "spin.hpp"

#include <cstdint>

namespace mbl {

/// Reduced density matrix of one spin in a real state: [[up, off], [off, down]].
struct SpinDensity {
    double up = 0;
    double down = 0;
    double off = 0;
};

/// Tr' |psi><psi| over all spins but the masked one, one state per index.
struct ReducedDensity {
    const double* vectors; // [dim, …], column-major
    std::int64_t dim;
    std::int64_t first_column;
    std::int64_t mask;
    SpinDensity* densities; // [states]

    MBL_HD void operator()(std::int64_t state) const {
        const double* psi = vectors + (first_column + state) * dim;
        SpinDensity density;
        for (std::int64_t index = 0; index < dim; ++index) {
            if ((index & mask) != 0) continue;
            const double up = psi[index];
            const double down = psi[index | mask];
            density.up += up * up;
            density.down += down * down;
            density.off += up * down;
        }
        densities[state] = density;
    }
};

} // namespace mbl
