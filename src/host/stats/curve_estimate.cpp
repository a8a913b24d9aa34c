#include "stats/curve_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mbl {

namespace {

double part_sum(const CurvePart& part, Index k, double outside) {
    const Index at = k - part.k_min;
    if (at < 0 || at >= static_cast<Index>(part.sums->size())) return static_cast<double>(part.count) * outside;
    return (*part.sums)[static_cast<std::size_t>(at)];
}

} // namespace

CurveEstimate estimate_curve(const std::vector<CurvePart>& parts, double outside, double (*f)(double)) {
    CurveEstimate result;
    if (parts.empty()) return result;
    Index k_min = parts.front().k_min;
    Index k_end = k_min;
    double count = 0;
    for (const CurvePart& part : parts) {
        k_min = std::min(k_min, part.k_min);
        k_end = std::max(k_end, part.k_min + static_cast<Index>(part.sums->size()));
        count += static_cast<double>(part.count);
    }
    result.k_min = k_min;
    const double groups = static_cast<double>(parts.size());
    for (Index k = k_min; k < k_end; ++k) {
        double total = 0;
        for (const CurvePart& part : parts) total += part_sum(part, k, outside);
        result.mean.push_back(f(total / count));
        if (parts.size() < 2) {
            result.standard_error.push_back(std::numeric_limits<double>::quiet_NaN());
            continue;
        }
        double sum = 0;
        double squares = 0;
        for (const CurvePart& part : parts) {
            const double rest = f((total - part_sum(part, k, outside)) / (count - static_cast<double>(part.count)));
            const double difference = rest - result.mean.back(); // shifted: no cancellation
            sum += difference;
            squares += difference * difference;
        }
        const double variance = std::fmax(0.0, squares - sum * sum / groups) * (groups - 1) / groups;
        result.standard_error.push_back(std::sqrt(variance));
    }
    return result;
}

} // namespace mbl
