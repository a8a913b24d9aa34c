#include "model/coupling_law.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace mbl;
using doctest::Approx;
using enum Geometry;

namespace {

std::vector<double> values(const std::vector<CouplingTerm>& law) {
    std::vector<double> v;
    for (const CouplingTerm& term : law) v.push_back(term.value());
    return v;
}

void check_close(const std::vector<double>& v, const std::vector<double>& expected) {
    REQUIRE(v.size() == expected.size());
    for (std::size_t a = 0; a < v.size(); ++a) CHECK(v[a] == Approx(expected[a]).epsilon(1e-15));
}

} // namespace

TEST_CASE("coupling law: distances of the three geometries") {
    const std::vector<double> layers{0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4}; // layer n, from 1, holds n LIOMs
    for (int liom = 0; liom < 11; ++liom) {
        CHECK(coupling_distance(exponential_1d, liom) == liom);
        CHECK(coupling_distance(stretched_1d, liom) == std::sqrt(liom));
        CHECK(coupling_distance(exponential_2d, liom) == layers[static_cast<std::size_t>(liom)]);
    }
    CHECK(coupling_distance(stretched_1d, 4) == 2);
    CHECK_THROWS_AS(coupling_distance(explicit_couplings, 0), std::invalid_argument);
}

TEST_CASE("coupling law: layer n of the plane ends at LIOM n(n+1)/2") {
    for (int n = 1; n < 60; ++n) {
        CHECK(coupling_distance(exponential_2d, n * (n + 1) / 2 - 1) == n - 1);
        CHECK(coupling_distance(exponential_2d, n * (n + 1) / 2) == n);
    }
}

TEST_CASE("coupling law: V_a by hand") {
    // exp(-1/2), exp(-1), exp(-3/2), exp(-2)
    const double e1 = 0.60653065971263342;
    const double e2 = 0.36787944117144232;
    const double e3 = 0.22313016014842983;
    const double e4 = 0.13533528323661269;
    check_close(values(coupling_law(exponential_1d, 1.0, 2.0, 5)), {1, e1, e2, e3, e4});
    check_close(values(coupling_law(exponential_2d, 1.0, 2.0, 7)), {1, e1, e1, e2, e2, e2, e3});
    check_close(values(coupling_law(exponential_1d, 0.5, 1.0, 3)), {0.5, 0.5 * e2, 0.5 * e4});
    // sqrt(2)/4 = 0.35355339059327379
    check_close(values(coupling_law(stretched_1d, 2.0, 4.0, 3)), {2, 2 * 0.77880078307140488, 2 * 0.70218850132655959});
    CHECK(coupling_law(exponential_1d, 1.0, 2.0, 0).empty());
}

TEST_CASE("coupling law: the first V is V1 exactly, whatever xi and geometry") {
    for (const Geometry geometry : {exponential_1d, stretched_1d, exponential_2d}) {
        for (const double xi : {0.1, 0.4, 2.885, 1e12}) {
            const auto law = coupling_law(geometry, 0.3, xi, 1);
            CHECK(law == coupling_law(exponential_1d, 0.3, 1.0, 1));
            CHECK(law.front().value() == 0.3);
        }
    }
}

TEST_CASE("coupling law: up to M = 2 the geometries have the same bits, beyond they differ") {
    for (const double xi : {0.1, 0.4, 0.7, 2.885, 8.0}) {
        const auto plane = coupling_law(exponential_2d, 1.0, xi, 3);
        const auto chain = coupling_law(exponential_1d, 1.0, xi, 3);
        const auto stretched = coupling_law(stretched_1d, 1.0, xi, 3);
        for (std::size_t a = 0; a < 2; ++a) {
            CHECK(chain[a] == plane[a]);
            CHECK(chain[a] == stretched[a]);
        }
        CHECK(chain[2] != plane[2]);
        CHECK(chain[2] != stretched[2]);
        CHECK(plane[2] != stretched[2]);
    }
}

TEST_CASE("coupling law: a smaller M is a prefix of a larger one") {
    for (const Geometry geometry : {exponential_1d, stretched_1d, exponential_2d}) {
        const auto all = coupling_law(geometry, 1.0, 0.4, 12);
        for (int liom_count = 0; liom_count < 12; ++liom_count) {
            CHECK(coupling_law(geometry, 1.0, 0.4, liom_count) == std::vector(all.begin(), all.begin() + liom_count));
        }
    }
}

TEST_CASE("coupling law: explicit couplings are used as they are") {
    const std::vector<double> given{1.0, 0.3, -0.7};
    CHECK(values(coupling_law(given, 3)) == given);
    CHECK(values(coupling_law(given, 2)) == std::vector<double>{1.0, 0.3});
    CHECK(coupling_law(given, 1) == coupling_law(exponential_2d, 1.0, 0.4, 1)); // equal Hamiltonians, equal keys
    CHECK_THROWS_AS(coupling_law(given, 4), std::out_of_range);
}
