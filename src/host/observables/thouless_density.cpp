#include "observables/thouless_density.hpp"

#include <algorithm>
#include <cmath>

namespace mbl {

std::vector<double> thouless_counts(const std::vector<double>& parameters) {
    using namespace thouless_bins;
    std::vector<double> counts(static_cast<std::size_t>(count) + 2, 0.0);
    for (const double g : parameters) {
        const double bin = std::clamp(std::floor((g - low) / width), -1.0, static_cast<double>(count));
        ++counts[static_cast<std::size_t>(bin + 1)];
    }
    return counts;
}

} // namespace mbl
