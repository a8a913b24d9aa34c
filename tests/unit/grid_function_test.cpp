#include "ipt/grid_function.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace mbl;

namespace {

const FrequencyGrid grid{-1, 0.25, 9}; // ... 1

Complex cubic(double w) { return {1 - 2 * w + 0.5 * w * w + 3 * w * w * w, w * w * w - w}; }
Complex line(double w) { return {2 - 3 * w, 0.5 * w}; }

template <class Function>
std::vector<Complex> on_grid(const Function& f) {
    std::vector<Complex> values;
    for (Index i = 0; i < grid.count; ++i) values.push_back(f(grid.at(i)));
    return values;
}

} // namespace

TEST_CASE("grid function: cubics are interpolated exactly, at the ends too") {
    const std::vector<Complex> values = on_grid(cubic);
    for (const double w : {-1.0, -0.9, -0.6, -0.25, 0.1, 0.31, 0.74, 0.99, 1.0})
        CHECK(magnitude(interpolate_cubically(grid, values, w) - cubic(w)) <= 1e-14);
}

TEST_CASE("grid function: a cubic takes the two points on either side alone") {
    std::vector<Complex> values(9);
    values[3] = {1, 0}; // at -0.25
    CHECK(std::fabs(interpolate_cubically(grid, values, 0.125).re + 1.0 / 16)
          <= 1e-15); // x = 1/2: -1/16, 9/16, 9/16, -1/16
    CHECK(std::fabs(interpolate_cubically(grid, values, -0.125).re - 9.0 / 16) <= 1e-15);
    CHECK(interpolate_cubically(grid, values, 0.3).re == 0);
    CHECK(interpolate_cubically(grid, values, 0.6).re == 0);
}

TEST_CASE("grid function: lines are interpolated linearly, between the two neighbours alone") {
    const std::vector<Complex> values = on_grid(line);
    for (const double w : {-1.0, -0.9, 0.1, 0.5, 0.99, 1.0})
        CHECK(magnitude(interpolate_linearly(grid, values, w) - line(w)) <= 1e-14);
    std::vector<Complex> peak(9);
    peak[3] = {0, -1};
    CHECK(std::fabs(interpolate_linearly(grid, peak, -0.125).im + 0.5) <= 1e-15);
    CHECK(interpolate_linearly(grid, peak, 0.01).im == 0);
}

TEST_CASE("grid function: rho = -Im G/pi") {
    CHECK(std::fabs(spectral_function_of({{3, -2}}).front() - 2 / M_PI) <= 1e-15);
}
