#pragma once

#include "backend/backend.hpp"
#include "plan/plan.hpp"
#include "plan/realization_memory.hpp"
#include "solve/matrix_sums.hpp"

#include <algorithm>
#include <vector>

namespace mbl {

/// Doubles of workspace that a batch's eigensolves need: its Hamiltonians', and its bubbles' for the scales.
/// @param workspace as the backend's eigh_workspace(job, dim, count).
template <class Workspace>
Index eigensolver_doubles(const Problem& problem, Index capacity, const Workspace& workspace) {
    return std::max<Index>(workspace(Job::vectors, problem.dim, capacity),
                           workspace(Job::values_only, Index{1} << problem.bubble_spins, capacity));
}

/// Lane memory of `capacity` realizations of one problem that are solved together, allocated once per block.
template <Backend B>
class Batch {
    using Doubles = decltype(std::declval<B&>().template allocate<double>(Index{}));

  public:
    Batch(B& on_lane, const Problem& of_problem, Index capacity)
        : lane(on_lane), problem(of_problem), memory(realization_memory(of_problem)),
          matrices(lane.template allocate<double>(memory.hamiltonian * capacity)),
          bubble(lane.template allocate<double>(memory.bubble * capacity)),
          energies(lane.template allocate<double>(problem.dim * capacity)),
          liom_energy(lane.template allocate<double>(problem.liom_count * capacity)),
          liom_coupling(lane.template allocate<double>(problem.liom_count)),
          workspace(lane.template allocate<double>(
              memory.workspace(eigensolver_doubles(problem, capacity,
                                                   [&](Job job, Index n, Index matrices_together) {
                                                       return lane.eigh_workspace(job, n, matrices_together);
                                                   }),
                               capacity))) {
        lane.copy(problem.liom_coupling.data(), liom_coupling.data(), problem.liom_count);
    }

    B& lane;
    const Problem& problem;
    RealizationMemory memory;
    Doubles matrices;      ///< [dim, dim, count]: Hamiltonians, then eigenvectors (columns)
    Doubles bubble;        ///< [2^N, 2^N, count]: H_b
    Doubles energies;      ///< [dim, count]
    Doubles liom_energy;   ///< [M, count]
    Doubles liom_coupling; ///< [M]
    Doubles workspace;

    Index first = 0; ///< realization in slot 0
    Index count = 0;

    std::vector<double> host_scale;       ///< [count]
    std::vector<double> host_liom_energy; ///< [M, count]
    std::vector<double> host_energies;    ///< [dim, count]
    std::vector<MatrixSums> bubble_sums;  ///< [count]: of H_b

    [[nodiscard]] double* vectors(Index slot) { return matrices.data() + slot * problem.dim * problem.dim; }
    [[nodiscard]] double* energies_of(Index slot) { return energies.data() + slot * problem.dim; }
    [[nodiscard]] const double* host_energies_of(Index slot) const { return host_energies.data() + slot * problem.dim; }
};

} // namespace mbl
