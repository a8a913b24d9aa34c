#include "observables/width.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace mbl;
using doctest::Approx;

namespace {

void check_widths(const std::vector<double>& histogram, Index k_min, const Widths& expected) {
    const Widths widths = spectral_widths(histogram, k_min);
    CHECK(widths.over_spacing == expected.over_spacing);
    CHECK(widths.fwhm == Approx(expected.fwhm).epsilon(1e-14));
    CHECK(widths.participation == Approx(expected.participation).epsilon(1e-14));
    CHECK(widths.iqr == Approx(expected.iqr).epsilon(1e-14));
}

/// Heights without ties, half maxima or zeros, except what chance makes of 20 numbers.
std::vector<double> random_histogram(std::mt19937_64& generator, std::size_t bins) {
    std::vector<double> heights(bins);
    for (double& height : heights) height = static_cast<double>(1 + generator() % 1'000'003) / 7.0;
    return heights;
}

} // namespace

TEST_CASE("width: two one-bin peaks are the floor 2, and 1 for the interquartile range") {
    check_widths({0, 4, 4, 0}, -2, {2, 2, 2, 1});
    check_widths({7, 7}, -1, {2, 2, 2, 1});
    // one bin per side, of unequal weight: only the participation, which sees both sides at once, is below 2
    check_widths({0, 5, 3, 0}, -2, {2, 2, 64.0 / 34, 1});
}

TEST_CASE("width: a triangle") {
    // half of 3 is 1.5: crossed in the middle between the bins of height 2 and 1 on either side
    check_widths({1, 2, 3, 2, 1}, 0, {3, 3, 81.0 / 19, 1.75});
    CHECK(half_maximum_count(std::vector<double>{1, 2, 3, 2, 1}) == 3);
    CHECK(full_width_half_maximum(std::vector<double>{1, 2, 3, 2, 1}) == Approx(3));
    // quarters of 9: 2.25 lies 1.25 into a bin of 2, 6.75 lies 0.75 into the next bin of 2
    CHECK(interquartile_range(std::vector<double>{1, 2, 3, 2, 1}) == Approx(3.375 - 1.625));
    CHECK(participation_width(std::vector<double>{1, 2, 3, 2, 1}) == Approx(81.0 / 19));
}

TEST_CASE("width: a steep triangle has its crossings by linear interpolation between bin centres") {
    // half = 4: between 8 and 2 at 2/3 to the right, between 8 and 3 at 4/5 to the left
    CHECK(full_width_half_maximum(std::vector<double>{3, 8, 2}) == Approx(2.0 / 3 + 4.0 / 5));
    CHECK(half_maximum_count(std::vector<double>{3, 8, 2}) == 1);
}

TEST_CASE("width: boxes, inside a side and filling it") {
    check_widths({0, 0, 1, 1, 1, 0}, 0, {3, 3, 3, 1.5});
    check_widths({2, 2, 2, 2}, 0, {4, 4, 4, 2}); // half a bin beyond the centres at either edge
    check_widths({2, 2, 2, 2}, -4, {4, 4, 4, 2});
    check_widths({2, 2, 2, 2}, -2, {4, 4, 4, 2}); // two boxes of two
}

TEST_CASE("width: a region that ends at the side's edge gains half a bin there") {
    CHECK(full_width_half_maximum(std::vector<double>{4, 3, 1}) == Approx(0.5 + 1.5));
    CHECK(full_width_half_maximum(std::vector<double>{1, 3, 4}) == Approx(0.5 + 1.5));
    CHECK(full_width_half_maximum(std::vector<double>{5}) == 1);
}

TEST_CASE("width: a region ends at its first crossing, while the count sees the whole side") {
    const std::vector<double> side{0, 6, 1, 5, 0};
    CHECK(half_maximum_count(side) == 2);
    CHECK(full_width_half_maximum(side) == Approx(0.5 + 3.0 / 5));
}

TEST_CASE("width: each side has its own maximum") {
    // negative side 8, 2: one bin; 1/2 + 4/6; quarters at 2.5/8 and 7.5/8. Positive side: a box of three.
    check_widths({8, 2, 1, 1, 1}, -2, {1 + 3, 0.5 + 2.0 / 3 + 3, 169.0 / 71, 0.625 + 1.5});
    // bin 0 belongs to the positive side
    check_widths({8, 8, 1}, -1, {1 + 1, 1 + 0.5 + 4.0 / 7, 289.0 / 129, 0.5 + (6.75 - 2.25) / 8});
}

TEST_CASE("width: a histogram that lies on one side only") {
    check_widths({1, 2, 3, 2, 1}, 3, {3, 3, 81.0 / 19, 1.75});
    check_widths({1, 2, 3, 2, 1}, -5, {3, 3, 81.0 / 19, 1.75});
    check_widths({1, 2, 3, 2, 1}, -50, {3, 3, 81.0 / 19, 1.75});
}

TEST_CASE("width: a side without weight adds nothing") {
    check_widths({0, 0, 0, 1, 2, 3, 2, 1}, -3, {3, 3, 81.0 / 19, 1.75});
    CHECK(half_maximum_count({}) == 0);
    CHECK(full_width_half_maximum({}) == 0);
    CHECK(interquartile_range({}) == 0);
    CHECK(full_width_half_maximum(std::vector<double>{0, 0}) == 0);
    CHECK(interquartile_range(std::vector<double>{0, 0}) == 0);
}

TEST_CASE("width: exactly half the maximum counts") {
    const std::vector<double> side{4, 2, 1};
    CHECK(half_maximum_count(side) == 2);
    CHECK(full_width_half_maximum(side) == Approx(0.5 + 1));
    CHECK(half_maximum_count(std::vector<double>{4, std::nextafter(2.0, 0.0), 1}) == 1);
}

TEST_CASE("width: of equal maxima the first one has the region") {
    CHECK(full_width_half_maximum(std::vector<double>{0, 4, 0, 4, 4}) == Approx(1));
    CHECK(full_width_half_maximum(std::vector<double>{4, 4, 0, 4}) == Approx(0.5 + 1.5));
}

TEST_CASE("width: quartiles next to empty bins and on bin edges") {
    CHECK(interquartile_range(std::vector<double>{1, 0, 0, 1}) == Approx(3)); // 0.5 … 3.5
    CHECK(interquartile_range(std::vector<double>{0, 1, 2, 1, 0}) == Approx(1));
    CHECK(interquartile_range(std::vector<double>{0, 0, 10, 0}) == Approx(0.5));
}

TEST_CASE("width: heights may be scaled by any factor") {
    std::mt19937_64 generator(1);
    for (int repetition = 0; repetition < 200; ++repetition) {
        const auto heights = random_histogram(generator, 1 + generator() % 20);
        const Index k_min = static_cast<Index>(generator() % 30) - 20;
        for (const double factor : {0.25, 1e-12, 3e100}) {
            auto scaled = heights;
            for (double& height : scaled) height *= factor;
            check_widths(scaled, k_min, spectral_widths(heights, k_min));
        }
    }
}

TEST_CASE("width: omega -> -omega exchanges the sides") {
    std::mt19937_64 generator(2);
    for (int repetition = 0; repetition < 200; ++repetition) {
        auto heights = random_histogram(generator, 1 + generator() % 20);
        const Index k_min = static_cast<Index>(generator() % 30) - 20;
        const Index mirrored_k_min = -(k_min + static_cast<Index>(heights.size()));
        const Widths widths = spectral_widths(heights, k_min);
        std::ranges::reverse(heights);
        check_widths(heights, mirrored_k_min, widths);
    }
}

TEST_CASE("width: where k = 0 lies matters only through the split, empty bins around do not") {
    std::mt19937_64 generator(3);
    for (int repetition = 0; repetition < 200; ++repetition) {
        const auto heights = random_histogram(generator, 20);
        const Index k_min = -static_cast<Index>(1 + generator() % 19);
        const auto split = static_cast<std::ptrdiff_t>(-k_min);
        const std::vector<double> negative(heights.begin(), heights.begin() + split);
        const std::vector<double> positive(heights.begin() + split, heights.end());
        const Widths both = spectral_widths(heights, k_min);
        const Widths left = spectral_widths(negative, k_min);
        const Widths right = spectral_widths(positive, 0);
        CHECK(both.over_spacing == left.over_spacing + right.over_spacing);
        CHECK(both.fwhm == Approx(left.fwhm + right.fwhm).epsilon(1e-14));
        CHECK(both.iqr == Approx(left.iqr + right.iqr).epsilon(1e-14));
        CHECK(both.participation <= 20);
        CHECK(both.participation >= 1);
    }
}
