#pragma once

#include <cstddef>

/// Limits that more than one description or rule needs. A limit of one key stands in its description
/// (describe.hpp).
namespace mbl::limits {

inline constexpr int largest_bubble_spins = 12;
inline constexpr int largest_liom_count = 12;
inline constexpr int smallest_total_spins = 2; ///< of bubble_spins + liom_count: the window needs a pair of levels
inline constexpr int largest_total_spins = 20;
inline constexpr double largest_energy = 1e6; ///< magnitude of any single energy or coupling
inline constexpr std::size_t longest_list = 1000;
inline constexpr int largest_bath = 1'000'000; ///< liom_count of the impurity model

} // namespace mbl::limits
