#include "naive_levels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace naive {

Matrix matrix_elements(const Matrix& vectors, const Matrix& operator_matrix) {
    return multiply(transpose(vectors), multiply(operator_matrix, vectors));
}

std::vector<double> gap_ratios(const std::vector<Real>& energies, std::size_t first, std::size_t count) {
    std::vector<double> result;
    for (std::size_t i = first; i + 2 < first + count; ++i) {
        const Real lower = energies[i + 1] - energies[i];
        const Real upper = energies[i + 2] - energies[i + 1];
        const Real largest = std::max(lower, upper);
        result.push_back(largest == 0.0L ? 1.0 : static_cast<double>(std::min(lower, upper) / largest));
    }
    return result;
}

Thouless thouless(const std::vector<Real>& energies, const Matrix& elements, std::size_t first, std::size_t count) {
    const std::size_t dim = energies.size();
    if (first + count >= dim) throw std::invalid_argument("thouless: fewer pairs than asked for");
    std::vector<Real> perturbed(dim);
    std::vector<std::size_t> order(dim);
    for (std::size_t n = 0; n < dim; ++n) perturbed[n] = energies[n] + elements(n, n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t left, std::size_t right) { return perturbed[left] < perturbed[right]; });

    Thouless result;
    result.smallest_gap = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 1 < dim; ++i) {
        const Real gap = perturbed[order[i + 1]] - perturbed[order[i]];
        result.smallest_gap = std::min(result.smallest_gap, static_cast<double>(gap));
        if (i < first || i >= first + count) continue;
        const Real element = std::fabs(elements(order[i], order[i + 1]));
        const Real value = std::log(std::max(element, 1e-300L)) - std::log(std::max(gap, 1e-300L));
        result.values.push_back(static_cast<double>(value));
        result.elements.push_back(static_cast<double>(element));
        result.gaps.push_back(static_cast<double>(gap));
    }
    return result;
}

namespace {

Real expectation(const Matrix& vectors, const Matrix& operator_matrix, std::size_t n) {
    Real sum = 0.0L;
    for (std::size_t i = 0; i < vectors.order; ++i) {
        for (std::size_t j = 0; j < vectors.order; ++j) {
            sum += vectors(i, n) * operator_matrix(i, j) * vectors(j, n);
        }
    }
    return sum;
}

} // namespace

double entropy(const Matrix& vectors, std::size_t site, std::size_t sites, std::size_t n) {
    // The entry (a, b) of the reduced density matrix is the expectation value of the site's operator |b><a|.
    Matrix rho(2);
    for (std::size_t a = 0; a < 2; ++a) {
        for (std::size_t b = 0; b < 2; ++b) {
            Matrix local(2);
            local(b, a) = 1.0L;
            rho(a, b) = expectation(vectors, site_operator(local, site, sites), n);
        }
    }
    const Real trace = rho(0, 0) + rho(1, 1);
    const Real larger = (trace + std::hypot(rho(0, 0) - rho(1, 1), 2.0L * rho(0, 1))) / 2.0L;
    const Real smaller = (rho(0, 0) * rho(1, 1) - rho(0, 1) * rho(1, 0)) / larger;
    Real sum = 0.0L;
    for (const Real probability : {larger, smaller}) {
        if (probability > 0.0L) sum -= probability * std::log(probability);
    }
    return static_cast<double>(sum);
}

} // namespace naive
