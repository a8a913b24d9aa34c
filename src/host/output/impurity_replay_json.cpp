#include "output/impurity_replay_json.hpp"

#include "output/impurity_json.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

using Json = nlohmann::ordered_json;

Json pairs(const std::vector<Complex>& values) {
    Json list = Json::array();
    for (const Complex& value : values) list.push_back({value.re, value.im});
    return list;
}

std::string number_text(const ImpurityValue& value) {
    const auto* number = std::get_if<double>(&value);
    return number != nullptr ? fmt::format("{:.10g}", *number) : csv_text(value);
}

} // namespace

std::string impurity_replay_json(const ImpurityProblem& problem, const ImpuritySolution& solution) {
    Json document;
    for (const auto* columns : {&impurity_parameters(), &impurity_figures()})
        add_columns(document, *columns, problem, solution.report);
    document["frequency"] = solution.frequency;
    document["spectral_function"] = solution.spectral_function;
    document["matsubara_frequency"] = solution.matsubara_frequency;
    document["matsubara_green"] = pairs(solution.matsubara_green);
    document["matsubara_self_energy"] = pairs(solution.matsubara_self_energy);
    document["plot_frequency"] = problem.plot_frequency;
    document["plot_spectral_function"] = solution.plot_spectral_function;
    document["liom_energy"] = solution.liom_energy;
    document["liom_coupling"] = solution.liom_coupling;
    document["liom_filling"] = solution.liom_filling;
    document["failure"] = solution.failure;
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string impurity_replay_text(const ImpurityProblem& problem, const ImpuritySolution& solution) {
    std::string text;
    for (const auto* columns : {&impurity_parameters(), &impurity_figures()}) {
        for (const ImpurityColumn& column : *columns) {
            text += fmt::format("  {:<31} {}\n", column.name, number_text(column.value(problem, solution.report)));
        }
    }
    if (!solution.frequency.empty()) {
        text += fmt::format("  {:<31} {:.10g} … {:.10g} ({})\n", "frequency", solution.frequency.front(),
                            solution.frequency.back(), solution.frequency.size());
    }
    if (!solution.failure.empty()) text += fmt::format("  {:<31} {}\n", "failure", solution.failure);
    return text;
}

} // namespace mbl
