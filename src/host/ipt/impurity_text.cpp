#include "ipt/impurity_text.hpp"

#include <cmath>
#include <fmt/format.h>

namespace mbl {

std::string parameters_text(const ImpurityProblem& problem) {
    const std::string coupling = std::isnan(problem.coupling) ? "explicit LIOMs"
                                                              : fmt::format("V = {:.6g}, xi = {:.6g}", problem.coupling,
                                                                            problem.localization_length);
    return fmt::format("{}, U = {:.6g}, T = {:.6g}, N = {}, M = {}, seed {}", coupling, problem.interaction,
                       problem.temperature, problem.bubble_sites, problem.liom_count, problem.seed);
}

std::string outcome_text(const ImpuritySolution& solution) {
    const ImpurityReport& report = solution.report;
    if (!report.converged) return solution.failure;
    return fmt::format("converged after {} iteration{}, sum rule {:.8f}", report.iterations,
                       report.iterations == 1 ? "" : "s", report.sum_rule);
}

} // namespace mbl
