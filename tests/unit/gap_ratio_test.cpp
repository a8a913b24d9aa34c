#include "gap_ratio.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace mbl;

TEST_CASE("gap ratio: the smaller gap over the larger, in either order") {
    CHECK(gap_ratio(1, 4) == 0.25);
    CHECK(gap_ratio(4, 1) == 0.25);
    CHECK(gap_ratio(3, 3) == 1);
    CHECK(gap_ratio(1e-300, 4e-300) == doctest::Approx(0.25));
}

TEST_CASE("gap ratio: degeneracies") {
    CHECK(gap_ratio(0, 2) == 0);
    CHECK(gap_ratio(2, 0) == 0);
    CHECK(gap_ratio(0, 0) == 1);
}

TEST_CASE("gap ratio: a window's ratios, realization by realization") {
    // two realizations of six levels; the window starts at level 1 and has four states, hence two ratios
    const std::vector<double> energies{-9, 0, 1, 3, 4, 99, -9, 2, 2, 2, 5, 99};
    std::vector<double> ratios(4, -1.0);
    const WindowGapRatio window{energies.data(), 6, 1, 2, ratios.data()};
    for (std::int64_t index = 0; index < 4; ++index) window(index);
    CHECK(ratios == std::vector<double>{0.5, 0.5, 1, 0});
}
