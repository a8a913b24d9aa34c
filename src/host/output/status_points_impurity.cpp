#include "output/status_points.hpp"

#include "ipt/impurity_text.hpp"
#include "output/impurity_json.hpp"

#include <fmt/format.h>

namespace mbl {

std::string impurity_status_head() {
    return fmt::format("{:>5}  {:<10} {:<10} {:>3} {:>6} {:>8} {:>8} {:>8} {:>8} {:>10}  {}\n", "point", "panel",
                       "geometry", "N", "M", "xi", "V", "U", "T", "to go", "result");
}

std::string impurity_status_line(const PointStatus& at) {
    const ImpurityProblem& problem = *at.problem.impurity;
    return fmt::format("{:>5}  {:<10} {:<10} {:>3} {:>6} {:>8.6g} {:>8.6g} {:>8.6g} {:>8.6g} {:>10}  {}\n",
                       at.point.index, at.point.panel, to_string(problem.geometry), problem.bubble_sites,
                       problem.liom_count, problem.localization_length, problem.coupling, problem.interaction,
                       problem.temperature, at.to_go,
                       at.status.impurity ? outcome_text(*at.status.impurity) : "not stored");
}

void add_impurity_status(nlohmann::ordered_json& entry, const PointStatus& at) {
    const ImpurityProblem& problem = *at.problem.impurity;
    entry["geometry"] = to_string(problem.geometry);
    entry["hopping"] = problem.hopping;
    entry["liom_bandwidth"] = problem.liom_bandwidth;
    add_columns(entry, impurity_parameters(), problem, {});
    entry["stored"] = at.status.impurity != nullptr;
    entry["eta_seconds"] = at.eta_seconds;
    if (!at.status.impurity) return;
    add_columns(entry, impurity_figures(), problem, at.status.impurity->report);
    entry["failure"] = at.status.impurity->failure;
}

} // namespace mbl
