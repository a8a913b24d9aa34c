#pragma once

#include "backend/cpu_backend.hpp"
#include "ipt/solve_impurity.hpp"

#include <cstddef>
#include <vector>

/// Small points of the impurity model for the tests of its mathematics.
namespace mbl::impurity_case {

/// LIOMs as listed, on a grid of 2^12 frequencies over [-16, 16).
inline ImpurityProblem with_lioms(std::vector<double> energy, std::vector<double> coupling, double interaction,
                                  double temperature = 2) {
    ImpurityProblem problem;
    problem.geometry = BathGeometry::explicit_couplings;
    problem.liom_count = static_cast<int>(energy.size());
    problem.explicit_energy = std::move(energy);
    problem.explicit_coupling = std::move(coupling);
    problem.interaction = interaction;
    problem.temperature = temperature;
    problem.grid.frequency_count = 4096;
    problem.plot_frequency = {-2.5, -1.1, -0.3, 0.2, 0.9, 1.7};
    return problem;
}

inline ImpurityProblem bare(double interaction, double temperature = 2) {
    return with_lioms({}, {}, interaction, temperature);
}

/// Layers of LIOMs as in Fig. 6.
inline ImpurityProblem layered(int liom_count, double coupling, double interaction, double temperature = 2) {
    ImpurityProblem problem = bare(interaction, temperature);
    problem.geometry = BathGeometry::layers_2d;
    problem.explicit_energy.clear();
    problem.explicit_coupling.clear();
    problem.coupling = coupling;
    problem.localization_length = 10;
    problem.liom_count = liom_count;
    return problem;
}

inline std::vector<ImpuritySolution> solve(const std::vector<ImpurityProblem>& problems) {
    CpuBackend lane;
    std::vector<const ImpurityProblem*> list;
    for (const ImpurityProblem& problem : problems) list.push_back(&problem);
    return solve_impurity(lane, std::span<const ImpurityProblem* const>(list));
}

inline ImpuritySolution solve(const ImpurityProblem& problem) { return solve(std::vector{problem}).front(); }

inline double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = a.size() == b.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) largest = std::max(largest, std::fabs(a[i] - b[i]));
    return largest;
}

inline double largest_difference(const std::vector<Complex>& a, const std::vector<Complex>& b) {
    double largest = a.size() == b.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) largest = std::max(largest, distance(a[i], b[i]));
    return largest;
}

} // namespace mbl::impurity_case
