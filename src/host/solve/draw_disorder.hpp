#pragma once

#include "core/errors.hpp"
#include "goe_fill.hpp"
#include "liom_energy.hpp"
#include "solve/batch.hpp"
#include "solve/bubble_scales.hpp"
#include "solve/gate.hpp"
#include "solve/matrix_sums.hpp"

#include <fmt/format.h>
#include <span>
#include <string>
#include <vector>

namespace mbl {

/// Draws (or copies) eps_a of every realization of the batch. The draw happens on the host: the function is the same.
template <Backend B>
void draw_lioms(Batch<B>& batch) {
    const Problem& problem = batch.problem;
    const ModelConfig& model = *problem.model;
    batch.host_liom_energy.clear();
    for (Index slot = 0; slot < batch.count; ++slot) {
        for (int liom = 0; liom < problem.liom_count; ++liom) {
            const double energy =
                model.lioms.energy.empty()
                    ? liom_energy(problem.disorder_seed, static_cast<std::uint64_t>(batch.first + slot),
                                  static_cast<std::uint64_t>(liom), model.liom_energy_range[0],
                                  model.liom_energy_range[1])
                    : model.lioms.energy[static_cast<std::size_t>(liom)];
            batch.host_liom_energy.push_back(energy);
        }
    }
    batch.lane.copy(batch.host_liom_energy.data(), batch.liom_energy.data(), problem.liom_count * batch.count);
}

/// The scales that other lanes or points have found already; empty if any is missing.
template <Backend B>
std::vector<double> known_scales(const Batch<B>& batch, const BubbleScales& scales) {
    std::vector<double> known;
    for (Index slot = 0; slot < batch.count; ++slot) {
        const auto scale = scales.find(batch.problem.bubble_spins, batch.problem.disorder_seed, batch.first + slot);
        if (!scale) return {};
        known.push_back(*scale);
    }
    return known;
}

/// Scales of the batch's realizations from the energies of their unscaled bubbles, solved together. Uses batch.bubble,
/// batch.energies and batch.workspace.
/// @throws SolverError the eigensolver fails, or its energies miss tr A or ||A||_F^2.
template <Backend B>
std::vector<double> solve_scales(Batch<B>& batch, BubbleScales& scales) {
    const Problem& problem = batch.problem;
    B& lane = batch.lane;
    const Index dim = Index{1} << problem.bubble_spins;
    double* bubbles = batch.bubble.data();
    lane.for_each_index(FillGoe::pairs(dim) * batch.count,
                        FillGoe{problem.disorder_seed, batch.first, dim, nullptr, bubbles});
    const std::vector<MatrixSums> sums = matrix_sums(lane, bubbles, dim, batch.count, batch.workspace.data());
    const EighStatus status =
        lane.eigh(Job::values_only, dim, batch.count, bubbles, batch.energies.data(), batch.workspace.data());
    if (!status.ok()) {
        throw SolverError(fmt::format("eigh of the bubble: info = {}", status.info),
                          batch.first + status.failed_matrix);
    }
    std::vector<double> energies(static_cast<std::size_t>(dim * batch.count));
    lane.copy(batch.energies.data(), energies.data(), dim * batch.count);
    lane.synchronize();

    std::vector<double> found;
    for (Index slot = 0; slot < batch.count; ++slot) {
        const std::span bubble_energies(energies.data() + slot * dim, static_cast<std::size_t>(dim));
        const MatrixSums& expected = sums[static_cast<std::size_t>(slot)];
        const Index realization = batch.first + slot;
        if (const std::string reason = energies_failure(bubble_energies, expected); !reason.empty()) {
            throw SolverError("eigh of the bubble: " + reason, realization);
        }
        found.push_back(bubble_scale(problem.model->bubble.bandwidth_per_spin, problem.bubble_spins,
                                     bubble_energies.front(), bubble_energies.back()));
        scales.store(problem.bubble_spins, problem.disorder_seed, realization, found.back());
    }
    return found;
}

/// H_b of every realization of the batch: s A with the same bits on every device, or the user's matrix as it is.
template <Backend B>
void draw_bubbles(Batch<B>& batch, BubbleScales& scales) {
    const Problem& problem = batch.problem;
    const BubbleConfig& bubble = problem.model->bubble;
    B& lane = batch.lane;
    const Index dim = Index{1} << problem.bubble_spins;
    if (bubble.ensemble == BubbleEnsemble::explicit_matrix) {
        batch.host_scale.assign(static_cast<std::size_t>(batch.count), 1.0);
        for (Index slot = 0; slot < batch.count; ++slot) { // symmetric: row-major is column-major
            lane.copy(bubble.matrix.data(), batch.bubble.data() + slot * dim * dim, dim * dim);
        }
    } else {
        batch.host_scale = known_scales(batch, scales);
        if (batch.host_scale.empty()) batch.host_scale = solve_scales(batch, scales);
        double* lane_scales = batch.workspace.data();
        lane.copy(batch.host_scale.data(), lane_scales, batch.count);
        lane.for_each_index(FillGoe::pairs(dim) * batch.count,
                            FillGoe{problem.disorder_seed, batch.first, dim, lane_scales, batch.bubble.data()});
    }
    double* scratch = batch.workspace.data() + batch.count;
    batch.bubble_sums = matrix_sums(lane, batch.bubble.data(), dim, batch.count, scratch);
}

} // namespace mbl
