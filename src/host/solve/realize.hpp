#pragma once

#include "model/level_spacing.hpp"
#include "observables/gap_ratios.hpp"
#include "observables/spectral_function.hpp"
#include "observables/width.hpp"
#include "solve/check_eigensystem.hpp"
#include "solve/diagonalize.hpp"
#include "solve/draw_disorder.hpp"
#include "solve/operators.hpp"
#include "solve/realization.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mbl {

/// The spectral function of one operator and its part of the gate; widths if it is the last LIOM's.
template <Backend B>
void observe_operator(Batch<B>& batch, Index slot, const char* name, PauliString op, Realization& result) {
    const Problem& problem = batch.problem;
    double* free_workspace = window_matrix_elements(batch, slot, op);
    result.gate.sum_rule = worse(result.gate.sum_rule, sum_rule_error(batch, free_workspace));
    SpectralFunction curve = spectral_function(batch, slot, problem.bin_width, free_workspace);
    // Widths always use bins of the nominal spacing, whatever bins the config wants to see.
    if (problem.bin_width == problem.level_spacing) {
        result.width = spectral_widths(curve.thermal, curve.k_min);
    } else {
        const SpectralFunction spaced = spectral_function(batch, slot, problem.level_spacing, free_workspace);
        result.width = spectral_widths(spaced.thermal, spaced.k_min);
    }
    result.spectral.emplace(name, std::move(curve));
}

template <Backend B>
Realization observe(Batch<B>& batch, Index slot, const std::vector<double>& gap_ratios) {
    const Problem& problem = batch.problem;
    const auto part = [slot](const std::vector<double>& all, Index size) {
        return std::vector<double>(all.begin() + slot * size, all.begin() + (slot + 1) * size);
    };
    Realization result;
    result.index = batch.first + slot;
    result.scale = batch.host_scale[static_cast<std::size_t>(slot)];
    result.liom_energy = part(batch.host_liom_energy, problem.liom_count);
    result.energies = part(batch.host_energies, problem.dim);
    result.level_spacing = measured_level_spacing(result.energies.front(), result.energies.back(),
                                                  problem.bubble_spins + problem.liom_count);
    result.gap_ratios = part(gap_ratios, std::max<Index>(0, problem.window.count - 2));
    result.gate = check_eigensystem(batch, slot);
    // Bins of energies that are not numbers, or not this Hamiltonian's, mean nothing.
    if (!gate_failure(result.gate, problem.dim).empty()) return result;
    if (problem.liom_count > 0) observe_operator(batch, slot, "tau_x_M", tau_x_last(), result);
    return result;
}

/// Diagonalizes realizations first … first + count - 1 together and measures everything. A realization whose gate
/// has failed comes back without spectral functions; judging is the caller's.
/// @throws SolverError the eigensolver itself reports failure.
template <Backend B>
std::vector<Realization> realize(Batch<B>& batch, BubbleScales& scales, Index first, Index count) {
    batch.first = first;
    batch.count = count;
    draw_lioms(batch);
    draw_bubbles(batch, scales);
    diagonalize(batch);
    const std::vector<double> gap_ratios = window_gap_ratios(batch);
    std::vector<Realization> results;
    for (Index slot = 0; slot < count; ++slot) results.push_back(observe(batch, slot, gap_ratios));
    return results;
}

} // namespace mbl
