#include "plan/cost.hpp"

#include "backend/dsyevd_workspace.hpp"
#include "ipt/impurity_problem.hpp"
#include "plan/realization_memory.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace mbl {

double realization_cost(Index dim) {
    const double d = static_cast<double>(dim);
    return d * d * d * (1 + 280 / d);
}

double realization_cost(const Problem& problem) {
    return problem.impurity ? impurity_cost(*problem.impurity) : realization_cost(problem.dim);
}

double block_cost(const Plan& plan, const Block& block) {
    return static_cast<double>(block.count) * realization_cost(plan.problems[static_cast<std::size_t>(block.problem)]);
}

Index realization_bytes(const Problem& problem) {
    return realization_memory(problem).bytes(dsyevd_workspace(Job::vectors, problem.dim).total(), 1);
}

namespace {

/// Blocks that a lane computes at once: several impurity points where the device wants them, else one.
Index dealt_together(const Plan& plan, const Limits& limits) {
    const bool several = kind_of(plan) == ModelKind::impurity && limits.points_together;
    return several ? std::max<Index>(1, limits.points_together(plan.problems.front())) : 1;
}

} // namespace

Estimate estimate(const Plan& plan, const Limits& limits) {
    Estimate result;
    result.points = static_cast<Index>(plan.points.size());
    result.problems = static_cast<Index>(plan.problems.size());
    result.blocks = static_cast<Index>(plan.blocks.size());
    double cost = 0;
    double costliest = 0;
    for (const Block& block : plan.blocks) {
        result.realizations += block.count;
        cost += block_cost(plan, block);
        costliest = std::max(costliest, block_cost(plan, block));
    }
    Index largest = 1;
    for (const Block& block : plan.blocks)
        largest = std::max(largest, plan.problems[static_cast<std::size_t>(block.problem)].bytes_in_flight);
    const Index fitting = std::max<Index>(1, limits.memory_bytes / largest);
    const Index together = dealt_together(plan, limits);
    const Index batches = std::max<Index>(1, (result.blocks + together - 1) / together);
    result.lanes = static_cast<int>(std::min<Index>({limits.lanes_max, fitting, batches}));
    const Index in_flight = std::min({result.lanes * together, fitting, std::max<Index>(1, result.blocks)});
    result.memory_bytes = in_flight * largest;
    const int useful = limits.lanes_gain > 0 ? std::min(result.lanes, limits.lanes_gain) : result.lanes;
    result.seconds = limits.seconds_per_cost_unit * std::max(cost / useful, costliest);
    return result;
}

std::string work_text(const Plan& plan) {
    const std::size_t points = plan.points.size();
    if (kind_of(plan) == ModelKind::impurity) {
        return fmt::format("{} point{} of the impurity model, {} distinct", points, points == 1 ? "" : "s",
                           plan.problems.size());
    }
    Index realizations = 0;
    for (const Block& block : plan.blocks) realizations += block.count;
    return fmt::format("{} points, {} distinct Hamiltonian ensembles, {} diagonalizations in {} blocks", points,
                       plan.problems.size(), realizations, plan.blocks.size());
}

std::string human_duration(double seconds) {
    if (seconds < 100) return fmt::format("{:.0f} s", std::ceil(seconds));
    if (seconds < 100 * 60) return fmt::format("{:.1f} min", seconds / 60);
    if (seconds < 72 * 3600) return fmt::format("{:.1f} h", seconds / 3600);
    return fmt::format("{:.1f} days", seconds / 86400);
}

std::string human_bytes(Index bytes) {
    const double value = static_cast<double>(bytes);
    if (value < 1024) return fmt::format("{} B", bytes);
    if (value < 1024 * 1024) return fmt::format("{:.0f} KiB", value / 1024);
    if (value < 1024 * 1024 * 1024) return fmt::format("{:.1f} MiB", value / (1024 * 1024));
    return fmt::format("{:.1f} GiB", value / (1024.0 * 1024 * 1024));
}

} // namespace mbl
