#include "local_green.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace mbl;

namespace {

bool near(Complex a, Complex b) { return magnitude(a - b) <= 1e-14; }

/// The quadratic K G^2 - b G + 1 = 0 with these roots.
struct TwoRoots {
    Complex curvature;
    Complex b;
    TwoRoots(Complex one, Complex other) : curvature(inverse(one * other)), b(curvature * (one + other)) {}
    [[nodiscard]] Complex nearest(Complex green) const { return linearized_green_root(b, curvature, green, {7, -7}); }
};

} // namespace

TEST_CASE("local green: the retarded root on the real axis, inside the band and on either side of it") {
    CHECK(near(local_green_root({3, 0}, 1), {(3 - std::sqrt(5)) / 2, 0}));
    CHECK(near(local_green_root({-3, 0}, 1), {-(3 - std::sqrt(5)) / 2, 0}));
    CHECK(near(local_green_root({3, 0}, 2), {0.5, 0})); // (3 - 1)/4
    CHECK(near(local_green_root({0.5, 0}, 1), {0.25, -std::sqrt(3.75) / 2}));
    CHECK(near(local_green_root({-0.5, 0}, 1), {-0.25, -std::sqrt(3.75) / 2}));
    CHECK(near(local_green_root({2, 0}, 1), {1, 0})); // band edges
    CHECK(near(local_green_root({-2, 0}, 1), {-1, 0}));
    CHECK(near(local_green_root({0, 0}, 4), {0, -0.5}));
}

TEST_CASE("local green: above the axis the root that falls off") {
    for (const Complex b : {Complex{0, 0.3}, Complex{1, 2}, Complex{-3, 0.01}, Complex{40, 1e-8}}) {
        const Complex g = local_green_root(b, 2.5);
        CHECK(near(g, inverse(b - 2.5 * g)));
        CHECK(g.im < 0);
        CHECK(norm(g) * 2.5 <= 1); // the smaller one: the product of both is 1/t^2
    }
}

TEST_CASE("local green: of two linearized roots below the axis the nearer one, else the one that is there") {
    const Complex low{0.2, -0.3};
    const Complex other{-0.4, -0.1};
    const TwoRoots both(low, other);
    CHECK(near(both.nearest({0.25, -0.4}), low));
    CHECK(near(both.nearest({-0.5, 0}), other));
    const TwoRoots one(low, {-0.4, 0.1});
    CHECK(near(one.nearest({0.25, -0.4}), low));
    CHECK(near(one.nearest({-0.4, 0.1}), low)); // near the wrong one
    const TwoRoots exchanged({-0.4, 0.1}, low);
    CHECK(near(exchanged.nearest({-0.4, 0.1}), low));
    CHECK(near(TwoRoots({0.2, 0.3}, {-0.4, 0.1}).nearest(low), {7, -7})); // none: the lagged one
    // Whichever sign the square root has: the roots mirrored at the imaginary axis.
    const TwoRoots mirrored({-0.2, -0.3}, {0.4, -0.1});
    CHECK(near(mirrored.nearest({-0.25, -0.4}), {-0.2, -0.3}));
    CHECK(near(mirrored.nearest({0.5, 0}), {0.4, -0.1}));
    CHECK(near(TwoRoots({-0.2, -0.3}, {0.4, 0.1}).nearest({0.4, 0.1}), {-0.2, -0.3}));
}

TEST_CASE("local green: the map and its derivative by G") {
    const Complex w{0.3, 0.1};
    const Complex g{0.2, -0.6};
    const Complex sigma{0.1, -0.2};
    const Complex lioms{0.05, -0.4};
    const LocalGreenMap map = local_green_map(w, g, sigma, lioms, {0, 0}, 1.5);
    CHECK(near(inverse(map.value), w - 1.5 * g - sigma - lioms));
    const double h = 1e-6;
    const LocalGreenMap moved = local_green_map(w, g + Complex{h, 0}, sigma, lioms + h * Complex{0.7, 0.3}, {}, 1.5);
    const LocalGreenMap with_slope = local_green_map(w, g, sigma, lioms, {0.7, 0.3}, 1.5);
    CHECK(magnitude((1 / h) * (moved.value - map.value) - with_slope.slope) <= 1e-5);
}
