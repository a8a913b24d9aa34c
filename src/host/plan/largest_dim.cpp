#include "plan/largest_dim.hpp"

#include "ipt/impurity_problem.hpp"
#include "model/level_spacing.hpp"
#include "plan/cost.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace mbl {

namespace {

/// One spin less; the bins of delta_E grow with the mean level spacing.
void take_spin_away(Problem& problem) {
    if (problem.liom_count > 0) {
        --problem.liom_count;
        problem.law.resize(std::min(problem.law.size(), static_cast<std::size_t>(problem.liom_count)));
        problem.liom_coupling.resize(static_cast<std::size_t>(problem.liom_count));
    } else {
        --problem.bubble_spins;
    }
    const int spins = problem.bubble_spins + problem.liom_count;
    problem.dim /= 2;
    problem.block_size = block_size(problem.dim);
    problem.window = mid_spectrum_window(spins);
    problem.bin_count_max = problem.bin_count_max / 2 + 2;
}

} // namespace

Index block_bytes(const Problem& problem, const Limits& limits) {
    if (problem.impurity) return impurity_bytes(*problem.impurity); // on every device
    return limits.block_bytes ? limits.block_bytes(problem) : realization_bytes(problem);
}

Index largest_dim_below(const Problem& problem, const Limits& limits, Index bytes) {
    Problem smaller = problem;
    while (smaller.bubble_spins + smaller.liom_count > 2) {
        take_spin_away(smaller);
        if (smaller.dim <= limits.dim_max && block_bytes(smaller, limits) <= bytes) return smaller.dim;
    }
    return 0;
}

Index largest_dim(const Limits& limits) {
    // Twice the limit, never solved itself: what lies below it is asked for.
    Problem problem;
    problem.model = std::make_shared<ModelConfig>();
    problem.bubble_spins = problem.model->bubble.spins;
    problem.dim = Index{1} << problem.bubble_spins;
    while (problem.dim <= limits.dim_max) {
        problem.dim *= 2;
        ++problem.liom_count;
    }
    problem.liom_coupling.assign(static_cast<std::size_t>(problem.liom_count), 1.0);
    problem.bin_count_max = 2 * problem.dim; // a spectrum of twice the bubble's bandwidth
    problem.realizations = 1;
    return largest_dim_below(problem, limits, limits.memory_bytes);
}

std::string advice_on_size(const Problem& problem, const Limits& limits, Index bytes) {
    if (problem.impurity)
        return "write a smaller grid.frequency_count or liom_count, or take a device with more memory";
    const Index largest = largest_dim_below(problem, limits, bytes);
    if (largest == 0) return "no smaller Hamiltonian fits either: take a device with more memory";
    return fmt::format("the largest Hamiltonian that fits is dim = {}: write fewer LIOMs or bubble spins, or take a "
                       "device with more memory",
                       largest);
}

} // namespace mbl
