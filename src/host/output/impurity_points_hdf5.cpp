#include "output/impurity_points_hdf5.hpp"

#include "output/impurity_columns.hpp"
#include "output/provenance.hpp"

#include <fmt/format.h>
#include <variant>

namespace mbl {

namespace {

void write_columns(Hdf5File& file, const std::string& path, const std::vector<ImpurityColumn>& columns,
                   const ImpurityProblem& problem, const ImpurityReport& report) {
    for (const ImpurityColumn& column : columns) {
        std::visit([&](const auto& value) { file.attribute(path, column.name, value); }, column.value(problem, report));
    }
}

void write_arrays(Hdf5File& file, const std::string& path, const ImpurityProblem& problem,
                  const ImpuritySolution& solution) {
    file.dataset(path + "/frequency", solution.frequency);
    file.dataset(path + "/spectral_function", solution.spectral_function);
    file.dataset(path + "/plot_frequency", problem.plot_frequency);
    file.dataset(path + "/plot_spectral_function", solution.plot_spectral_function);
    file.dataset(path + "/matsubara_frequency", solution.matsubara_frequency);
    file.complex_dataset(path + "/matsubara_green", solution.matsubara_green);
    file.complex_dataset(path + "/matsubara_self_energy", solution.matsubara_self_energy);
    file.dataset(path + "/liom_energy", solution.liom_energy);
    file.dataset(path + "/liom_coupling", solution.liom_coupling);
    file.dataset(path + "/liom_filling", solution.liom_filling);
    for (const auto& [liom, curve] : solution.liom_spectral_function)
        file.dataset(fmt::format("{}/liom_spectral_function/{}", path, liom), curve);
}

} // namespace

void write_impurity_points(Hdf5File& file, const Plan& plan, const Results& results) {
    file.create_group("/ipt/points");
    for (const Point& point : plan.points) {
        const std::string path = fmt::format("/ipt/points/{}", point.index);
        const auto at = static_cast<std::size_t>(point.problem);
        const ImpurityProblem& problem = *plan.problems[at].impurity;
        const ProblemResult& result = results.at(at);
        const ImpuritySolution& solution = *result.impurity;
        file.create_group(path);
        file.attribute(path, "panel", point.panel);
        file.attribute(path, "geometry", std::string(to_string(problem.geometry)));
        file.attribute(path, "hopping", problem.hopping);
        file.attribute(path, "liom_bandwidth", problem.liom_bandwidth);
        write_columns(file, path, impurity_parameters(), problem, solution.report);
        write_columns(file, path, impurity_figures(), problem, solution.report);
        file.attribute(path, "failure", solution.failure);
        file.attribute(path, "identity", plan.problems[at].identity);
        file.attribute(path, "origins", origins_json(result));
        write_arrays(file, path, problem, solution);
    }
}

} // namespace mbl
