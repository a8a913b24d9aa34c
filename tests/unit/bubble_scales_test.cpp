#include "solve/bubble_scales.hpp"

#include <doctest/doctest.h>

using namespace mbl;

TEST_CASE("bubble scale: s makes the bandwidth w N, and is a binary32 number") {
    CHECK(bubble_scale(2.0, 8, -16, 16) == 0.5);
    const double scale = bubble_scale(2.6, 8, -31.1, 32.3);
    CHECK(scale == doctest::Approx(20.8 / 63.4).epsilon(6e-8));
    CHECK(scale == static_cast<double>(static_cast<float>(scale)));
    CHECK(scale != 20.8 / 63.4);
}

TEST_CASE("bubble scale: the last bits of an eigensolver do not reach s") {
    CHECK(bubble_scale(2.6, 8, -31.1, 32.3) == bubble_scale(2.6, 8, -31.1 * (1 + 1e-14), 32.3 * (1 - 1e-14)));
}

TEST_CASE("bubble scales: known by bubble, seed and realization") {
    BubbleScales scales;
    CHECK(!scales.find(8, 1, 0));
    scales.store(8, 1, 0, 0.25);
    CHECK(scales.find(8, 1, 0) == 0.25);
    CHECK(!scales.find(7, 1, 0));
    CHECK(!scales.find(8, 2, 0));
    CHECK(!scales.find(8, 1, 1));
}
