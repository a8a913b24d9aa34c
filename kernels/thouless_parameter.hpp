#pragma once

#include "host_device.hpp"
#include "spin.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// |T| and the gap count as 1e-300 at least: such pairs are kept.
inline constexpr double thouless_clamp = 1e-300;

/// G = ln(|T| / gap) of two states that are neighbours in E', Eq. (8).
MBL_HD inline double thouless_parameter(double element, double gap) {
    return std::log(std::fmax(std::fabs(element), thouless_clamp)) - std::log(std::fmax(gap, thouless_clamp));
}

/// The term c of <n|O|n> = sum_c sign(c) v[c, n]^2, for O a product of Pauli z operators; row = n, of all realizations.
struct DiagonalElementTerm {
    static constexpr bool reads_along_rows = true;
    const double* vectors; // [dim, rows]
    std::int64_t dim;
    std::int64_t mask; // spins of O

    MBL_HD double operator()(std::int64_t row, std::int64_t c) const {
        const double amplitude = vectors[row * dim + c];
        return spin_sign(c, mask) * amplitude * amplitude;
    }
};

/// E'_n = E_n + <n|O|n>. What is not a number (a failed solve, which the gate reports) sorts last.
struct PerturbedEnergy {
    const double* energies;
    double* values; // <n|O|n>, then E'_n

    MBL_HD void operator()(std::int64_t n) const {
        const double sum = energies[n] + values[n];
        values[n] = std::isfinite(sum) ? sum : HUGE_VAL;
    }
};

/// The consecutive pairs (i, i+1), i = first … first + pairs - 1, of each realization's states in ascending E'.
struct NeighbourPairs {
    const std::int64_t* order; // [dim, count]: states in ascending E'
    std::int64_t dim;
    std::int64_t first;
    std::int64_t pairs;

    /// Place of a pair's first state in [dim, count].
    MBL_HD std::int64_t place(std::int64_t row) const { return row / pairs * dim + first + row % pairs; }
    /// Column of [dim, dim count] that holds the state at this place.
    MBL_HD std::int64_t column(std::int64_t at) const { return at / dim * dim + order[at]; }
};

/// The term c of T = <a|O|b> = sum_c sign(c) v[c, a] v[c, b]; row = pair.
struct NeighbourElementTerm {
    static constexpr bool reads_along_rows = true;
    NeighbourPairs neighbours;
    const double* vectors; // [dim, dim count]
    std::int64_t mask;     // spins of O

    MBL_HD double operator()(std::int64_t row, std::int64_t c) const {
        const std::int64_t at = neighbours.place(row);
        const double* a = vectors + neighbours.column(at) * neighbours.dim;
        const double* b = vectors + neighbours.column(at + 1) * neighbours.dim;
        return spin_sign(c, mask) * a[c] * b[c];
    }
};

/// G of every pair, from its T, which it replaces.
struct ThoulessOfPairs {
    NeighbourPairs neighbours;
    const double* perturbed; // [dim, count]: E' ascending
    double* values;          // [pairs, count]: T, then G

    MBL_HD void operator()(std::int64_t row) const {
        const double* lower = perturbed + neighbours.place(row);
        values[row] = thouless_parameter(values[row], lower[1] - lower[0]);
    }
};

} // namespace mbl
