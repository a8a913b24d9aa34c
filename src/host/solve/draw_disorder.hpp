#pragma once

#include "core/errors.hpp"
#include "goe_fill.hpp"
#include "liom_energy.hpp"
#include "solve/batch.hpp"
#include "solve/bubble_scales.hpp"
#include "solve/gate.hpp"
#include "solve/matrix_sums.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

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

/// Scales of the batch's realizations, computed where no lane has done so yet. Uses batch.bubble as scratch.
/// @throws SolverError.
template <Backend B>
void find_scales(Batch<B>& batch, BubbleScales& scales) {
    const Problem& problem = batch.problem;
    B& lane = batch.lane;
    const Index bubble_dim = Index{1} << problem.bubble_spins;
    auto workspace = lane.template allocate<double>(lane.eigh_workspace(Job::values_only, bubble_dim, 1));
    auto energies = lane.template allocate<double>(bubble_dim);
    std::vector<double> host(static_cast<std::size_t>(bubble_dim));

    batch.host_scale.clear();
    for (Index realization = batch.first; realization < batch.first + batch.count; ++realization) {
        auto known = scales.find(problem.bubble_spins, problem.disorder_seed, realization);
        if (!known) {
            lane.for_each_index(FillGoe::pairs(bubble_dim),
                                FillGoe{problem.disorder_seed, realization, bubble_dim, nullptr, batch.bubble.data()});
            const MatrixSums sums = matrix_sums(lane, batch.bubble.data(), bubble_dim);
            const EighStatus status =
                lane.eigh(Job::values_only, bubble_dim, 1, batch.bubble.data(), energies.data(), workspace.data());
            if (!status.ok()) {
                throw SolverError(fmt::format("eigh of the bubble: info = {}", status.info), realization);
            }
            lane.copy(energies.data(), host.data(), bubble_dim);
            lane.synchronize();
            known =
                bubble_scale(problem.model->bubble.bandwidth_per_spin, problem.bubble_spins, host.front(), host.back());
            if (const std::string reason = energies_failure(host, sums.trace, sums.square); !reason.empty()) {
                throw SolverError("eigh of the bubble: " + reason, realization);
            }
            scales.store(problem.bubble_spins, problem.disorder_seed, realization, *known);
        }
        batch.host_scale.push_back(*known);
    }
}

/// H_b of every realization of the batch: s A with the same bits on every device, or the user's matrix as it is.
template <Backend B>
void draw_bubbles(Batch<B>& batch, BubbleScales& scales) {
    const Problem& problem = batch.problem;
    const BubbleConfig& bubble = problem.model->bubble;
    B& lane = batch.lane;
    const Index bubble_dim = Index{1} << problem.bubble_spins;
    if (bubble.ensemble == BubbleEnsemble::explicit_matrix) {
        batch.host_scale.assign(static_cast<std::size_t>(batch.count), 1.0);
        for (Index slot = 0; slot < batch.count; ++slot) { // symmetric: row-major is column-major
            lane.copy(bubble.matrix.data(), batch.bubble.data() + slot * bubble_dim * bubble_dim,
                      bubble_dim * bubble_dim);
        }
        return;
    }
    find_scales(batch, scales);
    auto lane_scales = lane.template allocate<double>(batch.count);
    lane.copy(batch.host_scale.data(), lane_scales.data(), batch.count);
    lane.for_each_index(
        FillGoe::pairs(bubble_dim) * batch.count,
        FillGoe{problem.disorder_seed, batch.first, bubble_dim, lane_scales.data(), batch.bubble.data()});
    lane.synchronize(); // lane_scales goes out of scope
}

} // namespace mbl
