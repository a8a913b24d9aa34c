#include "observables/width.hpp"

#include <algorithm>
#include <numeric>

namespace mbl {

namespace {

double total(std::span<const double> side) { return std::accumulate(side.begin(), side.end(), 0.0); }

double maximum(std::span<const double> side) { return side.empty() ? 0.0 : *std::ranges::max_element(side); }

/// Distance from the maximum's bin centre to where the half maximum is crossed, walking by `step` bins.
double half_width(std::span<const double> side, std::ptrdiff_t peak, std::ptrdiff_t step) {
    const auto at = [side](std::ptrdiff_t bin) { return side[static_cast<std::size_t>(bin)]; };
    const double half = at(peak) / 2;
    const auto size = static_cast<std::ptrdiff_t>(side.size());
    std::ptrdiff_t bins = 0;
    for (std::ptrdiff_t next = peak + step; next >= 0 && next < size; next += step, ++bins) {
        if (at(next) < half) {
            const double inside = at(next - step);
            return static_cast<double>(bins) + (inside - half) / (inside - at(next));
        }
    }
    return static_cast<double>(bins) + 0.5;
}

/// Position, in bins from the side's start, below which the given weight lies.
double weight_quantile(std::span<const double> side, double weight) {
    double below = 0;
    for (std::size_t bin = 0; bin < side.size(); ++bin) {
        if (side[bin] > 0 && below + side[bin] >= weight)
            return static_cast<double>(bin) + (weight - below) / side[bin];
        below += side[bin];
    }
    return static_cast<double>(side.size());
}

} // namespace

double half_maximum_count(std::span<const double> side) {
    const double peak = maximum(side);
    if (!(peak > 0)) return 0;
    return static_cast<double>(std::ranges::count_if(side, [peak](double height) { return height >= peak / 2; }));
}

double full_width_half_maximum(std::span<const double> side) {
    if (!(maximum(side) > 0)) return 0;
    const std::ptrdiff_t peak = std::ranges::max_element(side) - side.begin();
    return half_width(side, peak, -1) + half_width(side, peak, +1);
}

double interquartile_range(std::span<const double> side) {
    const double weight = total(side);
    if (!(weight > 0)) return 0;
    return weight_quantile(side, 0.75 * weight) - weight_quantile(side, 0.25 * weight);
}

double participation_width(std::span<const double> histogram) {
    const double weight = total(histogram);
    const double squares = std::inner_product(histogram.begin(), histogram.end(), histogram.begin(), 0.0);
    return squares > 0 ? weight * weight / squares : 0;
}

Widths spectral_widths(std::span<const double> histogram, Index k_min) {
    const Index size = static_cast<Index>(histogram.size());
    const auto split = static_cast<std::size_t>(std::clamp<Index>(-k_min, 0, size));
    const auto negative = histogram.first(split);
    const auto positive = histogram.subspan(split);
    Widths widths;
    widths.over_spacing = half_maximum_count(positive) + half_maximum_count(negative);
    widths.fwhm = full_width_half_maximum(positive) + full_width_half_maximum(negative);
    widths.iqr = interquartile_range(positive) + interquartile_range(negative);
    widths.participation = participation_width(histogram);
    return widths;
}

} // namespace mbl
