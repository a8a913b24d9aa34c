#pragma once

#include "core/index.hpp"

#include <vector>

namespace mbl {

/// p(G): fixed bins of width 0.25 over [-30, 10).
namespace thouless_bins {
inline constexpr double low = -30;
inline constexpr double width = 0.25;
inline constexpr Index count = 160;
} // namespace thouless_bins

/// Pairs per bin of one realization: [below, the bins, above], count + 2 numbers.
std::vector<double> thouless_counts(const std::vector<double>& parameters);

} // namespace mbl
