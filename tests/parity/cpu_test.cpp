#include "backend/cpu_backend.hpp"
#include "verbs.hpp"

using namespace mbl;

TEST_CASE("verbs: CPU") {
    parity::check_verbs([] { return CpuBackend(); });
}

TEST_CASE("verbs: CPU: a histogram's bits do not depend on how many rows are held together") {
    CpuBackend lane;
    parity::histogram_rows_ignores_the_slab(lane);
}

TEST_CASE("verbs: CPU: sums along rows have the bits of sums across rows") {
    CpuBackend lane;
    constexpr Index rows = 11;
    constexpr Index columns = 97;
    const std::vector<double> numbers = parity::scattered(rows * columns);
    std::vector<double> along(rows, 0.25);
    std::vector<double> across(rows, 0.25);
    lane.reduce_rows(rows, columns, parity::AlongRows{{numbers.data(), columns}}, along.data());
    lane.reduce_rows(rows, columns, parity::RowMajor{numbers.data(), columns}, across.data());
    CHECK(along == across);
}
