#include "cli/points_table.hpp"

#include "ipt/impurity_problem.hpp"
#include "plan/cost.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace mbl {

namespace {

/// What a point takes; a later one with the same problem takes nothing.
struct Work {
    std::string blocks;
    std::string time;
    std::string memory;
};

Work work_of(const Problem& problem, bool is_new, double seconds_per_cost_unit) {
    if (!is_new) return {.blocks = "shared", .time = "", .memory = ""};
    const double cost = static_cast<double>(problem.realizations) * realization_cost(problem);
    return {.blocks = std::to_string((problem.realizations - 1) / problem.block_size + 1),
            .time = human_duration(cost * seconds_per_cost_unit),
            .memory = human_bytes(problem.bytes_in_flight)};
}

std::string diagonalization_names() {
    return fmt::format("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>6} {:>8} {:>8} {:>12} {:>7} {:>10} {:>10}\n", "point",
                       "panel", "geometry", "N", "M", "dim", "xi", "V1", "realizations", "blocks", "one lane",
                       "memory");
}

std::string diagonalization_line(const Point& point, const Problem& problem, const Work& work) {
    return fmt::format("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>6} {:>8.6g} {:>8.6g} {:>12} {:>7} {:>10} {:>10}\n",
                       point.index, point.panel, to_string(point.geometry), point.bubble_spins, point.liom_count,
                       problem.dim, point.localization_length, point.coupling, point.realizations, work.blocks,
                       work.time, work.memory);
}

using ImpurityCells = std::array<std::string, 16>;

std::string impurity_line(const ImpurityCells& cells) {
    constexpr std::array<int, 16> widths{5, -10, -9, 7, 8, 8, 8, 8, 8, 8, 7, 8, 5, 6, 10, 10}; // below 0: to the left
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (column > 0) line += column == 1 ? "  " : " ";
        line += widths[column] < 0 ? fmt::format("{:<{}}", cells[column], -widths[column])
                                   : fmt::format("{:>{}}", cells[column], widths[column]);
    }
    return line + "\n";
}

std::string impurity_names() {
    return impurity_line({"point", "panel", "geometry", "M", "V", "U", "T", "xi", "t", "W", "N", "n_L", "rule", "seed",
                          "one lane", "memory"});
}

/// Six digits; "-" where the point has no such parameter.
std::string number(double value) { return std::isnan(value) ? "-" : fmt::format("{:.6g}", value); }

std::string impurity_line(const Point& point, const ImpurityProblem& problem, const Work& work) {
    return impurity_line({std::to_string(point.index), point.panel, to_string(problem.geometry),
                          std::to_string(problem.liom_count), number(problem.coupling), number(problem.interaction),
                          number(problem.temperature), number(problem.localization_length), number(problem.hopping),
                          number(problem.liom_bandwidth), std::to_string(problem.bubble_sites),
                          number(problem.liom_density), to_string(problem.layer_rule), std::to_string(problem.seed),
                          work.time.empty() ? work.blocks : work.time, work.memory});
}

} // namespace

std::string points_table(const Plan& plan, double seconds_per_cost_unit) {
    std::string table = kind_of(plan) == ModelKind::impurity ? impurity_names() : diagonalization_names();
    std::set<Index> seen;
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        const Work work = work_of(problem, seen.insert(point.problem).second, seconds_per_cost_unit);
        table += problem.impurity ? impurity_line(point, *problem.impurity, work)
                                  : diagonalization_line(point, problem, work);
    }
    return table;
}

} // namespace mbl
