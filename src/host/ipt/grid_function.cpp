#include "ipt/grid_function.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace mbl {

namespace {

/// Index of the grid point at or below the frequency, such that `before` points lie below it and `after` above it.
Index cell(const FrequencyGrid& grid, double frequency, Index before, Index after) {
    const auto at = static_cast<Index>(std::floor((frequency - grid.first) / grid.step));
    return std::clamp<Index>(at, before, grid.count - 1 - after);
}

} // namespace

Complex interpolate_linearly(const FrequencyGrid& grid, const std::vector<Complex>& values, double frequency) {
    const Index i = cell(grid, frequency, 0, 1);
    const double x = (frequency - grid.at(i)) / grid.step;
    return (1 - x) * values[static_cast<std::size_t>(i)] + x * values[static_cast<std::size_t>(i + 1)];
}

Complex interpolate_cubically(const FrequencyGrid& grid, const std::vector<Complex>& values, double frequency) {
    const Index i = cell(grid, frequency, 1, 2);
    const double x = (frequency - grid.at(i)) / grid.step;
    const std::array<double, 4> weight{-x * (x - 1) * (x - 2) / 6, (x + 1) * (x - 1) * (x - 2) / 2,
                                       -(x + 1) * x * (x - 2) / 2, (x + 1) * x * (x - 1) / 6};
    Complex sum;
    for (std::size_t k = 0; k < 4; ++k) sum = sum + weight[k] * values[static_cast<std::size_t>(i - 1) + k];
    return sum;
}

std::vector<double> spectral_function_of(const std::vector<Complex>& green) {
    std::vector<double> rho;
    rho.reserve(green.size());
    for (const Complex value : green) rho.push_back(-value.im / std::numbers::pi);
    return rho;
}

} // namespace mbl
