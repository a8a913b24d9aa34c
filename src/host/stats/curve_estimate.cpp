#include "stats/curve_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace mbl {

namespace {

double part_sum(const CurvePart& part, Index k, double outside) {
    const Index at = k - part.k_min;
    if (at < 0 || at >= static_cast<Index>(part.sums->size())) return static_cast<double>(part.count) * outside;
    return (*part.sums)[static_cast<std::size_t>(at)];
}

/// The bins that any part covers, and the realizations of all.
struct Extent {
    Index k_min = 0;
    Index k_end = 0;
    double count = 0;
};

Extent extent_of(const std::vector<CurvePart>& parts) {
    Extent extent{parts.front().k_min, parts.front().k_min, 0};
    for (const CurvePart& part : parts) {
        extent.k_min = std::min(extent.k_min, part.k_min);
        extent.k_end = std::max(extent.k_end, part.k_min + static_cast<Index>(part.sums->size()));
        extent.count += static_cast<double>(part.count);
    }
    return extent;
}

/// f(average of y) in one bin.
struct BinEstimate {
    double all = 0;
    std::vector<double> without; ///< [parts], each left out in turn; empty for a single part
};

BinEstimate estimate_bin(const std::vector<CurvePart>& parts, const Extent& extent, Index k, double outside,
                         double (*f)(double)) {
    double total = 0;
    for (const CurvePart& part : parts) total += part_sum(part, k, outside);
    BinEstimate bin{f(total / extent.count), {}};
    if (parts.size() < 2) return bin;
    for (const CurvePart& part : parts) {
        bin.without.push_back(
            f((total - part_sum(part, k, outside)) / (extent.count - static_cast<double>(part.count))));
    }
    return bin;
}

/// Delete-one-group jackknife error. NaN with a single group.
double jackknife_error(double all, const std::vector<double>& without) {
    if (without.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    const double groups = static_cast<double>(without.size());
    double sum = 0;
    double squares = 0;
    for (const double rest : without) {
        const double difference = rest - all; // shifted: no cancellation
        sum += difference;
        squares += difference * difference;
    }
    return std::sqrt(std::fmax(0.0, squares - sum * sum / groups) * (groups - 1) / groups);
}

} // namespace

CurveEstimate estimate_curve(const std::vector<CurvePart>& parts, double outside, double (*f)(double)) {
    CurveEstimate result;
    if (parts.empty()) return result;
    const Extent extent = extent_of(parts);
    result.k_min = extent.k_min;
    for (Index k = extent.k_min; k < extent.k_end; ++k) {
        const BinEstimate bin = estimate_bin(parts, extent, k, outside, f);
        result.mean.push_back(bin.all);
        result.standard_error.push_back(jackknife_error(bin.all, bin.without));
    }
    return result;
}

JackknifeEstimate estimate_sum(const std::vector<CurvePart>& parts, double outside, double (*f)(double),
                               double factor) {
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    if (parts.empty()) return {undefined, undefined};
    const Extent extent = extent_of(parts);
    double all = 0;
    std::vector<double> without;
    for (Index k = extent.k_min; k < extent.k_end; ++k) {
        const BinEstimate bin = estimate_bin(parts, extent, k, outside, f);
        without.resize(bin.without.size(), 0.0);
        all += bin.all;
        std::ranges::transform(without, bin.without, without.begin(), std::plus{});
    }
    return {factor * all, factor * jackknife_error(all, without)};
}

} // namespace mbl
