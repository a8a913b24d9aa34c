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
