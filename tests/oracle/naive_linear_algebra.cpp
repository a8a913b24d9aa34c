#include "naive_linear_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace naive {

Matrix identity(std::size_t order) {
    Matrix result(order);
    for (std::size_t i = 0; i < order; ++i) result(i, i) = 1.0L;
    return result;
}

Matrix pauli_x() {
    Matrix result(2);
    result(0, 1) = 1.0L;
    result(1, 0) = 1.0L;
    return result;
}

Matrix pauli_z() {
    Matrix result(2);
    result(0, 0) = 1.0L;
    result(1, 1) = -1.0L;
    return result;
}

Matrix add(const Matrix& left, const Matrix& right) {
    if (left.order != right.order) throw std::invalid_argument("add: orders differ");
    Matrix result(left.order);
    for (std::size_t i = 0; i < left.entries.size(); ++i) {
        result.entries[i] = left.entries[i] + right.entries[i];
    }
    return result;
}

Matrix scale(Real factor, const Matrix& matrix) {
    Matrix result(matrix.order);
    for (std::size_t i = 0; i < matrix.entries.size(); ++i) result.entries[i] = factor * matrix.entries[i];
    return result;
}

Matrix multiply(const Matrix& left, const Matrix& right) {
    if (left.order != right.order) throw std::invalid_argument("multiply: orders differ");
    Matrix result(left.order);
    for (std::size_t i = 0; i < left.order; ++i) {
        for (std::size_t j = 0; j < left.order; ++j) {
            Real sum = 0.0L;
            for (std::size_t k = 0; k < left.order; ++k) sum += left(i, k) * right(k, j);
            result(i, j) = sum;
        }
    }
    return result;
}

Matrix transpose(const Matrix& matrix) {
    Matrix result(matrix.order);
    for (std::size_t i = 0; i < matrix.order; ++i) {
        for (std::size_t j = 0; j < matrix.order; ++j) result(j, i) = matrix(i, j);
    }
    return result;
}

Matrix kron(const Matrix& left, const Matrix& right) {
    Matrix result(left.order * right.order);
    for (std::size_t i = 0; i < left.order; ++i) {
        for (std::size_t j = 0; j < left.order; ++j) {
            for (std::size_t k = 0; k < right.order; ++k) {
                for (std::size_t l = 0; l < right.order; ++l) {
                    result(i * right.order + k, j * right.order + l) = left(i, j) * right(k, l);
                }
            }
        }
    }
    return result;
}

Matrix site_operator(const Matrix& local, std::size_t site, std::size_t sites) {
    if (local.order != 2 || site >= sites) throw std::invalid_argument("site_operator: no such site");
    Matrix product = identity(1);
    for (std::size_t factor = 0; factor < sites; ++factor) {
        product = kron(product, factor == site ? local : identity(2));
    }
    return product;
}

namespace {

/// One rotation in the plane (p, q), p < q, that annihilates a(p, q); `vectors` collects the product of all
/// rotations.
void rotate(Matrix& a, Matrix& vectors, std::size_t p, std::size_t q) {
    const Real theta = (a(q, q) - a(p, p)) / (2.0L * a(p, q));
    const Real tangent = (theta >= 0.0L ? 1.0L : -1.0L) / (std::fabs(theta) + std::hypot(theta, 1.0L));
    const Real cosine = 1.0L / std::sqrt(1.0L + tangent * tangent);
    const Real sine = tangent * cosine;
    const Real shift = tangent * a(p, q);
    a(p, p) -= shift;
    a(q, q) += shift;
    a(p, q) = 0.0L;
    a(q, p) = 0.0L;
    for (std::size_t k = 0; k < a.order; ++k) {
        if (k != p && k != q) {
            const Real in_p = a(k, p);
            const Real in_q = a(k, q);
            a(k, p) = cosine * in_p - sine * in_q;
            a(k, q) = sine * in_p + cosine * in_q;
            a(p, k) = a(k, p);
            a(q, k) = a(k, q);
        }
        const Real vector_p = vectors(k, p);
        const Real vector_q = vectors(k, q);
        vectors(k, p) = cosine * vector_p - sine * vector_q;
        vectors(k, q) = sine * vector_p + cosine * vector_q;
    }
}

} // namespace

Eigensystem jacobi(const Matrix& matrix) {
    const std::size_t order = matrix.order;
    Real norm = 0.0L;
    for (std::size_t i = 0; i < order; ++i) {
        for (std::size_t j = 0; j < order; ++j) {
            if (matrix(i, j) != matrix(j, i)) throw std::invalid_argument("jacobi: not symmetric");
            norm = std::max(norm, std::fabs(matrix(i, j)));
        }
    }
    // Far below the rounding of the diagonal: what is left there moves eigenvectors by nothing that can be
    // seen unless two levels are closer than that rounding itself.
    const Real negligible = 1e-4L * std::numeric_limits<Real>::epsilon() * norm;

    Matrix a = matrix;
    Matrix vectors = identity(order);
    bool converged = false;
    for (int sweep = 0; sweep < 60 && !converged; ++sweep) {
        converged = true;
        for (std::size_t p = 0; p + 1 < order; ++p) {
            for (std::size_t q = p + 1; q < order; ++q) {
                if (std::fabs(a(p, q)) <= negligible) continue;
                rotate(a, vectors, p, q);
                converged = false;
            }
        }
    }
    if (!converged) throw std::runtime_error("jacobi: no convergence after 60 sweeps");

    std::vector<std::size_t> ascending(order);
    std::iota(ascending.begin(), ascending.end(), std::size_t{0});
    std::stable_sort(ascending.begin(), ascending.end(),
                     [&](std::size_t left, std::size_t right) { return a(left, left) < a(right, right); });
    Eigensystem result{std::vector<Real>(order), Matrix(order)};
    for (std::size_t n = 0; n < order; ++n) {
        result.values[n] = a(ascending[n], ascending[n]);
        for (std::size_t i = 0; i < order; ++i) result.vectors(i, n) = vectors(i, ascending[n]);
    }
    return result;
}

} // namespace naive
