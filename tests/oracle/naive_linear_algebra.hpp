#pragma once

#include <cstddef>
#include <limits>
#include <vector>

/// The oracle: exact diagonalization written a second time, from the definitions only, as slowly and plainly
/// as it can be said. It shares no code with the program, it uses no library, and it works in long double.
namespace naive {

using Real = long double;
static_assert(std::numeric_limits<Real>::digits >= 64, "the oracle must be more precise than what it judges");

/// A dense square matrix, row-major. A newly made one is zero.
struct Matrix {
    explicit Matrix(std::size_t order_) : order(order_), entries(order_ * order_, 0.0L) {}

    Real& operator()(std::size_t row, std::size_t column) { return entries[row * order + column]; }
    Real operator()(std::size_t row, std::size_t column) const { return entries[row * order + column]; }

    std::size_t order;
    std::vector<Real> entries;
};

Matrix identity(std::size_t order);
Matrix pauli_x(); ///< |up><down| + |down><up|
Matrix pauli_z(); ///< |up><up| - |down><down|; row and column 0 = up

Matrix add(const Matrix& left, const Matrix& right);
Matrix scale(Real factor, const Matrix& matrix);
Matrix multiply(const Matrix& left, const Matrix& right);
Matrix transpose(const Matrix& matrix);

/// The Kronecker product: the left factor is the more significant one.
Matrix kron(const Matrix& left, const Matrix& right);

/// 1 (x) ... (x) local (x) ... (x) 1 with `local` [2, 2] as factor `site` (0 = leftmost) out of `sites`.
Matrix site_operator(const Matrix& local, std::size_t site, std::size_t sites);

struct Eigensystem {
    std::vector<Real> values; ///< ascending
    Matrix vectors;           ///< column n belongs to values[n]; orthonormal, the signs are arbitrary
};

/// All eigenpairs of a real symmetric matrix by cyclic Jacobi rotations; residual about 1e-19 order norm.
/// @throws std::invalid_argument if the matrix is not exactly symmetric, std::runtime_error after 60 sweeps.
Eigensystem jacobi(const Matrix& matrix);

} // namespace naive
