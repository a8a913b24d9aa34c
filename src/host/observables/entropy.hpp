#pragma once

#include "backend/composed.hpp"
#include "solve/batch.hpp"
#include "solve/operators.hpp"
#include "spin_entropy.hpp"

#include <vector>

namespace mbl {

/// Entanglement entropy of one spin in every window state, [N_A, count], natural logarithm. Uses batch.workspace.
template <Backend B>
std::vector<double> window_entropy(Batch<B>& batch, SpinOperator spin) {
    const Problem& problem = batch.problem;
    const Index states = problem.window.count * batch.count;
    double* entropies = batch.workspace.data();
    auto* densities = reinterpret_cast<SpinDensity*>(entropies + states);
    reduced_density(
        batch.lane,
        ReducedDensity{batch.vectors(0), problem.dim, problem.window.first, problem.window.count, spin.mask, densities},
        states);
    batch.lane.for_each_index(states, SpinEntropy{densities, entropies});
    std::vector<double> result(static_cast<std::size_t>(states));
    batch.lane.copy(entropies, result.data(), states);
    batch.lane.synchronize();
    return result;
}

} // namespace mbl
