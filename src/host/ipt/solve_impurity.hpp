#pragma once

#include "ipt/acceptance.hpp"
#include "ipt/solve_curves.hpp"
#include "ipt/solve_grid.hpp"
#include "ipt/solve_matsubara.hpp"

#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace mbl {

/// Solves points of one shape together, on the grid that they ask for.
template <Backend B>
std::vector<ImpuritySolution> solve_on_grid(B& lane, std::span<const ImpurityProblem* const> problems, Poll poll) {
    ImpurityBatch<B> batch(lane, problems, poll);
    solve_interacting_grid(batch);
    solve_free_grid(batch);
    solve_curves(batch);
    solve_matsubara(batch);
    std::vector<ImpuritySolution> solutions;
    for (std::size_t slot = 0; slot < batch.work.size(); ++slot) {
        PointWork& point = batch.work[slot];
        ImpuritySolution& solution = point.solution;
        const LiomBath& bath = batch.baths.host()[slot];
        for (Index i = 0; i < batch.grid.count; ++i) solution.frequency.push_back(batch.grid.at(i));
        solution.spectral_function = spectral_function_of(point.green);
        solution.report.sum_rule =
            batch.grid.step
            * std::accumulate(solution.spectral_function.begin(), solution.spectral_function.end(), 0.0);
        solution.liom_energy = bath.energy;
        for (const double squared : bath.coupling_squared) solution.liom_coupling.push_back(std::sqrt(squared));
        solution.failure = impurity_failure(*point.problem, solution.report,
                                            {point.solved, point.pointwise_solved, point.twins_solved});
        solution.report.converged = solution.failure.empty();
        solutions.push_back(std::move(solution));
    }
    return solutions;
}

/// A point whose self-energy reaches beyond its grid (the iteration converged, real axis and Matsubara frequency disagree)
/// is solved alone on grids two and four times as wide with the same step; the first that passes is the solution.
template <Backend B>
void widen_grid(B& lane, const ImpurityProblem& problem, ImpuritySolution& solution, Poll poll) {
    constexpr int widest = 4;
    ImpurityProblem wider = problem;
    for (int factor = 2; factor <= widest && is_mismatch(problem, solution.report); factor *= 2) {
        wider.grid.frequency_max = factor * problem.grid.frequency_max;
        wider.grid.frequency_count = factor * problem.grid.frequency_count;
        const ImpurityProblem* alone = &wider;
        ImpuritySolution again = solve_on_grid(lane, std::span<const ImpurityProblem* const>(&alone, 1), poll).front();
        if (again.report.converged) solution = std::move(again);
    }
}

/// Solves points of one shape together on a lane; each solution is independent of what else is in the batch.
/// Non-convergence is told in the solution, never thrown. @param poll called between iterations; may throw Stopped
/// @throws OutOfMemory; std::invalid_argument where shapes differ.
template <Backend B>
std::vector<ImpuritySolution> solve_impurity(B& lane, std::span<const ImpurityProblem* const> problems,
                                             Poll poll = nullptr) {
    if (problems.empty()) return {};
    const ImpurityShape shape = impurity_shape(*problems.front());
    for (const ImpurityProblem* problem : problems) {
        if (impurity_shape(*problem) != shape)
            throw std::invalid_argument(
                "solve_impurity: the points need different frequencies; group them by impurity_shape");
    }
    std::vector<ImpuritySolution> solutions = solve_on_grid(lane, problems, poll);
    for (std::size_t i = 0; i < solutions.size(); ++i) widen_grid(lane, *problems[i], solutions[i], poll);
    return solutions;
}

} // namespace mbl
