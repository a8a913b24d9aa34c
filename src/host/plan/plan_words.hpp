#pragma once

#include "plan/plan.hpp"

#include <string>

namespace mbl {

/// What a plan's blocks consist of, in the plural: "diagonalizations", or "solutions" of the impurity model.
const char* work_unit(const Plan& plan);

/// "1 diagonalization", "12 solutions".
std::string amount_text(const Plan& plan, Index count);

} // namespace mbl
