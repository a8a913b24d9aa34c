#include "ipt/free_distance.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace mbl {

namespace {

constexpr std::size_t running_mean = 81;
constexpr std::size_t left_out = 50; // at each end, where the running mean has no full range

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// rho/(running mean) - 1.
std::vector<double> fine_structure(const std::vector<double>& rho) {
    std::vector<double> structure;
    for (std::size_t i = left_out; i + left_out < rho.size(); ++i) {
        double mean = 0;
        for (std::size_t k = i - running_mean / 2; k <= i + running_mean / 2; ++k) mean += rho[k];
        structure.push_back(rho[i] * static_cast<double>(running_mean) / mean - 1);
    }
    return structure;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto count = static_cast<double>(a.size());
    const double mean_a = sum(a) / count;
    const double mean_b = sum(b) / count;
    double both = 0;
    double a_squared = 0;
    double b_squared = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - mean_a) * (b[i] - mean_b);
        a_squared += (a[i] - mean_a) * (a[i] - mean_a);
        b_squared += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return both / std::sqrt(a_squared * b_squared);
}

} // namespace

FreeDistance distance_to_free(const std::vector<double>& rho, const std::vector<double>& free) {
    const double total = sum(rho);
    const double free_total = sum(free);
    FreeDistance distance;
    for (std::size_t i = 0; i < rho.size(); ++i) {
        distance.relative += std::fabs(rho[i] - free[i]) / free_total;
        distance.shape += std::fabs(rho[i] / total - free[i] / free_total);
    }
    const bool enough = rho.size() > 2 * left_out + 1;
    distance.correlation =
        enough ? correlation(fine_structure(rho), fine_structure(free)) : std::numeric_limits<double>::quiet_NaN();
    if (rho.empty()) distance.relative = distance.shape = std::numeric_limits<double>::quiet_NaN();
    return distance;
}

} // namespace mbl
