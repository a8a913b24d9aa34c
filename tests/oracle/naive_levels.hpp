#pragma once

#include "naive_linear_algebra.hpp"

#include <cstddef>
#include <vector>

namespace naive {

/// <n|O|m> for all eigenstates n, m. @param vectors [dim, dim], column n is state n.
Matrix matrix_elements(const Matrix& vectors, const Matrix& operator_matrix);

/// min/max of consecutive gaps inside the window: count - 2 ratios; 0/0 counts as 1.
std::vector<double> gap_ratios(const std::vector<Real>& energies, std::size_t first, std::size_t count);

struct Thouless {
    std::vector<double> values;   ///< G_i [count], i = first ...
    std::vector<double> elements; ///< |T| of the same pairs, not clamped
    std::vector<double> gaps;     ///< E'_{i+1} - E'_i of the same pairs, not clamped
    double smallest_gap = 0.0;    ///< between neighbours of the whole sorted list
};

/// Eq. (8): all states are sorted by E'_n = E_n + <n|O|n> (equal ones keep their order); G_i belongs to the
/// pair (i, i+1) of that list: ln|T| - ln(gap), both clamped at 1e-300 from below.
/// @param energies [dim]. @param elements [dim, dim], <n|O|m>. Needs first + count < dim.
Thouless thouless(const std::vector<Real>& energies, const Matrix& elements, std::size_t first, std::size_t count);

/// -Tr rho ln rho of site `site` out of `sites` in state n.
double entropy(const Matrix& vectors, std::size_t site, std::size_t sites, std::size_t n);

} // namespace naive
