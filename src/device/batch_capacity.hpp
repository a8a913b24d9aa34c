#pragma once

#include "eigensolver.hpp"
#include "plan/plan.hpp"

namespace mbl {

/// Realizations solved together: small matrices a block at a time, a large one fills the device alone. A pure function
/// of the problem.
inline Index batch_capacity(const Problem& problem) {
    const bool together = eigensolver_routine(problem.dim, problem.block_size) == EigensolverRoutine::batched;
    return together ? problem.block_size : 1;
}

} // namespace mbl
