#include "output/impurity_csv.hpp"

#include "output/csv_number.hpp"
#include "output/impurity_columns.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <set>
#include <string_view>

namespace mbl {

namespace {

std::string row(const ImpurityProblem& problem, const ImpurityReport& report) {
    std::string text;
    for (const auto* columns : {&impurity_parameters(), &impurity_figures()}) {
        for (const ImpurityColumn& column : *columns)
            text += (text.empty() ? "" : ",") + csv_text(column.value(problem, report));
    }
    return text + "\n";
}

std::string header() {
    std::string text;
    for (const auto* columns : {&impurity_parameters(), &impurity_figures()}) {
        for (const ImpurityColumn& column : *columns) text += (text.empty() ? "" : ",") + std::string(column.name);
    }
    return text + "\n";
}

/// A column of a table of numbers: its name, and its value at a row.
struct NumberColumn {
    const char* name;
    std::function<double(std::size_t)> at;
};

NumberColumn column_of(const char* name, const std::vector<double>& values) {
    return {name, [&values](std::size_t i) { return values.at(i); }};
}

std::string table(std::size_t rows, const std::vector<NumberColumn>& columns) {
    std::string text;
    const auto separator = [&](const NumberColumn& column) { return &column == &columns.back() ? "\n" : ","; };
    for (const NumberColumn& column : columns) text += std::string(column.name) + separator(column);
    for (std::size_t i = 0; i < rows; ++i) {
        for (const NumberColumn& column : columns) text += csv_number(column.at(i)) + separator(column);
    }
    return text;
}

} // namespace

std::string ipt_summary_csv(const Plan& plan, const Results& results) {
    std::string text = header();
    std::set<Index> written; // points that share a problem have equal parameters
    for (const Point& point : plan.points) {
        if (!written.insert(point.problem).second) continue;
        const auto at = static_cast<std::size_t>(point.problem);
        text += row(*plan.problems[at].impurity, results.samples_at(at).impurity->report);
    }
    return text;
}

std::vector<FileBytes> impurity_curves_csv(const std::filesystem::path& folder, const Point& point,
                                           const ImpurityProblem& problem, const ImpuritySolution& solution) {
    std::vector<FileBytes> files;
    const auto add = [&](const std::string& curve, std::size_t rows, const std::vector<NumberColumn>& columns) {
        files.push_back({folder / fmt::format("{}_{}.csv", point.index, curve), table(rows, columns)});
    };
    const auto index = [](std::size_t i) { return static_cast<double>(i); };
    const auto& green = solution.matsubara_green;
    const auto& self_energy = solution.matsubara_self_energy;
    add("spectral_function", solution.frequency.size(),
        {column_of("frequency", solution.frequency), column_of("spectral_function", solution.spectral_function)});
    add("plot_spectral_function", solution.plot_spectral_function.size(),
        {column_of("frequency", problem.plot_frequency),
         column_of("spectral_function", solution.plot_spectral_function)});
    add("matsubara", solution.matsubara_frequency.size(),
        {column_of("frequency", solution.matsubara_frequency),
         {"green_re", [&](std::size_t i) { return green.at(i).re; }},
         {"green_im", [&](std::size_t i) { return green.at(i).im; }},
         {"self_energy_re", [&](std::size_t i) { return self_energy.at(i).re; }},
         {"self_energy_im", [&](std::size_t i) { return self_energy.at(i).im; }}});
    add("lioms", solution.liom_filling.size(),
        {{"liom", index},
         column_of("energy", solution.liom_energy),
         column_of("coupling", solution.liom_coupling),
         column_of("filling", solution.liom_filling)});
    for (const auto& [liom, curve] : solution.liom_spectral_function) {
        add(fmt::format("liom_spectral_function_{}", liom), curve.size(),
            {column_of("frequency", problem.plot_frequency), column_of("spectral_function", curve)});
    }
    return files;
}

} // namespace mbl
