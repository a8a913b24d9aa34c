#pragma once

#include "plan/plan.hpp"

#include <string>
#include <string_view>

namespace mbl {

/// Canonical text of everything that determines a problem's stored numbers: physics, disorder seed, bin width,
/// block size, solver, format. Doubles are written as their bits, so equal texts mean equal Hamiltonians.
/// The realization count, figure, device and machine are not part of it. For the impurity model: every parameter that its
/// results are listed with, the grid, and what is plotted.
std::string identity_text(const Problem& problem);

/// XXH3-128 of a text as 32 hexadecimal digits.
std::string hash_hex(std::string_view text);

/// XXH3-64 of a text, for seeds of unshared disorder.
std::uint64_t hash_seed(std::uint64_t seed, std::string_view text);

} // namespace mbl
