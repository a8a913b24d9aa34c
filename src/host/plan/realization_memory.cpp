#include "plan/realization_memory.hpp"

#include <algorithm>

namespace mbl {

Index eigh_workspace(Index dim) { return 1 + 6 * dim + 2 * dim * dim + (3 + 5 * dim + 1) / 2; }

RealizationMemory realization_memory(const Problem& problem) {
    const Index dim = problem.dim;
    const Index bubble_dim = Index{1} << problem.bubble_spins;
    const Index states = problem.window.count;
    const Index bins = problem.bin_count_max;

    RealizationMemory memory;
    memory.hamiltonian = dim * dim;
    memory.bubble = bubble_dim * bubble_dim;
    memory.vectors = 8 * dim;

    // Rows of per-eigenstate histograms share the memory that the eigensolver has left free.
    memory.slab_rows = std::clamp<Index>(dim * dim / bins, 1, states);
    const Index matrix_elements = 2 * dim * states; // O applied to the window, and <m|O|n>
    const Index histogram = memory.slab_rows * bins + 2 * bins;
    const Index gate = 6 * gate_probes * dim;
    memory.workspace = std::max({eigh_workspace(dim), matrix_elements + histogram, gate});
    return memory;
}

} // namespace mbl
