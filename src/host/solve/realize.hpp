#pragma once

#include "model/level_spacing.hpp"
#include "observables/entropy.hpp"
#include "observables/gap_ratios.hpp"
#include "observables/spectral_function.hpp"
#include "observables/thouless.hpp"
#include "observables/width.hpp"
#include "solve/check_eigensystem.hpp"
#include "solve/diagonalize.hpp"
#include "solve/draw_disorder.hpp"
#include "solve/operators.hpp"
#include "solve/realization.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

namespace mbl {

/// The spectral functions of one operator at several bin widths, and its part of the gate. Bin widths that are equal are
/// computed once.
template <Backend B>
std::vector<SpectralFunction> observe_operator(Batch<B>& batch, Index slot, SpinOperator op,
                                               std::initializer_list<double> bin_widths, Gate& gate) {
    double* free_workspace = window_matrix_elements(batch, slot, op);
    gate.sum_rule = worse(gate.sum_rule, sum_rule_error(batch, free_workspace));
    std::vector<SpectralFunction> curves;
    for (const double bin_width : bin_widths) {
        const auto known = std::ranges::find(curves, bin_width, &SpectralFunction::bin_width);
        curves.push_back(known != curves.end() ? SpectralFunction(*known)
                                               : spectral_function(batch, slot, bin_width, free_workspace));
    }
    return curves;
}

/// Widths and integrals keep their own bins, whatever bins the config wants to see.
template <Backend B>
void observe_operators(Batch<B>& batch, Index slot, Realization& result) {
    const Problem& problem = batch.problem;
    const SpinOperator bubble = sigma_x_first(problem);
    std::vector<SpectralFunction> curves = observe_operator(
        batch, slot, bubble, {problem.bin_width, problem.level_spacing, problem.wide_bin_width}, result.gate);
    result.spectral.emplace(bubble.name, std::move(curves[0]));
    result.integrand = std::move(curves[1]);
    result.integrand_wide = std::move(curves[2]);
    if (problem.liom_count == 0) return;
    const SpinOperator liom = tau_x_last();
    curves = observe_operator(batch, slot, liom, {problem.bin_width, problem.level_spacing}, result.gate);
    result.spectral.emplace(liom.name, std::move(curves[0]));
    result.width = spectral_widths(curves[1].thermal, curves[1].k_min);
}

/// Per-state lists of all realizations of a batch, one after the other.
struct BatchLists {
    std::vector<double> gap_ratios; ///< [N_A - 2, count]
    WindowLists thouless;           ///< [N_A, count] each
    WindowLists entropy;            ///< [N_A, count] each
};

template <Backend B>
BatchLists observe_lists(Batch<B>& batch) {
    BatchLists lists;
    lists.gap_ratios = window_gap_ratios(batch);
    for (const SpinOperator op : thouless_operators(batch.problem))
        lists.thouless[op.name] = window_thouless(batch, op);
    for (const SpinOperator spin : entropy_spins(batch.problem)) lists.entropy[spin.name] = window_entropy(batch, spin);
    return lists;
}

template <Backend B>
Realization observe(Batch<B>& batch, Index slot, const BatchLists& lists) {
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
    result.gap_ratios = part(lists.gap_ratios, std::max<Index>(0, problem.window.count - 2));
    for (const auto& [op, values] : lists.thouless) result.thouless[op] = part(values, problem.window.count);
    for (const auto& [spin, values] : lists.entropy) result.entropy[spin] = part(values, problem.window.count);
    result.gate = check_eigensystem(batch, slot);
    // Bins of energies that are not numbers, or not this Hamiltonian's, mean nothing.
    if (gate_failure(result.gate, problem.dim).empty()) observe_operators(batch, slot, result);
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
    const BatchLists lists = observe_lists(batch);
    std::vector<Realization> results;
    for (Index slot = 0; slot < count; ++slot) results.push_back(observe(batch, slot, lists));
    return results;
}

} // namespace mbl
