#include "second_order.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace mbl;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Im Sigma2 of a point of two frequencies whose transform gave `sum` at the first.
double spectrum_of(double sum) {
    const std::int64_t slot = 0;
    const ImpurityConstants constants{.interaction = 3};
    Complex transform[4] = {{sum, 5}, {1, 1}, {1, 1}, {1, 1}};
    Complex self_energy[2] = {{7, 7}, {7, 7}};
    TakeSelfEnergySpectrum{{&slot, 2}, {-1, 0.5, 2}, &constants, transform, self_energy}(0);
    CHECK(transform[2].re == 0); // zeros follow
    CHECK(transform[2].im == 0);
    CHECK(self_energy[0].re == 7); // comes later
    return self_energy[0].im;
}

} // namespace

TEST_CASE("second order: a distance that is not finite is huge") {
    CHECK(distance({3, 1}, {0, 5}) == 5);
    CHECK(distance({no_number, 0}, {0, 0}) == 1e300);
    CHECK(distance({0, 0}, {0, no_number}) == 1e300);
    CHECK(distance({1e200, 0}, {0, 0}) == 1e300);
}

TEST_CASE(
    "second order: the spectral function of Sigma2 is (U h)^2 of the sum, not negative, and what is no number stays so") {
    CHECK(std::fabs(spectrum_of(8) + M_PI * 9 * 0.25 * 8 / 4) <= 1e-14); // transforms of length 4 are not normalised
    CHECK(spectrum_of(-1e-17) == 0);
    CHECK(std::isnan(spectrum_of(no_number)));
}
