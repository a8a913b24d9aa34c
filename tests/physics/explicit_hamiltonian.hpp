#pragma once

#include "campaign_case.hpp"
#include "goe_element.hpp"
#include "oracle/naive_linear_algebra.hpp"

#include <cstddef>
#include <cstdint>

/// H of one realization written down term by term from what the program reports of it: scale, eps, V, and the
/// addressed GOE elements.
namespace mbl::physics {

/// H_b = s A [2^N, 2^N], as the doubles that the program uses.
inline naive::Matrix bubble_of(const Problem& problem, const Realization& realization) {
    const std::size_t order = std::size_t{1} << problem.bubble_spins;
    naive::Matrix bubble(order);
    for (std::size_t row = 0; row < order; ++row) {
        for (std::size_t column = 0; column < order; ++column) {
            bubble(row, column) =
                realization.scale
                * goe_element(problem.disorder_seed, static_cast<std::uint64_t>(realization.index), row, column);
        }
    }
    return bubble;
}

/// tau^x_M [dim, dim].
inline naive::Matrix tau_x_last_matrix(const Problem& problem) {
    const std::size_t spins =
        static_cast<std::size_t>(problem.bubble_spins) + static_cast<std::size_t>(problem.liom_count);
    return naive::site_operator(naive::pauli_x(), spins - 1, spins);
}

/// H_b (x) 1 + 1 (x) sum_a eps_a tau^z_a + sum_a V_a sigma^x_1 tau^x_a [dim, dim].
inline naive::Matrix hamiltonian_of(const Problem& problem, const Realization& realization) {
    const auto bubble_spins = static_cast<std::size_t>(problem.bubble_spins);
    const auto spins = bubble_spins + static_cast<std::size_t>(problem.liom_count);
    naive::Matrix sum =
        naive::kron(bubble_of(problem, realization), naive::identity(std::size_t{1} << problem.liom_count));
    const naive::Matrix sigma_x_1 = naive::site_operator(naive::pauli_x(), 0, spins);
    for (std::size_t liom = 0; liom < static_cast<std::size_t>(problem.liom_count); ++liom) {
        const naive::Matrix tau_z = naive::site_operator(naive::pauli_z(), bubble_spins + liom, spins);
        const naive::Matrix tau_x = naive::site_operator(naive::pauli_x(), bubble_spins + liom, spins);
        sum = naive::add(sum, naive::scale(realization.liom_energy.at(liom), tau_z));
        sum = naive::add(sum, naive::scale(problem.liom_coupling.at(liom), naive::multiply(sigma_x_1, tau_x)));
    }
    return sum;
}

} // namespace mbl::physics
