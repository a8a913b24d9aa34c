#pragma once

#include "config/config.hpp"
#include "plan/plan.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

/// Small configs and invented limits for the tests of everything that starts from a plan.
namespace mbl::plan_cases {

/// A device on which everything fits.
inline Limits ample() {
    Limits limits;
    limits.dim_max = Index{1} << 20;
    limits.memory_bytes = std::numeric_limits<Index>::max();
    return limits;
}

/// GOE bubble of `spins` spins; every point has `realizations` of them.
inline Config config(int spins, std::vector<SweepConfig> sweeps, Index realizations = 1) {
    Config config;
    config.name = "t";
    config.model.bubble.spins = spins;
    config.sweeps = std::move(sweeps);
    config.realizations.uniform = realizations;
    return config;
}

/// A chain with V1 = 1.
inline SweepConfig chain(std::vector<double> localization_length, std::vector<int> liom_count) {
    SweepConfig sweep;
    sweep.panel = "a";
    sweep.localization_length = std::move(localization_length);
    sweep.liom_count = std::move(liom_count);
    return sweep;
}

inline SweepConfig explicit_sweep(std::vector<int> liom_count) {
    SweepConfig sweep;
    sweep.geometry = {Geometry::explicit_couplings};
    sweep.coupling.clear();
    sweep.localization_length.clear();
    sweep.liom_count = std::move(liom_count);
    return sweep;
}

inline Plan plan(const Config& config) { return make_plan(config, ample()); }

inline const Problem& problem_of(const Plan& plan, std::size_t point) {
    return plan.problems[static_cast<std::size_t>(plan.points[point].problem)];
}

} // namespace mbl::plan_cases
