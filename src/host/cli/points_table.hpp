#pragma once

#include "plan/plan.hpp"

#include <string>

namespace mbl {

/// One line per point, with its parameters and what it will take, under a line of names. A point whose problem an earlier one
/// has costs nothing.
std::string points_table(const Plan& plan, double seconds_per_cost_unit);

} // namespace mbl
