#pragma once

#include "cli/options.hpp"
#include "plan/plan.hpp"

#include <string>

namespace mbl {

/// gamma/delta_E of every point with LIOMs, each once: Eqs. (6), (7) and the golden rule. A table to read, and CSV with 17 digits.
std::string width_table(const Options& options, const Plan& plan);
std::string width_csv(const Options& options, const Plan& plan);

/// Eq. (4) and Eq. (20) of every (geometry, N, V1, xi): xi_c, R*, N*, where the avalanche stops, the time scale.
std::string avalanche_table(const Options& options, const Plan& plan);
std::string avalanche_csv(const Options& options, const Plan& plan);

/// The ratio of Eq. (4) against R of every (geometry, N, V1, xi), as CSV, 201 radii up to twice R* (20 sites in a chain).
std::string condition_curves(const Plan& plan);

} // namespace mbl
