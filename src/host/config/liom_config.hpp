#pragma once

#include <vector>

namespace mbl {

/// LIOM energies and couplings given by the user; each may be empty (then drawn, or from the geometry).
struct LiomConfig {
    std::vector<double> energy;
    std::vector<double> coupling;
};

} // namespace mbl
