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

/// The part of one pair of basis states that differ in that spin.
MBL_HD inline void add_pair(SpinDensity& density, double up, double down) {
    density.up += up * up;
    density.down += down * down;
    density.off += up * down;
}

/// Tr' |psi><psi| over all spins but the masked one, for the window states of several realizations, one state per index.
struct ReducedDensity {
    const double* vectors; // [dim, dim, count], column-major
    std::int64_t dim;
    std::int64_t first_state; // of the window
    std::int64_t states;      // in the window
    std::int64_t mask;
    SpinDensity* densities; // [states, count]

    MBL_HD const double* state_vector(std::int64_t index) const {
        return vectors + (index / states * dim + first_state + index % states) * dim;
    }

    MBL_HD void operator()(std::int64_t index) const {
        const double* psi = state_vector(index);
        SpinDensity density;
        for (std::int64_t p = 0; p < dim / 2; ++p) {
            const std::int64_t up = index_with_spin_up(p, mask);
            add_pair(density, psi[up], psi[up | mask]);
        }
        densities[index] = density;
    }
};

} // namespace mbl
