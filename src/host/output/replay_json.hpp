#pragma once

#include "plan/plan.hpp"
#include "solve/realization.hpp"

#include <string>

namespace mbl {

/// Everything about one realization as one JSON object; the keys are a contract. Numbers are written with the digits
/// that restore their bits; NaN becomes null.
std::string replay_json(const Point& point, const Problem& problem, const Realization& realization);

} // namespace mbl
