#include "model/level_spacing.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using doctest::Approx;

TEST_CASE("level spacing: nominal w (N+M-1)/2^(N+M-1)") {
    CHECK(nominal_level_spacing(2.6, 9) == Approx(0.08125)); // N = 8, M = 1: 2.6 * 8 / 256
    CHECK(nominal_level_spacing(2.6, 8) == Approx(0.1421875));
    CHECK(nominal_level_spacing(2.0, 2) == 1);
    CHECK(nominal_level_spacing(2.0, 3) == 1);
    CHECK(nominal_level_spacing(2.0, 4) == 0.75);
    CHECK(nominal_level_spacing(1.0, 20) == 19.0 / 524288);
}

TEST_CASE("level spacing: measured (E_max - E_min)/2^(N+M-1)") {
    CHECK(measured_level_spacing(-3, 5, 4) == 1);
    CHECK(measured_level_spacing(-3, 5, 2) == 4);
    CHECK(measured_level_spacing(1.25, 1.25, 8) == 0);
    CHECK(measured_level_spacing(-10.4, 10.4, 9) == Approx(20.8 / 256));
}
