#pragma once

#include "plan/plan.hpp"

namespace mbl {

/// Doubles that one realization in flight needs, part by part. The runner allocates by these numbers and the plan
/// adds them up, so that the two cannot disagree. The workspace serves the eigensolver first and every later step in turn.
struct RealizationMemory {
    Index hamiltonian = 0; ///< D^2: Hamiltonian, then eigenvectors
    Index bubble = 0;      ///< 4^N: H_b
    Index vectors = 0;     ///< energies, fields, probes: O(D)
    Index workspace = 0;   ///< the largest need of any step
    Index slab_rows = 0;   ///< eigenstates whose histogram rows are held together

    [[nodiscard]] Index bytes() const {
        return static_cast<Index>(sizeof(double)) * (hamiltonian + bubble + vectors + workspace);
    }
};

RealizationMemory realization_memory(const Problem& problem);

/// Doubles of workspace of a full diagonalization on the CPU (LAPACK dsyevd with vectors: 1 + 6 D + 2 D^2, and
/// 3 + 5 D 32-bit integers).
Index eigh_workspace(Index dim);

/// Probe vectors of the numerical gate.
inline constexpr Index gate_probes = 2;

} // namespace mbl
