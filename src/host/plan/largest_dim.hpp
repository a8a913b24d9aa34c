#pragma once

#include "plan/plan.hpp"

#include <string>

namespace mbl {

/// Memory of one block in flight.
Index block_bytes(const Problem& problem, const Limits& limits);

/// The largest Hamiltonian below `problem` whose block fits into `bytes`: LIOMs, then bubble spins, are taken away one by
/// one. 0: none fits.
Index largest_dim_below(const Problem& problem, const Limits& limits, Index bytes);

/// The largest Hamiltonian that these limits allow, with the default bubble and couplings of order one. 0: none fits.
Index largest_dim(const Limits& limits);

/// "the largest Hamiltonian that fits is dim = 4096: write fewer LIOMs or bubble spins, or …"; of the impurity model what
/// makes a point smaller.
std::string advice_on_size(const Problem& problem, const Limits& limits, Index bytes);

} // namespace mbl
