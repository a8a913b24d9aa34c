#pragma once

#include "host_device.hpp"

#include <cstdint>

namespace mbl {

/// Basis: kron(sigma_1 … sigma_N, tau_1 … tau_M), leftmost most significant, bit 0 = up (+1).
/// @param position 0-based place in that product, of `spins` in all. Returns the bit of the basis index.
MBL_HD constexpr std::int64_t spin_mask(int spins, int position) { return std::int64_t{1} << (spins - 1 - position); }

/// Eigenvalue of the Pauli z operator of the masked spin, or of a product of them: +1 or -1.
MBL_HD constexpr double spin_sign(std::int64_t index, std::int64_t mask) {
    std::int64_t down = index & mask; // indices are >= 0
    down ^= down >> 32;
    down ^= down >> 16;
    down ^= down >> 8;
    down ^= down >> 4;
    return ((0x6996 >> (down & 15)) & 1) == 0 ? 1.0 : -1.0; // bit k of 0x6996: the parity of k
}

/// The p-th basis index with the masked spin up; the same index | mask has it down.
MBL_HD constexpr std::int64_t index_with_spin_up(std::int64_t p, std::int64_t mask) {
    const std::int64_t low = p & (mask - 1);
    return ((p - low) << 1) | low;
}

} // namespace mbl
