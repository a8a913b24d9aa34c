#pragma once

#include "plan/plan.hpp"

#include <limits>

namespace mbl {

/// Limits for commands that compute nothing: whatever some machine can do is allowed.
inline Limits any_machine() {
    Limits limits;
    limits.dim_max = std::numeric_limits<Index>::max();
    limits.memory_bytes = std::numeric_limits<Index>::max();
    return limits;
}

} // namespace mbl
