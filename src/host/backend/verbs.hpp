#pragma once

#include "core/index.hpp"

namespace mbl {

/// Eigenvalues alone, or eigenvectors too (they replace the matrix).
enum class Job { values_only, vectors };

enum class Transpose { no, yes };

enum class Direction { forward, backward };

/// C = op(A) B for `count` column-major matrices, stride apart: op(A) [rows, inner], B [inner, columns].
struct Multiply {
    Transpose left = Transpose::no;
    Index rows = 0;
    Index columns = 0;
    Index inner = 0;
    const double* a = nullptr;
    const double* b = nullptr;
    double* c = nullptr;
    Index count = 1;
    Index stride_a = 0;
    Index stride_b = 0;
    Index stride_c = 0;
};

/// A value(r, c) of reduce_rows says with this constant that consecutive c are consecutive in memory; without it,
/// consecutive r are. A hint for the speed of the sums, not a part of their meaning.
template <class Value>
inline constexpr bool reads_along_rows = requires { requires Value::reads_along_rows; };

/// Outcome of a batched eigensolve: the first matrix whose solve failed, with the library's own code.
struct EighStatus {
    Index failed_matrix = -1;
    int info = 0;
    [[nodiscard]] bool ok() const { return failed_matrix < 0; }
};

} // namespace mbl
