#include "solve/gate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace mbl;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

struct Figure {
    double Gate::*member;
    const char* name;
};

const std::vector<Figure> figures{
    {&Gate::trace, "trace error of the energies"}, {&Gate::frobenius, "error of the sum of squared energies"},
    {&Gate::residual, "eigenpair residual"},       {&Gate::orthogonality, "eigenvector orthogonality error"},
    {&Gate::sum_rule, "spectral sum rule error"},
};

} // namespace

TEST_CASE("gate: the tolerance is 50 D eps") {
    CHECK(gate_tolerance(1) == 50 * 0x1p-52);
    CHECK(gate_tolerance(1024) == 50 * 0x1p-42);
}

TEST_CASE("gate: nothing wrong, nothing said; the tolerance itself still passes") {
    CHECK(gate_failure({}, 64).empty());
    for (const Figure& figure : figures) {
        Gate gate;
        gate.*figure.member = gate_tolerance(64);
        CHECK(gate_failure(gate, 64).empty());
    }
}

TEST_CASE("gate: each figure is judged, and named with its value and its bound") {
    for (const Figure& figure : figures) {
        Gate gate;
        gate.*figure.member = 0.25;
        CHECK(gate_failure(gate, 1024) == std::string(figure.name) + " is 0.25, must be <= 1.14e-11");
        gate.*figure.member = std::nextafter(gate_tolerance(64), 1.0);
        CHECK(!gate_failure(gate, 64).empty());
        gate.*figure.member = undefined;
        CHECK(gate_failure(gate, 1024) == std::string(figure.name) + " is nan, must be <= 1.14e-11");
    }
}

TEST_CASE("gate: values that are not finite") {
    Gate gate;
    gate.finite = false;
    CHECK(gate_failure(gate, 64) == "an energy or a sample is not finite");
}

TEST_CASE("gate: the worst of two keeps the larger of each figure, and NaN from either side") {
    const Gate a{1, 20, 3, 40, 5, true};
    const Gate b{10, 2, 30, 4, 50, true};
    const std::vector<double> larger{10, 20, 30, 40, 50};
    for (std::size_t i = 0; i < figures.size(); ++i) {
        CHECK(worst(a, b).*figures[i].member == larger[i]);
        CHECK(worst(b, a).*figures[i].member == larger[i]);
        Gate spoilt = a;
        spoilt.*figures[i].member = undefined;
        CHECK(std::isnan(worst(spoilt, b).*figures[i].member));
        CHECK(std::isnan(worst(b, spoilt).*figures[i].member));
    }
    Gate not_finite;
    not_finite.finite = false;
    CHECK(worst(a, b).finite);
    CHECK(!worst(a, not_finite).finite);
    CHECK(!worst(not_finite, a).finite);
}
