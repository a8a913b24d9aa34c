#include "stats/curve_estimate.hpp"

#include "stats/mean_error.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace mbl;
using doctest::Approx;

namespace {

double identity(double y) { return y; }

double exponential(double y) { return std::exp(y); }

} // namespace

TEST_CASE("curve estimate: for equal groups and the identity the jackknife is the error of the group means") {
    const std::vector<double> a{4, 1}, b{8, 5}, c{18, -3}; // sums over two realizations each
    const auto estimate = estimate_curve({{2, -1, &a}, {2, -1, &b}, {2, -1, &c}}, 0.0, identity);
    CHECK(estimate.k_min == -1);
    REQUIRE(estimate.mean.size() == 2);
    REQUIRE(estimate.standard_error.size() == 2);
    const MeanError first = mean_error(std::vector<double>{2, 4, 9});
    const MeanError second = mean_error(std::vector<double>{0.5, 2.5, -1.5});
    CHECK(estimate.mean[0] == Approx(first.mean));
    CHECK(estimate.mean[1] == Approx(second.mean));
    CHECK(estimate.standard_error[0] == Approx(first.standard_error).epsilon(1e-13));
    CHECK(estimate.standard_error[1] == Approx(second.standard_error).epsilon(1e-13));
}

TEST_CASE("curve estimate: exp of the mean, with the delete-one error") {
    const std::vector<double> a{std::log(2.0)}, b{std::log(8.0)};
    const auto estimate = estimate_curve({{1, 0, &a}, {1, 0, &b}}, 0.0, exponential);
    CHECK(estimate.mean[0] == Approx(4)); // geometric mean
    // without a: 8, without b: 2; variance (G-1)/G sum (f - mean f)^2 = 1/2 (9 + 9)
    CHECK(estimate.standard_error[0] == Approx(3));
}

TEST_CASE("curve estimate: a group counts by its realizations") {
    const std::vector<double> a{6}, b{1}; // three realizations of 2, one of 1
    const auto estimate = estimate_curve({{3, 0, &a}, {1, 0, &b}}, 0.0, identity);
    CHECK(estimate.mean[0] == Approx(7.0 / 4));
    CHECK(estimate.standard_error[0] == Approx(std::sqrt(0.5 * (0.25 + 0.25)))); // left out: 1 and 2, mean 1.5
}

TEST_CASE("curve estimate: outside a part's range each of its realizations counts as `outside`") {
    const std::vector<double> a{10, 20}, b{30};
    const auto estimate = estimate_curve({{2, 3, &a}, {1, 6, &b}}, -1.0, identity); // bins 3, 4 and 6
    CHECK(estimate.k_min == 3);
    REQUIRE(estimate.mean.size() == 4);
    CHECK(estimate.mean[0] == Approx((10.0 - 1) / 3));
    CHECK(estimate.mean[1] == Approx((20.0 - 1) / 3));
    CHECK(estimate.mean[2] == Approx(-1)); // covered by nobody
    CHECK(estimate.mean[3] == Approx((30.0 - 2) / 3));
    CHECK(estimate.standard_error[2] == 0);
    // without the first: -1 and without the second: 5
    CHECK(estimate.standard_error[0] == Approx(std::sqrt(0.5 * (9 + 9))));
}

TEST_CASE("curve estimate: the lowest bin may belong to a later part") {
    const std::vector<double> a{1}, b{5, 7};
    const auto estimate = estimate_curve({{1, 2, &a}, {1, -1, &b}}, 0.0, identity);
    CHECK(estimate.k_min == -1);
    CHECK(estimate.mean == std::vector<double>{2.5, 3.5, 0, 0.5});
}

TEST_CASE("curve estimate: a single group has no error, no group no curve") {
    const std::vector<double> a{6, 8};
    const auto single = estimate_curve({{2, 0, &a}}, 0.0, identity);
    CHECK(single.mean == std::vector<double>{3, 4});
    REQUIRE(single.standard_error.size() == 2);
    CHECK(std::isnan(single.standard_error[0]));
    CHECK(estimate_curve({}, 0.0, identity).mean.empty());
}

TEST_CASE("curve estimate: equal groups have no error, beyond rounding") {
    const std::vector<double> a{0.1, 3e9, -46.051701859880914};
    const auto estimate = estimate_curve({{1, 0, &a}, {1, 0, &a}, {1, 0, &a}, {1, 0, &a}}, 0.0, identity);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(estimate.mean[k] == Approx(a[k]).epsilon(1e-15));
        CHECK(estimate.standard_error[k] <= 1e-15 * std::fabs(a[k]));
    }
}

TEST_CASE("curve estimate: the sum over bins of a linear curve has the error of the groups' own sums") {
    const std::vector<double> a{4, 1}, b{8, 5}, c{18, -3}; // sums over two realizations each
    const auto sum = estimate_sum({{2, -1, &a}, {2, 3, &b}, {2, -1, &c}}, 0.0, identity, 0.5);
    const MeanError expected = mean_error(std::vector<double>{0.5 * 2.5, 0.5 * 6.5, 0.5 * 7.5});
    CHECK(sum.mean == Approx(expected.mean));
    CHECK(sum.standard_error == Approx(expected.standard_error).epsilon(1e-13));
}

TEST_CASE("curve estimate: the sum over bins of exp of the mean, with the delete-one error") {
    const std::vector<double> a{std::log(2.0), std::log(3.0)}, b{std::log(8.0), std::log(27.0)};
    const auto sum = estimate_sum({{1, 0, &a}, {1, 0, &b}}, 0.0, exponential, 2);
    CHECK(sum.mean == Approx(2 * (4 + 9)));
    // without a: 8 + 27, without b: 2 + 3; half of their difference
    CHECK(sum.standard_error == Approx(2 * (35 - 5) / 2.0));
    CHECK(std::isnan(estimate_sum({{1, 0, &a}}, 0.0, exponential, 2).standard_error));
    CHECK(std::isnan(estimate_sum({}, 0.0, exponential, 2).mean));
}
