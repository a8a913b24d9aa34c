#include "ipt/acceptance.hpp"

#include <cmath>
#include <fmt/format.h>

namespace mbl {

namespace {

double limit_of(const ImpurityReport& report) { return report.eta > 0 ? mismatch_limit_with_eta : mismatch_limit; }

} // namespace

bool is_mismatch(const ImpurityProblem& problem, const ImpurityReport& report) {
    return problem.interaction > 0 && report.residual <= problem.grid.tolerance
           && !(report.matsubara_mismatch <= limit_of(report));
}

std::string impurity_failure(const ImpurityProblem& problem, const ImpurityReport& report, const SolvedParts& parts) {
    if (!parts.grid && problem.interaction > 0) {
        return fmt::format(
            "not converged: residual {:.3g} after {} iterations, /grid/tolerance is {:g}; raise "
            "/grid/iteration_limit; where the interaction opens a gap (large U, few LIOMs) no grid resolves "
            "the self-energy's pole: write a smaller interaction or more LIOMs",
            report.residual, report.iterations, problem.grid.tolerance);
    }
    if (!parts.grid) {
        return fmt::format(
            "not converged: Newton's method found no root at some frequency of the grid (largest residual "
            "{:.3g}, {} steps); move the grid by another /grid/frequency_count",
            report.residual, report.iterations);
    }
    if (!parts.pointwise) {
        return "not converged: Newton's method found no root at some plotted frequency; shift /spectral/frequency";
    }
    if (!parts.twins) return "not converged: the Matsubara solve did not reach its tolerance; raise the temperature";
    if (is_mismatch(problem, report)) {
        return fmt::format(
            "real axis and Matsubara frequency disagree: G(i omega_n) differs by {:.3g}, the limit is {:g}; "
            "raise /grid/frequency_count (step {:g}) or /grid/frequency_max, or write a smaller interaction",
            report.matsubara_mismatch, limit_of(report), report.step);
    }
    return "";
}

} // namespace mbl
