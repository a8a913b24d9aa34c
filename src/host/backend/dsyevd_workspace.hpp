#pragma once

#include "backend/verbs.hpp"
#include "core/index.hpp"

namespace mbl {

/// Workspace of LAPACK dsyevd, from its documentation.
struct DsyevdWorkspace {
    Index doubles = 1;
    Index integers = 1; ///< 32-bit

    /// Both, in doubles.
    [[nodiscard]] Index total() const { return doubles + (integers + 1) / 2; }
};

inline DsyevdWorkspace dsyevd_workspace(Job job, Index dim) {
    if (dim <= 1) return {};
    if (job == Job::values_only) return {2 * dim + 1, 1};
    return {1 + 6 * dim + 2 * dim * dim, 3 + 5 * dim};
}

} // namespace mbl
