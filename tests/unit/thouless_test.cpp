#include "backend/cpu_backend.hpp"
#include "observables/thouless_density.hpp"
#include "thouless_parameter.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

using namespace mbl;

TEST_CASE("thouless: G = ln |T| - ln gap, both clamped at 1e-300") {
    CHECK(thouless_parameter(-0.5, 0.25) == doctest::Approx(std::log(2.0)));
    CHECK(thouless_parameter(0, 0.5) == doctest::Approx(std::log(1e-300) - std::log(0.5)));
    CHECK(thouless_parameter(0.5, 0) == doctest::Approx(std::log(0.5) - std::log(1e-300)));
    CHECK(thouless_parameter(0, 0) == 0);
}

TEST_CASE("thouless: what is not a number sorts last and does not disturb the others") {
    std::vector<double> keys{3, std::numeric_limits<double>::quiet_NaN(), 1, 2};
    const std::vector<double> energies(4, 0.0);
    for (Index n = 0; n < 4; ++n) PerturbedEnergy{energies.data(), keys.data()}(n);
    std::vector<Index> order(4);
    CpuBackend().sort_rows(1, 4, keys.data(), order.data());
    CHECK(order == std::vector<Index>{2, 3, 0, 1});
}

TEST_CASE("thouless: pairs are neighbours in E', each realization's among its own states") {
    const std::vector<Index> order{2, 0, 3, 1, /* second realization */ 1, 3, 0, 2};
    const NeighbourPairs pairs{order.data(), 4, 1, 2};
    CHECK(pairs.place(0) == 1);
    CHECK(pairs.place(1) == 2);
    CHECK(pairs.place(2) == 5);
    CHECK(pairs.place(3) == 6);
    CHECK(pairs.column(1) == 0);
    CHECK(pairs.column(2) == 3);
    CHECK(pairs.column(5) == 4 + 3);
    CHECK(pairs.column(7) == 4 + 2);
}

TEST_CASE("thouless: p(G) has fixed bins, and counts what lies outside") {
    const std::vector<double> counts = thouless_counts({-30.01, -1e300, -30, -29.76, -29.75, -0.1, 0, 9.99, 10, 700});
    REQUIRE(counts.size() == 162);
    CHECK(counts.front() == 2);
    CHECK(counts[1] == 2);   // [-30, -29.75)
    CHECK(counts[2] == 1);   // [-29.75, -29.5)
    CHECK(counts[120] == 1); // [-0.25, 0)
    CHECK(counts[121] == 1); // [0, 0.25)
    CHECK(counts[160] == 1); // [9.75, 10)
    CHECK(counts.back() == 2);
    CHECK(std::accumulate(counts.begin(), counts.end(), 0.0) == 10);
}
