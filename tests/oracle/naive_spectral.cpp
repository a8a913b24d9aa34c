#include "naive_spectral.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace naive {

namespace {

constexpr Real two_pi = 2.0L * std::numbers::pi_v<Real>;

void merge_distance(double& smallest, Real distance) { smallest = std::min(smallest, static_cast<double>(distance)); }

/// Where the cumulated weight of a side reaches `target`, in bins from the side's left edge. If it is reached
/// exactly where an empty stretch begins, that is the left end of the stretch.
Real position_of(const std::vector<Real>& side, Real target) {
    Real below = 0.0L;
    for (std::size_t j = 0; j < side.size(); ++j) {
        if (below + side[j] >= target) return static_cast<Real>(j) + (target - below) / side[j];
        below += side[j];
    }
    return static_cast<Real>(side.size());
}

void add_half_maximum(const std::vector<Real>& side, Real maximum, Widths& result) {
    const Real half = maximum / 2.0L;
    std::size_t peak = 0;
    while (side[peak] != maximum) ++peak;
    for (const Real bin : side) {
        if (bin >= half) result.over_spacing += 1.0;
        merge_distance(result.half_maximum_distance, std::fabs(bin / maximum - 0.5L));
    }

    std::size_t left = peak;
    std::size_t right = peak;
    while (left > 0 && side[left - 1] >= half) --left;
    while (right + 1 < side.size() && side[right + 1] >= half) ++right;
    // Positions in bins, bin j centred at j.
    const Real start =
        left == 0 ? -0.5L : static_cast<Real>(left) - (side[left] - half) / (side[left] - side[left - 1]);
    const Real end = right + 1 == side.size()
                         ? static_cast<Real>(right) + 0.5L
                         : static_cast<Real>(right) + (side[right] - half) / (side[right] - side[right + 1]);
    result.fwhm += static_cast<double>(end - start);
    for (std::size_t j = 0; j < side.size(); ++j) {
        if (j < left || j > right) merge_distance(result.first_maximum_distance, 1.0L - side[j] / maximum);
    }
}

void add_interquartile_range(const std::vector<Real>& side, Widths& result) {
    Real total = 0.0L;
    for (const Real bin : side) total += bin;
    result.iqr += static_cast<double>(position_of(side, 0.75L * total) - position_of(side, 0.25L * total));

    const Real nearly_empty = 1e-6L * total; // the quartile moves by rounding / 1e-6 bins at most elsewhere
    Real below = 0.0L;
    for (std::size_t j = 0; j + 1 < side.size(); ++j) {
        below += side[j];
        if (side[j] > nearly_empty && side[j + 1] > nearly_empty) continue;
        merge_distance(result.quartile_distance, std::fabs(below / total - 0.25L));
        merge_distance(result.quartile_distance, std::fabs(below / total - 0.75L));
    }
}

} // namespace

Spectral spectral(const std::vector<Real>& energies, const Matrix& elements, std::size_t window_first,
                  std::size_t window_count, double bin_width) {
    if (!(bin_width > 0.0)) throw std::invalid_argument("spectral: the bin width must be > 0");
    const Real bin = bin_width;
    Spectral result;
    result.bin_width = bin_width;
    result.edge_distance = 0.5;
    long long k_max = 0;
    bool first_pair = true;
    for (std::size_t n = window_first; n < window_first + window_count; ++n) {
        for (std::size_t m = 0; m < energies.size(); ++m) {
            if (m == n) continue;
            const Real position = (energies[m] - energies[n]) / bin;
            const auto k = static_cast<long long>(std::floor(position));
            result.k_min = first_pair ? k : std::min(result.k_min, k);
            k_max = first_pair ? k : std::max(k_max, k);
            first_pair = false;
            merge_distance(result.edge_distance, std::fabs(position - std::round(position)));
        }
    }
    if (first_pair) throw std::invalid_argument("spectral: the window has no pair of states");

    const auto bins = static_cast<std::size_t>(k_max - result.k_min + 1);
    std::vector<Real> sum(bins, 0.0L);
    std::vector<Real> sum_of_logs(bins, 0.0L);
    for (std::size_t n = window_first; n < window_first + window_count; ++n) {
        std::vector<Real> rho(bins, 0.0L);
        for (std::size_t m = 0; m < energies.size(); ++m) {
            if (m == n) continue;
            const auto k = static_cast<long long>(std::floor((energies[m] - energies[n]) / bin));
            rho[static_cast<std::size_t>(k - result.k_min)] += two_pi * elements(n, m) * elements(n, m) / bin;
        }
        for (std::size_t j = 0; j < bins; ++j) {
            sum[j] += rho[j];
            sum_of_logs[j] += std::log(rho[j] + 1e-20L);
        }
        result.per_state.emplace_back(rho.begin(), rho.end());
    }
    const Real count = static_cast<Real>(window_count);
    for (std::size_t j = 0; j < bins; ++j) {
        result.thermal.push_back(static_cast<double>(sum[j] / count));
        result.typical.push_back(static_cast<double>(std::exp(sum_of_logs[j] / count)));
    }
    return result;
}

double integral_over_two_pi(const std::vector<double>& histogram, double bin_width) {
    Real sum = 0.0L;
    for (const double bin : histogram) sum += bin;
    return static_cast<double>(sum * bin_width / two_pi);
}

Widths widths(const std::vector<double>& histogram, long long k_min) {
    std::vector<Real> negative;
    std::vector<Real> positive;
    Real sum = 0.0L;
    Real sum_of_squares = 0.0L;
    for (std::size_t j = 0; j < histogram.size(); ++j) {
        const Real bin = histogram[j];
        (k_min + static_cast<long long>(j) < 0 ? negative : positive).push_back(bin);
        sum += bin;
        sum_of_squares += bin * bin;
    }
    Widths result;
    result.participation = static_cast<double>(sum * sum / sum_of_squares);
    const Real negative_sum = std::accumulate(negative.begin(), negative.end(), 0.0L);
    result.side_share = static_cast<double>(std::min(negative_sum, sum - negative_sum) / sum);
    for (const auto& side : {negative, positive}) {
        if (side.empty()) continue;
        const Real maximum = *std::max_element(side.begin(), side.end());
        if (maximum == 0.0L) continue;
        add_half_maximum(side, maximum, result);
        add_interquartile_range(side, result);
    }
    return result;
}

} // namespace naive
