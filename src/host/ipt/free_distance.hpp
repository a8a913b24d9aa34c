#pragma once

#include <vector>

namespace mbl {

/// How far rho at U > 0 is from rho at U = 0, over frequencies |w| < W.
struct FreeDistance {
    double relative = 0;    ///< sum |rho_U - rho_0| / sum rho_0
    double shape = 0;       ///< sum |p - q|, p and q the two normalised to unit sum
    double correlation = 1; ///< Pearson's, of rho/(running mean over 81 points) - 1, 50 points left out at each end
};

/// @param rho, free at the same equidistant frequencies. NaN where it is undefined (too few points).
FreeDistance distance_to_free(const std::vector<double>& rho, const std::vector<double>& free);

} // namespace mbl
