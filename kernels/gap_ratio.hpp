#pragma once

#include "host_device.hpp"

#include <cstdint>

namespace mbl {

/// r = min(a, b) / max(a, b) of two consecutive gaps; 0/0 (a threefold degeneracy) counts as 1.
/// GOE: <r> = 0.5307; Poisson: 2 log 2 - 1 = 0.3863.
MBL_HD inline double gap_ratio(double gap, double next_gap) {
    const double larger = gap > next_gap ? gap : next_gap;
    const double smaller = gap > next_gap ? next_gap : gap;
    return larger > 0 ? smaller / larger : 1.0;
}

/// Gap ratios of consecutive ascending energies: ratio k uses energies first+k … first+k+2.
struct WindowGapRatio {
    const double* energies; // [dim, count], ascending per column
    std::int64_t dim;
    std::int64_t first;
    std::int64_t ratios_per_realization; // N_A - 2
    double* ratios;                      // [N_A - 2, count]

    MBL_HD void operator()(std::int64_t index) const {
        const double* e = energies + index / ratios_per_realization * dim + first + index % ratios_per_realization;
        ratios[index] = gap_ratio(e[1] - e[0], e[2] - e[1]);
    }
};

} // namespace mbl
