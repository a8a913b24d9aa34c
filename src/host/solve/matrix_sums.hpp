#pragma once

#include "backend/backend.hpp"
#include "host_device.hpp"

namespace mbl {

struct DiagonalElement {
    const double* matrix;
    Index dim;
    MBL_HD double operator()(Index i) const { return matrix[i * dim + i]; }
};

struct SquaredElement {
    const double* matrix;
    MBL_HD double operator()(Index i) const { return matrix[i] * matrix[i]; }
};

struct Add {
    MBL_HD double operator()(double a, double b) const { return a + b; }
};

/// tr A and ||A||_F^2: what the sums of a matrix's energies and of their squares must be.
struct MatrixSums {
    double trace = 0;
    double square = 0;
};

template <Backend B>
MatrixSums matrix_sums(B& lane, const double* matrix, Index dim) {
    return {lane.reduce(dim, 0.0, DiagonalElement{matrix, dim}, Add{}),
            lane.reduce(dim * dim, 0.0, SquaredElement{matrix}, Add{})};
}

} // namespace mbl
