#pragma once

#include "host_device.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// Equidistant real frequencies first + i step, i in [0, count).
struct FrequencyGrid {
    double first = 0;
    double step = 0;
    std::int64_t count = 0;
    [[nodiscard]] MBL_HD double at(std::int64_t i) const { return first + static_cast<double>(i) * step; }
};

/// Fermi function 1/(1 + exp(x)), x = w/T.
MBL_HD inline double fermi(double x) { return 1 / (1 + std::exp(x)); }

} // namespace mbl
