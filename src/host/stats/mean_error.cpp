#include "stats/mean_error.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace mbl {

MeanError mean_error(std::span<const double> values) {
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    const double n = static_cast<double>(values.size());
    if (values.empty()) return {undefined, undefined, undefined};
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() < 2) return {mean, undefined, undefined};
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / (n - 1));
    return {mean, deviation / std::sqrt(n), deviation};
}

} // namespace mbl
