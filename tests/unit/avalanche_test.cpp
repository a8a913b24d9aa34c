#include "model/avalanche.hpp"

#include "model/coupling_law.hpp"
#include "model/theory.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace mbl;
using doctest::Approx;
using enum Geometry;

namespace {

constexpr double ln_two = std::numbers::ln2;

AvalancheLaw law(Geometry geometry) { return avalanche_law(geometry).value(); }

} // namespace

TEST_CASE("avalanche: A_1 = log 2 gives xi_c = 2/log 2; two dimensions have no critical length") {
    CHECK(law(exponential_1d).growth == ln_two);
    CHECK(critical_localization_length(law(exponential_1d)) == Approx(2.8853900817779268));
    CHECK(law(exponential_2d).growth == ln_two / 2);
    CHECK(std::isnan(critical_localization_length(law(exponential_2d))));
    CHECK(std::isnan(critical_localization_length(law(stretched_1d))));
    CHECK_FALSE(avalanche_law(explicit_couplings).has_value());
}

TEST_CASE("avalanche: the exponent counts the LIOMs that are nearer and the coupling's decay") {
    for (const Geometry geometry : {exponential_1d, stretched_1d, exponential_2d}) {
        for (const double xi : {0.4, 1.0, 4.0}) {
            const int lioms = 5050; // 100 layers in 2D
            const double distance = coupling_distance(geometry, lioms);
            // (M log 2)/2 - u/xi; continuous counting: 2D layers hold n(n-1)/2 = u^2/2 + u/2 LIOMs
            const double counted = geometry == exponential_2d ? distance * distance / 2 : lioms;
            CHECK(hybridization_exponent(law(geometry), xi, distance) == Approx(counted * ln_two / 2 - distance / xi));
            CHECK(lioms_within(law(geometry), distance) == Approx(counted));
        }
    }
}

TEST_CASE("avalanche: R* by hand, and it is the minimum") {
    CHECK(critical_distance(law(exponential_2d), 0.4) == Approx(2 / (0.4 * ln_two))); // 2/(2 A_2 xi), A_2 = (log 2)/2
    CHECK(critical_distance(law(stretched_1d), 0.4) == Approx(1 / (0.4 * ln_two)));   // sqrt(R*) = 2/(2 A_1 xi)
    CHECK(std::isnan(critical_distance(law(exponential_1d), 0.4)));
    for (const Geometry geometry : {stretched_1d, exponential_2d}) {
        for (const double xi : {0.1, 0.6, 4.0}) {
            const double at = critical_distance(law(geometry), xi);
            const double lowest = hybridization_exponent(law(geometry), xi, at);
            CHECK(lowest == Approx(smallest_exponent(law(geometry), xi)));
            CHECK(lowest == Approx(-at / (2 * xi)));
            CHECK(hybridization_exponent(law(geometry), xi, 0.99 * at) > lowest);
            CHECK(hybridization_exponent(law(geometry), xi, 1.01 * at) > lowest);
        }
    }
    CHECK(smallest_exponent(law(exponential_1d), 2.8) == -INFINITY);
    CHECK(smallest_exponent(law(exponential_1d), 2.9) == 0);
}

TEST_CASE("avalanche: the bubble's strength is V1 2^(N/2) / (w N)") {
    CHECK(bubble_strength(1, 8, 2.6) == Approx(16 / 20.8));
    CHECK(bubble_strength(2, 8, 2.6) == Approx(32 / 20.8));
}

TEST_CASE("avalanche: N* is the first bubble that suffices at every distance") {
    for (const Geometry geometry : {stretched_1d, exponential_2d}) {
        for (const double xi : {0.2, 0.4, 1.0}) {
            const double critical = critical_bubble_spins(law(geometry), xi, 1, 2.6);
            const double lowest = std::exp(smallest_exponent(law(geometry), xi));
            CHECK(critical == std::floor(critical));
            CHECK(bubble_strength(1, critical, 2.6) * lowest >= hybridized_ratio);
            CHECK(bubble_strength(1, critical - 1, 2.6) * lowest < hybridized_ratio);
        }
    }
    for (int tenth = 2; tenth <= 20; ++tenth) { // by trying one after the other
        const double xi = 0.1 * tenth;
        double spins = 3;
        while (bubble_strength(1, spins, 2.6) * std::exp(smallest_exponent(law(exponential_2d), xi)) < hybridized_ratio)
            ++spins;
        CHECK(critical_bubble_spins(law(exponential_2d), xi, 1, 2.6) == spins);
    }
    // without a dip V1 2^(N/2) = 2.6 N / 4: at V1 = 0.1 N = 12 gives 6.4 < 7.8, N = 13 gives 9.05 > 8.45
    CHECK(critical_bubble_spins(law(exponential_1d), 3.0, 0.1, 2.6) == 13);
    CHECK(critical_bubble_spins(law(exponential_1d), 3.0, 1, 2.6) == 3);
    CHECK(critical_bubble_spins(law(exponential_1d), 2.8, 1, 2.6) == INFINITY);
}

TEST_CASE("avalanche: N* grows as (1/xi)^2 in two dimensions") {
    const double one = critical_bubble_spins(law(exponential_2d), 1e-3, 1, 2.6);
    const double other = critical_bubble_spins(law(exponential_2d), 1e-4, 1, 2.6);
    CHECK(other / one == Approx(100).epsilon(0.01));
    CHECK(other == Approx(2 / (ln_two * ln_two) * 1e8).epsilon(0.001)); // (2/log 2) u*/(2 xi)
    CHECK(std::isfinite(critical_bubble_spins(law(exponential_2d), 1e-12, 1, 2.6)));
}

TEST_CASE("avalanche: where it stops the ratio is 1/4") {
    for (const Geometry geometry : {exponential_1d, stretched_1d, exponential_2d}) {
        const double strength = 1.25;
        const double stop = stopping_distance(law(geometry), 0.4, strength);
        CHECK(stop > 0);
        CHECK(strength * std::exp(hybridization_exponent(law(geometry), 0.4, stop)) == Approx(0.25));
        CHECK(strength * std::exp(hybridization_exponent(law(geometry), 0.4, 0.9 * stop)) > 0.25);
        CHECK(stopping_distance(law(geometry), 0.4, 0.2) == 0);
        CHECK(stopping_distance(law(geometry), 8, 1.25) == INFINITY);
    }
    for (const Geometry geometry : {stretched_1d, exponential_2d}) { // the dip just above 1/4, and just below
        const double needed = 0.25 / std::exp(smallest_exponent(law(geometry), 0.4));
        CHECK(stopping_distance(law(geometry), 0.4, 1.01 * needed) == INFINITY);
        const double stop = stopping_distance(law(geometry), 0.4, 0.99 * needed);
        CHECK(stop < critical_distance(law(geometry), 0.4));
        CHECK(stop > 0.8 * critical_distance(law(geometry), 0.4));
    }
    CHECK(stopping_distance(law(exponential_1d), 0.4, 0.25 * std::exp(2.5 - ln_two / 2)) == Approx(1));
}

TEST_CASE("avalanche: Eq. 20 by hand") {
    CHECK(log_thermalization_time(1, 1) == Approx(std::numbers::e));
    CHECK(log_thermalization_time(0.5, 1) == Approx(2 * std::exp(4.0)));
    CHECK(log_thermalization_time(0.5, 0.25) == Approx(2 * std::numbers::e));
    CHECK(log_thermalization_time(1e-3, 1) == INFINITY);
}

TEST_CASE("avalanche: 1/4 is where the golden rule's width is the floor 2") {
    // 32 (T_0/delta_b)^2 at M = 1, where N + M - 1 = N
    CHECK(32 * std::pow(bubble_strength(1, 8, 2.6), 2) == Approx(golden_rule_width(1.0, 8, 1, 2.6)));
    CHECK(32 * hybridized_ratio * hybridized_ratio == 2);
}
