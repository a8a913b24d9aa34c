#include "campaign/block_failure.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace mbl {

namespace {

bool all_finite(const std::vector<double>& values) {
    return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

bool all_finite(const std::vector<Complex>& values) {
    return std::ranges::all_of(values,
                               [](Complex value) { return std::isfinite(value.re) && std::isfinite(value.im); });
}

/// The first list of a converged point that is empty or holds something else than finite numbers; empty: none.
const char* spoiled_list(const ImpuritySolution& s) {
    const auto spoiled = [](const auto& values) { return values.empty() || !all_finite(values); };
    if (spoiled(s.frequency)) return "frequency";
    if (spoiled(s.spectral_function)) return "spectral_function";
    if (spoiled(s.matsubara_frequency)) return "matsubara_frequency";
    if (spoiled(s.matsubara_green)) return "matsubara_green";
    if (spoiled(s.matsubara_self_energy)) return "matsubara_self_energy";
    if (!all_finite(s.plot_spectral_function)) return "plot_spectral_function";
    if (!all_finite(s.liom_energy) || !all_finite(s.liom_coupling)) return "liom_energy or liom_coupling";
    if (!all_finite(s.liom_filling)) return "liom_filling";
    return "";
}

std::string solution_failure(const ImpuritySolution& solution) {
    const ImpurityReport& report = solution.report;
    if (report.converged != solution.failure.empty())
        return report.converged ? "it is converged and has a failure" : "it is not converged and does not say why";
    if (!report.converged) return "";
    if (!(report.residual >= 0) || !std::isfinite(report.residual))
        return fmt::format("it is converged with a residual of {:.3g}", report.residual);
    for (const auto& [name, figure] : {std::pair{"sum_rule", report.sum_rule}, {"filling", report.filling}}) {
        if (!std::isfinite(figure)) return fmt::format("it is converged with a {} of {:.3g}", name, figure);
    }
    const std::string list = spoiled_list(solution);
    return list.empty() ? "" : fmt::format("{} is empty or not finite", list);
}

} // namespace

std::string block_failure(const BlockRecord& record, Index dim) {
    const std::string failure = record.impurity ? solution_failure(*record.impurity) : gate_failure(record.gate, dim);
    if (failure.empty()) return "";
    return fmt::format("{}: {}", record.impurity ? "impurity solution" : "numerical gate", failure);
}

} // namespace mbl
