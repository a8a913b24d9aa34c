#pragma once

#include "campaign/block_record.hpp"
#include "impurity_cases.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Invented solutions of small impurity plans, for the tests of what is done with them.
namespace mbl::solution_cases {

/// Every number follows from `value`; three frequencies on the grid, two Matsubara frequencies.
inline ImpuritySolution solution(const ImpurityProblem& problem, double value) {
    ImpuritySolution s;
    s.report = {true,      9,         value / 1e11, 1 - value / 1e8, 0.5,        value / 1e9, value / 1e7,
                value / 8, value / 4, value / 2,    value / 16,      value / 32, value / 64};
    s.frequency = {-value, 0, value};
    s.spectral_function = {value / 10, value, value / 10};
    s.matsubara_frequency = {value, 3 * value};
    s.matsubara_green = {{0.25, -value}, {0.125, -value / 3}};
    s.matsubara_self_energy = {{value, -1}, {value, -0.5}};
    for (std::size_t i = 0; i < problem.plot_frequency.size(); ++i)
        s.plot_spectral_function.push_back(value + static_cast<double>(i));
    for (int a = 0; a < problem.liom_count; ++a) {
        s.liom_energy.push_back(value + a);
        s.liom_coupling.push_back(value / (a + 1));
        s.liom_filling.push_back(0.5 / (a + 1));
    }
    for (const int liom : problem.plot_lioms) {
        s.liom_spectral_function[liom] = s.plot_spectral_function;
        for (double& density : s.liom_spectral_function[liom]) density *= 10 + liom;
    }
    return s;
}

/// One that gave up before its Matsubara twin was known.
inline ImpuritySolution failed_solution(const ImpurityProblem& problem, double value) {
    ImpuritySolution s = solution(problem, value);
    s.report = {};
    s.report.iterations = 200;
    s.report.residual = 1e-3;
    s.failure = "not converged: residual 0.001 after 200 iterations; raise /grid/iteration_limit";
    s.matsubara_frequency.clear();
    s.matsubara_green.clear();
    s.matsubara_self_energy.clear();
    s.liom_filling.clear();
    return s;
}

/// V = 0.5, U = 2 and 0, M = 0 and 3; the last sweep lists (U = 2, M = 3) again. Four problems, five points.
inline impurity_cases::Written five_points() {
    return {.model = "",
            .sweep =
                R"("panel": "ab", "interaction": [2, 0], "liom_count": [0, 3]}, {"panel": "again", "liom_count": 3)",
            .more = R"("spectral": {"frequency": [-0.5, 0.25, 1], "liom": [1]})"};
}

inline BlockRecord record(ImpuritySolution solution, const Block& block, std::string device = "invented") {
    BlockRecord record;
    record.block = block;
    record.device = std::move(device);
    record.program = computing_program();
    record.impurity = std::make_shared<const ImpuritySolution>(std::move(solution));
    return record;
}

/// Problem k has the value k + 1.
inline BlockRecord record(const Plan& plan, const Block& block) {
    const ImpurityProblem& problem = *plan.problems[static_cast<std::size_t>(block.problem)].impurity;
    return record(solution(problem, static_cast<double>(block.problem + 1)), block);
}

inline BlockRecord failed_record(const Plan& plan, const Block& block) {
    const ImpurityProblem& problem = *plan.problems[static_cast<std::size_t>(block.problem)].impurity;
    return record(failed_solution(problem, static_cast<double>(block.problem + 1)), block);
}

inline std::vector<BlockRecord> records(const Plan& plan) {
    std::vector<BlockRecord> all;
    for (const Block& block : plan.blocks) all.push_back(record(plan, block));
    return all;
}

} // namespace mbl::solution_cases
