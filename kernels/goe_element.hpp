#pragma once

#include "host_device.hpp"
#include "random.hpp"

#include <cstdint>

namespace mbl {

/// Index of (row, col), or of (col, row), in a lower triangle stored row by row: 0; 1, 2; 3, 4, 5; ... row,
/// col < 2^32.
MBL_HD inline std::uint64_t packed_lower_index(std::uint64_t row, std::uint64_t col) {
    const std::uint64_t high = row < col ? col : row;
    const std::uint64_t low = row < col ? row : col;
    return high * (high + 1) / 2 + low;
}

/// Standard deviation of a diagonal element: sqrt(2).
inline constexpr double goe_diagonal_deviation = 0x1.6a09e667f3bcdp+0;

/// Element (row, col), 0-based, of the unscaled GOE matrix A: real symmetric, independent Gaussians of mean
/// 0, variance 1 off the diagonal and 2 on it. The bubble is H_b = s A.
///
/// The address is packed_lower_index(row, col), whatever the size of the matrix: a smaller bubble of the same
/// seed and realization is the leading principal block of a larger one. Equal bits on CPU and GPU. row, col <
/// 2^24 keeps the element below 2^48.
MBL_HD inline double goe_element(std::uint64_t seed, std::uint64_t realization, std::uint64_t row, std::uint64_t col) {
    const double draw = normal({seed, Stream::bubble, realization, packed_lower_index(row, col)});
    return row == col ? goe_diagonal_deviation * draw : draw;
}

} // namespace mbl
