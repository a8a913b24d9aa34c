#include "stats/mean_error.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace mbl;
using doctest::Approx;

TEST_CASE("mean error: by hand") {
    const MeanError m = mean_error(std::vector<double>{1, 2, 3, 4});
    CHECK(m.mean == 2.5);
    CHECK(m.standard_deviation == Approx(std::sqrt(5.0 / 3)));
    CHECK(m.standard_error == Approx(std::sqrt(5.0 / 12)));
}

TEST_CASE("mean error: one value has no error, no value no mean") {
    const MeanError one = mean_error(std::vector<double>{7});
    CHECK(one.mean == 7);
    CHECK(std::isnan(one.standard_error));
    CHECK(std::isnan(one.standard_deviation));
    const MeanError none = mean_error({});
    CHECK(std::isnan(none.mean));
    CHECK(std::isnan(none.standard_error));
    CHECK(std::isnan(none.standard_deviation));
}

TEST_CASE("mean error: a large offset does not drown the spread") {
    const MeanError m = mean_error(std::vector<double>{1e9 + 1, 1e9 + 2, 1e9 + 3});
    CHECK(m.mean == 1e9 + 2);
    CHECK(m.standard_deviation == 1);
    CHECK(mean_error(std::vector<double>{0.1, 0.1}).standard_error == 0);
}

TEST_CASE("mean error: sums in the given order, so that equal realizations give equal bytes") {
    const std::vector<double> values{1e16, 1.0, 1.0, -1e16};
    CHECK(mean_error(values).mean == (((1e16 + 1.0) + 1.0) - 1e16) / 4);
    CHECK(mean_error(std::vector<double>{1.0, 1.0, 1e16, -1e16}).mean == ((2.0 + 1e16) - 1e16) / 4);
}

TEST_CASE("mean error: NaN is not hidden") {
    const MeanError m = mean_error(std::vector<double>{1, NAN, 3});
    CHECK(std::isnan(m.mean));
    CHECK(std::isnan(m.standard_error));
}
