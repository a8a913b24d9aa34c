#include "plan/realization_memory.hpp"

#include <algorithm>

namespace mbl {

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
    memory.slab_rows = std::clamp<Index>(dim * dim / bins, 2, std::max<Index>(2, states));
    const Index matrix_elements = dim * states;                 // <m|O|n> of one operator at a time
    const Index summed_vectors = dim / 2 * dim;                 // what they are made of
    const Index histogram = memory.slab_rows * bins + 2 * bins; // what is made of them
    const Index gate = 6 * gate_probes * dim;
    memory.observables = std::max(matrix_elements + std::max(summed_vectors, histogram), gate);
    return memory;
}

} // namespace mbl
