#pragma once

#include "host_device.hpp"

#include <cstdint>

namespace mbl {

/// Basis: kron(sigma_1 … sigma_N, tau_1 … tau_M), leftmost most significant, bit 0 = up (+1).
/// @param position 0-based place in that product, of `spins` in all. Returns the bit of the basis index.
MBL_HD constexpr std::int64_t spin_mask(int spins, int position) { return std::int64_t{1} << (spins - 1 - position); }

/// Eigenvalue of the Pauli z operator of the masked spin, or of a product of them: +1 or -1.
MBL_HD constexpr double spin_sign(std::int64_t index, std::int64_t mask) {
    std::int64_t down = index & mask;
    int parity = 0;
    for (; down != 0; down &= down - 1) parity ^= 1;
    return parity == 0 ? 1.0 : -1.0;
}

/// A product of Pauli operators that permutes the basis up to signs: O|i> = sign(i) |i ^ flip>.
/// `flip` holds the spins acted on by x, `sign` those acted on by z.
struct PauliString {
    std::int64_t flip = 0;
    std::int64_t sign = 0;
};

/// (O V)[row, column] for the columns first … of a matrix V with leading dimension dim, column-major.
struct ApplyPauliString {
    PauliString op;
    std::int64_t dim;
    std::int64_t first_column;
    const double* vectors; // [dim, …]
    double* result;        // [dim, columns]

    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t row = index % dim;
        const std::int64_t column = index / dim;
        const std::int64_t source = row ^ op.flip;
        result[index] = spin_sign(source, op.sign) * vectors[(first_column + column) * dim + source];
    }
};

} // namespace mbl
