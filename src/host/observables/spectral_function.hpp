#pragma once

#include "backend/composed.hpp"
#include "solve/batch.hpp"
#include "solve/operators.hpp"
#include "solve/realization.hpp"
#include "spin_flip.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mbl {

/// Bins that one realization's window occupies: from the lowest to the highest omega = E_m - E_n.
struct SpectralRange {
    Index k_min = 0;
    Index bins = 0;
};

inline SpectralRange spectral_range(const double* energies, Index dim, const Window& window, double bin_width) {
    const Index k_min = spectral_bin(energies[0] - energies[window.first + window.count - 1], bin_width);
    const Index k_max = spectral_bin(energies[dim - 1] - energies[window.first], bin_width);
    return {k_min, k_max - k_min + 1};
}

/// Matrix elements <m|O|n> of the window states n with all m, [dim, N_A] at batch.workspace, for the x operator of one
/// spin: one pass over the eigenvectors and one GEMM over half of the basis (see SumOverSpin). Returns the first free
/// double of the workspace.
template <Backend B>
double* window_matrix_elements(Batch<B>& batch, Index slot, SpinOperator op) {
    const Problem& problem = batch.problem;
    const Index dim = problem.dim;
    const Index half = dim / 2;
    const Window window = problem.window;
    double* elements = batch.workspace.data();
    double* sums = elements + dim * window.count; // [dim / 2, dim]
    batch.lane.for_each_index(
        half * dim, SumOverSpin{batch.vectors(slot), problem.bubble_spins + problem.liom_count, op.mask, sums});
    batch.lane.multiply({Transpose::yes, dim, window.count, half, sums, sums + window.first * half, elements});
    batch.lane.for_each_index(window.count, SubtractIdentity{elements, dim, window.first});
    return sums; // may be overwritten now, in stream order
}

/// Thermal and typical spectral function of one realization, Eqs. (5), (S2), (S3), from the matrix elements at
/// batch.workspace.
template <Backend B>
SpectralFunction spectral_function(Batch<B>& batch, Index slot, double bin_width, double* free_workspace) {
    const Problem& problem = batch.problem;
    const Window window = problem.window;
    const SpectralRange range = spectral_range(batch.host_energies_of(slot), problem.dim, window, bin_width);
    if (range.bins > problem.bin_count_max) throw std::logic_error("spectral_function: more bins than planned");

    HistogramRows job;
    job.energies = batch.energies_of(slot);
    job.elements = batch.workspace.data();
    job.dim = problem.dim;
    job.first_state = window.first;
    job.states = window.count;
    job.bin_width = bin_width;
    job.k_min = range.k_min;
    job.bins = range.bins;
    job.slab_rows = batch.memory.slab_rows;
    job.sum = free_workspace;
    job.sum_log = job.sum + range.bins;
    job.slab = job.sum_log + range.bins;
    histogram_rows(batch.lane, job);

    SpectralFunction result{bin_width, range.k_min, {}, {}};
    result.thermal.resize(static_cast<std::size_t>(range.bins));
    result.typical_log.resize(static_cast<std::size_t>(range.bins));
    batch.lane.copy(job.sum, result.thermal.data(), range.bins);
    batch.lane.copy(job.sum_log, result.typical_log.data(), range.bins);
    batch.lane.synchronize();
    const double states = static_cast<double>(window.count);
    for (double& height : result.thermal) height /= states;
    for (double& logarithm : result.typical_log) logarithm /= states;
    return result;
}

/// |<n|O|m>|^2 with the roles that reduce_rows gives: row = window state, column = m.
struct SquaredMatrixElement {
    static constexpr bool reads_along_rows = true;
    const double* elements; // [dim, states]
    Index dim;
    MBL_HD double operator()(Index state, Index m) const {
        const double element = elements[state * dim + m];
        return element * element;
    }
};

/// Largest |sum_m |<n|O|m>|^2 - 1| over the window: O^2 = 1, so every row sum is 1 (the sum rule of Eq. 5).
template <Backend B>
double sum_rule_error(Batch<B>& batch, double* free_workspace) {
    const Index states = batch.problem.window.count;
    std::vector<double> sums(static_cast<std::size_t>(states));
    batch.lane.for_each_index(states, FillZero{free_workspace});
    batch.lane.reduce_rows(states, batch.problem.dim, SquaredMatrixElement{batch.workspace.data(), batch.problem.dim},
                           free_workspace);
    batch.lane.copy(free_workspace, sums.data(), states);
    batch.lane.synchronize();
    double worst_error = 0;
    for (const double sum : sums) worst_error = worse(worst_error, std::fabs(sum - 1)); // NaN fails the gate
    return worst_error;
}

} // namespace mbl
