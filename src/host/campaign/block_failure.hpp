#pragma once

#include "campaign/block_record.hpp"

#include <string>

namespace mbl {

/// Judges a stored block by what it says of itself, whatever the program that stored it thought: the gate's figures of exact
/// diagonalization, or an impurity point's report and arrays. A point that is not converged is a result like any other, as
/// long as it says why. Empty, or what is wrong. @param dim of the problem; 0 for an impurity point.
std::string block_failure(const BlockRecord& record, Index dim);

} // namespace mbl
