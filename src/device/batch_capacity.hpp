#pragma once

#include "eigensolver.hpp"
#include "plan/plan.hpp"

namespace mbl {

/// Realizations solved together: small matrices a block at a time, a large one fills the device alone. A pure function
/// of the problem.
inline Index batch_capacity(const Problem& problem) {
    return eigensolver_routine(problem.dim) == EigensolverRoutine::batched ? problem.block_size : 1;
}

/// Impurity points of one shape solved together: enough frequencies to fill the device, whatever their number of LIOMs.
inline constexpr Index impurity_batch_capacity = 32;

} // namespace mbl
