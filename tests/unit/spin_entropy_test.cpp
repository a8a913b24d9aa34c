#include "spin_entropy.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>

using namespace mbl;

TEST_CASE("spin entropy: 0 for product states, ln 2 for maximally entangled ones") {
    CHECK(spin_entropy({1, 0, 0}) == 0);
    CHECK(spin_entropy({0, 1, 0}) == 0);
    CHECK(spin_entropy({0.5, 0.5, 0.5}) == 0); // a pure state along x
    CHECK(spin_entropy({0.5, 0.5, 0}) == doctest::Approx(std::numbers::ln2).epsilon(1e-15));
}

TEST_CASE("spin entropy: any mixture, in any basis") {
    for (const double p : {1e-12, 1e-3, 0.2, 0.5}) {
        const double expected = -p * std::log(p) - (1 - p) * std::log1p(-p);
        for (const double angle : {0.0, 0.3, std::numbers::pi / 2, 2.0}) {
            const double c = std::cos(angle);
            const double s = std::sin(angle);
            const SpinDensity rho{p * c * c + (1 - p) * s * s, p * s * s + (1 - p) * c * c, (2 * p - 1) * c * s};
            CHECK(std::fabs(spin_entropy(rho) - expected) < 1e-14);
        }
    }
}

TEST_CASE("spin entropy: rounding below zero is zero") {
    CHECK(spin_entropy({0.5, 0.5, 0.5 * (1 + 1e-15)}) == doctest::Approx(0).epsilon(1e-14));
    CHECK(std::isfinite(spin_entropy({0.5, 0.5, 0.5 * (1 + 1e-15)})));
}
