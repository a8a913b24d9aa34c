#pragma once

#include "core/errors.hpp"
#include "hamiltonian_element.hpp"
#include "solve/batch.hpp"

#include <fmt/format.h>

namespace mbl {

/// Assembles the batch's Hamiltonians, replaces them by their eigenvectors and brings the energies to the host.
/// @throws SolverError the eigensolver did not converge; names the realization.
template <Backend B>
void diagonalize(Batch<B>& batch) {
    const Problem& problem = batch.problem;
    B& lane = batch.lane;
    const Index dim = problem.dim;
    lane.for_each_index(dim * dim * batch.count,
                        AssembleHamiltonian{batch.bubble.data(), batch.liom_energy.data(), batch.liom_coupling.data(),
                                            problem.bubble_spins, problem.liom_count, batch.matrices.data()});
    const EighStatus status =
        lane.eigh(Job::vectors, dim, batch.count, batch.matrices.data(), batch.energies.data(), batch.workspace.data());
    if (!status.ok()) {
        throw SolverError(fmt::format("eigh: info = {}", status.info), batch.first + status.failed_matrix);
    }
    batch.host_energies.resize(static_cast<std::size_t>(dim * batch.count));
    lane.copy(batch.energies.data(), batch.host_energies.data(), dim * batch.count);
    lane.synchronize();
}

} // namespace mbl
