#pragma once

#include "host_device.hpp"
#include "spin.hpp"

#include <cstdint>

namespace mbl {

/// Rows of V summed over one spin: a[p, n] = v[up, n] + v[down, n], p over the other spins. The flip O = sigma^x of that
/// spin is 2 P - 1 with the projector P = a^T a / 2, so that between orthonormal columns
///     <m|O|n> = sum_p a[p, m] a[p, n] - delta_mn,
/// half the work of V^T (O V).
struct SumOverSpin {
    const double* vectors; // [2^spins, …], column-major
    int spins;
    std::int64_t mask;
    double* sums; // [2^(spins - 1), …]

    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t p = index & ((std::int64_t{1} << (spins - 1)) - 1);
        const double* column = vectors + ((index - p) << 1);
        const std::int64_t up = index_with_spin_up(p, mask);
        sums[index] = column[up] + column[up | mask];
    }
};

/// The - delta_mn above, for the columns n = first + state.
struct SubtractIdentity {
    double* elements; // [dim, states]
    std::int64_t dim;
    std::int64_t first;

    MBL_HD void operator()(std::int64_t state) const { elements[state * dim + first + state] -= 1; }
};

} // namespace mbl
