#include "output/convergence.hpp"

#include "ipt/impurity_text.hpp"
#include "output/stored_results.hpp"

#include <fmt/format.h>

namespace mbl {

Convergence convergence(const Plan& plan, Store& store) {
    Convergence result;
    result.points = static_cast<Index>(plan.points.size());
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        if (!problem.impurity) continue;
        const Block block{problem.index, 0, 0, 1};
        const FoundBlock found = store.find_samples(problem, block);
        if (found.state != BlockState::intact || !found.record.impurity) throw lost(store, problem, block, found);
        const ImpuritySolution& solution = *found.record.impurity;
        if (!solution.report.converged)
            result.unconverged.push_back({point.index, parameters_text(*problem.impurity), solution.failure});
    }
    return result;
}

} // namespace mbl
