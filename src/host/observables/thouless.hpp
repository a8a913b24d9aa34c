#pragma once

#include "backend/backend.hpp"
#include "solve/batch.hpp"
#include "solve/operators.hpp"
#include "thouless_parameter.hpp"

#include <vector>

namespace mbl {

/// Thouless parameters G, Eq. (8), [N_A, count]. All D states are sorted by E'_n = E_n + <n|O|n>; G belongs to the pairs
/// (i, i+1), i = first … first + N_A - 1 of that list, some of whose states may lie outside the window. Needs O(N_A D)
/// beside the D^2 of <n|O|n>. Uses batch.workspace.
/// @param op a product of z operators
template <Backend B>
std::vector<double> window_thouless(Batch<B>& batch, SpinOperator op) {
    B& lane = batch.lane;
    const Problem& problem = batch.problem;
    const Index dim = problem.dim;
    const Index states = dim * batch.count;
    const Index pairs = problem.window.count * batch.count;
    double* perturbed = batch.workspace.data();                 // [dim, count]
    auto* order = reinterpret_cast<Index*>(perturbed + states); // [dim, count]
    double* values = perturbed + Index{2} * states;             // [N_A, count]
    const double* vectors = batch.vectors(0);                   // [dim, dim count]

    lane.for_each_index(states, FillZero{perturbed});
    lane.reduce_rows(states, dim, DiagonalElementTerm{vectors, dim, op.mask}, perturbed);
    lane.for_each_index(states, PerturbedEnergy{batch.energies.data(), perturbed});
    lane.sort_rows(batch.count, dim, perturbed, order);

    const NeighbourPairs neighbours{order, dim, problem.window.first, problem.window.count};
    lane.for_each_index(pairs, FillZero{values});
    lane.reduce_rows(pairs, dim, NeighbourElementTerm{neighbours, vectors, op.mask}, values);
    lane.for_each_index(pairs, ThoulessOfPairs{neighbours, perturbed, values});
    std::vector<double> result(static_cast<std::size_t>(pairs));
    lane.copy(values, result.data(), pairs);
    lane.synchronize();
    return result;
}

} // namespace mbl
