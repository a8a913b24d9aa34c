#pragma once

#include "backend/backend.hpp"
#include "goe_fill.hpp"
#include "plan/cost.hpp"

#include <chrono>

namespace mbl {

/// Seconds per cost unit of one lane, from diagonalizing `count` GOE matrices together, observables included.
template <Backend B>
double measure_speed(B& lane, Index dim, Index count) {
    auto matrices = lane.template allocate<double>(dim * dim * count);
    auto energies = lane.template allocate<double>(dim * count);
    auto workspace = lane.template allocate<double>(lane.eigh_workspace(Job::vectors, dim, count));
    lane.for_each_index(FillGoe::pairs(dim) * count, FillGoe{1, 0, dim, nullptr, matrices.data()});
    lane.synchronize();
    const auto start = std::chrono::steady_clock::now();
    lane.eigh(Job::vectors, dim, count, matrices.data(), energies.data(), workspace.data());
    lane.synchronize();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    constexpr double observables = 1.1; // their share on top of the eigensolver
    return observables * elapsed.count() / (static_cast<double>(count) * realization_cost(dim));
}

} // namespace mbl
