#include "plan/window.hpp"

#include <doctest/doctest.h>

using namespace mbl;

TEST_CASE("window: N_A = round(D/k) states from (D - N_A)/2, by hand") {
    CHECK(mid_spectrum_window(1) == Window{0, 2});
    CHECK(mid_spectrum_window(2) == Window{1, 2});
    CHECK(mid_spectrum_window(3) == Window{2, 3});        // 8/3 = 2.67
    CHECK(mid_spectrum_window(4) == Window{6, 4});        //
    CHECK(mid_spectrum_window(5) == Window{13, 6});       // 32/5 = 6.4
    CHECK(mid_spectrum_window(6) == Window{26, 11});      // 64/6 = 10.67, 53/2 rounds down
    CHECK(mid_spectrum_window(7) == Window{55, 18});      // 128/7 = 18.3
    CHECK(mid_spectrum_window(8) == Window{112, 32});     //
    CHECK(mid_spectrum_window(9) == Window{227, 57});     // 512/9 = 56.9
    CHECK(mid_spectrum_window(10) == Window{461, 102});   // 1024/10 = 102.4
    CHECK(mid_spectrum_window(14) == Window{7607, 1170}); // 16384/14 = 1170.3
    CHECK(mid_spectrum_window(20) == Window{498073, 52429});
    static_assert(mid_spectrum_window(8) == Window{112, 32});
}

TEST_CASE("window: in the middle, with a neighbour above the last state") {
    for (int spins = 2; spins <= 40; ++spins) {
        const Index dim = Index{1} << spins;
        const Window window = mid_spectrum_window(spins);
        const Index above = dim - window.first - window.count;
        CHECK(window.first <= above);
        CHECK(above <= window.first + 1);
        CHECK(above >= 1); // the pairs of Eq. (8) need state first + count
        CHECK(2 * (window.count * spins - dim) <= spins);
        CHECK(2 * (dim - window.count * spins) <= spins);
    }
}
