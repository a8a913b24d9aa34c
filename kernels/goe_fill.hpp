#pragma once

#include "goe_element.hpp"
#include "host_device.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// Fills a batch of symmetric matrices s A, two packed lower-triangle elements per index (they share one draw).
/// Equal bits to scale * goe_element(...) everywhere: the only operation added is one multiplication.
struct FillGoe {
    std::uint64_t seed;
    std::int64_t first_realization;
    std::int64_t dim;
    const double* scales; // [count]; nullptr: 1
    double* matrices;     // [dim, dim, count], column-major

    MBL_HD static constexpr std::int64_t packed_size(std::int64_t dim) { return dim * (dim + 1) / 2; }
    MBL_HD static constexpr std::int64_t pairs(std::int64_t dim) { return (packed_size(dim) + 1) / 2; }

    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t matrix = index / pairs(dim);
        const std::int64_t first = 2 * (index % pairs(dim));
        const auto realization = static_cast<std::uint64_t>(first_realization + matrix);
        const NormalPair draws = normal_pair({seed, Stream::bubble, realization, static_cast<std::uint64_t>(first)});
        const double scale = scales == nullptr ? 1.0 : scales[matrix];
        double* a = matrices + matrix * dim * dim;
        place(a, first, scale, draws.first);
        if (first + 1 < packed_size(dim)) place(a, first + 1, scale, draws.second);
    }

  private:
    MBL_HD void place(double* a, std::int64_t packed, double scale, double draw) const {
        // The square root is exact enough to be off by one row at most.
        auto row = static_cast<std::int64_t>((std::sqrt(8.0 * static_cast<double>(packed) + 1) - 1) / 2);
        while (row * (row + 1) / 2 > packed) --row;
        while ((row + 1) * (row + 2) / 2 <= packed) ++row;
        const std::int64_t column = packed - row * (row + 1) / 2;
        const double element = scale * (row == column ? goe_diagonal_deviation * draw : draw);
        a[column * dim + row] = element;
        a[row * dim + column] = element;
    }
};

} // namespace mbl
