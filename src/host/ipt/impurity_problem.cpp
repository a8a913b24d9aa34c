#include "ipt/impurity_problem.hpp"

#include <numbers>

namespace mbl {

std::vector<double> default_plot_frequencies(double liom_bandwidth) {
    constexpr int count = 3201;
    constexpr double offset = 1e-4 * std::numbers::sqrt2; // off every frequency that a formula might single out
    const double edge = liom_bandwidth > 4 ? liom_bandwidth : 4.0;
    std::vector<double> frequencies;
    frequencies.reserve(count);
    for (int i = 0; i < count; ++i) frequencies.push_back(-edge + 2 * edge * i / (count - 1) + offset);
    return frequencies;
}

Index impurity_bytes(const ImpurityProblem& problem) {
    const ImpurityShape shape = impurity_shape(problem);
    return Index{64} * (12 * shape.frequency_count + 8 * shape.matsubara_count + problem.liom_count);
}

double impurity_cost(const ImpurityProblem& problem) {
    const auto frequencies = static_cast<double>(impurity_shape(problem).frequency_count);
    return 250 * frequencies * (problem.liom_count + 500.0);
}

ImpurityShape impurity_shape(const ImpurityProblem& problem) { return {problem.grid.frequency_count, 1024}; }

} // namespace mbl
