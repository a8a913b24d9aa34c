#pragma once

#include "plan/plan.hpp"

#include <algorithm>

namespace mbl {

/// Doubles that a problem's realizations in flight need, part by part. The runner allocates by these numbers and the plan
/// adds them up, so that the two cannot disagree.
struct RealizationMemory {
    Index hamiltonian = 0; ///< D^2 per realization: Hamiltonian, then eigenvectors
    Index bubble = 0;      ///< 4^N per realization: H_b
    Index vectors = 0;     ///< O(D) per realization: energies, LIOM energies, per-state lists
    Index observables = 0; ///< workspace of the neediest step after the eigensolver, one realization at a time
    Index slab_rows = 0;   ///< eigenstates whose histogram rows are held together

    /// The workspace serves the eigensolver first and every later step in turn.
    [[nodiscard]] Index workspace(Index eigensolver, Index realizations) const {
        return std::max({eigensolver, observables, vectors * realizations});
    }

    /// Bytes of `realizations` in flight together.
    [[nodiscard]] Index bytes(Index eigensolver, Index realizations) const {
        return static_cast<Index>(sizeof(double))
               * ((hamiltonian + bubble + vectors) * realizations + workspace(eigensolver, realizations));
    }
};

RealizationMemory realization_memory(const Problem& problem);

/// Probe vectors of the numerical gate.
inline constexpr Index gate_probes = 2;

} // namespace mbl
