#pragma once

#include "hamiltonian_element.hpp"
#include "random.hpp"
#include "solve/batch.hpp"
#include "solve/gate.hpp"
#include "solve/matrix_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace mbl {

/// Probe vectors of random signs: ||c||^2 = dim exactly, and no eigenvector is orthogonal to them by symmetry.
struct FillProbe {
    std::uint64_t seed;
    std::uint64_t realization;
    double* probes; // [dim, probes]
    MBL_HD void operator()(Index i) const {
        probes[i] = uniform({seed, Stream::probe, realization, static_cast<std::uint64_t>(i)}) < 0.5 ? -1.0 : 1.0;
    }
};

/// E c, column by column.
struct ScaleByEnergy {
    const double* energies;
    const double* probes;
    Index dim;
    double* scaled;
    MBL_HD void operator()(Index i) const { scaled[i] = energies[i % dim] * probes[i]; }
};

/// (a - b)^2 of column c at row r, with the roles that reduce_rows gives: row = column of the probes.
struct SquaredDifference {
    const double* a;
    const double* b;
    Index dim;
    MBL_HD double operator()(Index column, Index row) const {
        const double difference = a[column * dim + row] - b[column * dim + row];
        return difference * difference;
    }
};

/// tr H = 2^M tr H_b and ||H||_F^2 = 2^M ||H_b||_F^2 + D sum (eps^2 + V^2) against the energies' sums. The terms are
/// mutually orthogonal: tau^z and sigma^x tau^x are traceless.
template <Backend B>
void check_traces(Batch<B>& batch, Index slot, double energy_scale, Gate& gate) {
    const Problem& problem = batch.problem;
    const double dim = static_cast<double>(problem.dim);
    const MatrixSums& bubble = batch.bubble_sums[static_cast<std::size_t>(slot)];
    MatrixSums expected{std::ldexp(bubble.trace, problem.liom_count), std::ldexp(bubble.square, problem.liom_count)};
    for (int liom = 0; liom < problem.liom_count; ++liom) {
        const auto a = static_cast<std::size_t>(liom);
        const double energy = batch.host_liom_energy[static_cast<std::size_t>(slot * problem.liom_count) + a];
        const double coupling = problem.liom_coupling[a];
        expected.square += dim * (energy * energy + coupling * coupling);
    }
    const std::span energies(batch.host_energies_of(slot), static_cast<std::size_t>(problem.dim));
    check_energy_sums(energies, expected, energy_scale, gate);
}

/// Residual ||H X c - X E c|| and orthogonality ||X^T X c - c|| on random probes c: O(D^2) each.
template <Backend B>
void check_probes(Batch<B>& batch, Index slot, double energy_scale, Gate& gate) {
    const Problem& problem = batch.problem;
    B& lane = batch.lane;
    const Index dim = problem.dim;
    const Index size = gate_probes * dim;
    const Index bubble_dim = Index{1} << problem.bubble_spins;
    const Index liom_dim = Index{1} << problem.liom_count;
    double* probes = batch.workspace.data();
    double* scaled = probes + size;
    double* combined = scaled + size;   // X c
    double* expected = combined + size; // X E c
    double* applied = expected + size;  // H X c
    double* projected = applied + size; // X^T X c
    const double* vectors = batch.vectors(slot);

    lane.for_each_index(size, FillProbe{problem.disorder_seed, static_cast<std::uint64_t>(batch.first + slot), probes});
    lane.for_each_index(size, ScaleByEnergy{batch.energies_of(slot), probes, dim, scaled});
    lane.multiply({Transpose::no, dim, gate_probes, dim, vectors, probes, combined});
    lane.multiply({Transpose::no, dim, gate_probes, dim, vectors, scaled, expected});
    // H_b (x) 1: each vector is a matrix [2^M, 2^N] with the LIOMs running fastest.
    lane.multiply({Transpose::no, liom_dim, bubble_dim, bubble_dim, combined,
                   batch.bubble.data() + slot * bubble_dim * bubble_dim, applied, gate_probes, dim, 0, dim});
    lane.for_each_index(size,
                        AddLiomTerms{combined, batch.liom_energy.data() + slot * problem.liom_count,
                                     batch.liom_coupling.data(), problem.bubble_spins, problem.liom_count, applied});
    lane.multiply({Transpose::yes, dim, gate_probes, dim, vectors, combined, projected});

    double errors[2 * gate_probes] = {};
    double* lane_errors = scaled; // no longer needed
    lane.copy(errors, lane_errors, 2 * gate_probes);
    lane.reduce_rows(gate_probes, dim, SquaredDifference{applied, expected, dim}, lane_errors);
    lane.reduce_rows(gate_probes, dim, SquaredDifference{projected, probes, dim}, lane_errors + gate_probes);
    lane.copy(lane_errors, errors, 2 * gate_probes);
    lane.synchronize();
    const double probe_norm = std::sqrt(static_cast<double>(dim));
    gate.residual = std::sqrt(std::accumulate(errors, errors + gate_probes, 0.0, worse)) / (energy_scale * probe_norm);
    gate.orthogonality =
        std::sqrt(std::accumulate(errors + gate_probes, errors + 2 * gate_probes, 0.0, worse)) / probe_norm;
    if (!std::isfinite(std::accumulate(errors, errors + 2 * gate_probes, 0.0))) gate.finite = false;
}

/// Everything of the gate but the sum rule. Uses batch.workspace.
template <Backend B>
Gate check_eigensystem(Batch<B>& batch, Index slot) {
    const double* energies = batch.host_energies_of(slot);
    const Index dim = batch.problem.dim;
    Gate gate;
    gate.finite = std::all_of(energies, energies + dim, [](double e) { return std::isfinite(e); });
    const double largest = std::max(std::fabs(energies[0]), std::fabs(energies[dim - 1]));
    const double energy_scale = largest > 0 ? largest : 1; // H = 0 is a legitimate Hamiltonian
    check_traces(batch, slot, energy_scale, gate);
    check_probes(batch, slot, energy_scale, gate);
    return gate;
}

} // namespace mbl
