#pragma once

#include "backend/composed.hpp"
#include "host_device.hpp"
#include "solve/gate.hpp"

#include <vector>

namespace mbl {

/// Element (i, i) of matrix `slot`.
struct DiagonalElement {
    const double* matrices; // [dim, dim, count]
    Index dim;
    MBL_HD double operator()(Index slot, Index i) const { return matrices[slot * dim * dim + i * dim + i]; }
};

/// Square of element i of matrix `slot`.
struct SquaredElement {
    const double* matrices; // [dim, dim, count]
    Index dim;
    MBL_HD double operator()(Index slot, Index i) const {
        const double element = matrices[slot * dim * dim + i];
        return element * element;
    }
};

/// Of `count` matrices one after the other. @param scratch 2 * count doubles of lane memory. Waits.
template <Backend B>
std::vector<MatrixSums> matrix_sums(B& lane, const double* matrices, Index dim, Index count, double* scratch) {
    double* traces = scratch;
    double* squares = scratch + count;
    lane.for_each_index(2 * count, FillZero{scratch});
    lane.reduce_rows(count, dim, DiagonalElement{matrices, dim}, traces);
    lane.reduce_rows(count, dim * dim, SquaredElement{matrices, dim}, squares);
    std::vector<double> host(static_cast<std::size_t>(2 * count));
    lane.copy(scratch, host.data(), 2 * count);
    lane.synchronize();
    std::vector<MatrixSums> sums;
    for (Index i = 0; i < count; ++i) {
        sums.push_back({host[static_cast<std::size_t>(i)], host[static_cast<std::size_t>(count + i)]});
    }
    return sums;
}

} // namespace mbl
