#include <doctest/doctest.h>

#include "random.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using mbl::DrawAddress;
using mbl::Stream;

constexpr Stream all_streams[] = {Stream::bubble, Stream::liom_energy, Stream::probe};

/// Small values, both sides of every 32-bit boundary and the ends of the documented ranges.
const std::vector<std::uint64_t> edge_seeds = {0, 1, 42, 0xffffffffU, 0x100000000U, 0x100000001U, ~std::uint64_t{0}};
const std::vector<std::uint64_t> edge_realizations = {0,
                                                      1,
                                                      2,
                                                      255,
                                                      0xffffU,
                                                      0xffffffffU,
                                                      0x100000000U,
                                                      0x100000001U,
                                                      (1ULL << 40) - 1,
                                                      1ULL << 40,
                                                      1ULL << 55,
                                                      (1ULL << 56) - 1};
const std::vector<std::uint64_t> edge_elements = {0,
                                                  1,
                                                  2,
                                                  3,
                                                  255,
                                                  0xffffU,
                                                  0xfffffffeU,
                                                  0xffffffffU,
                                                  0x100000000U,
                                                  0x100000001U,
                                                  0x1ffffffffU,
                                                  0x200000000U,
                                                  (1ULL << 48) - 1,
                                                  1ULL << 48,
                                                  1ULL << 63,
                                                  ~std::uint64_t{0}};

/// Pearson's chi-square of equally likely cells.
double chi_square(const std::vector<double>& counts) {
    double total = 0.0;
    for (const double count : counts) total += count;
    const double expected = total / static_cast<double>(counts.size());
    double sum = 0.0;
    for (const double count : counts) sum += (count - expected) * (count - expected) / expected;
    return sum;
}

/// 255 degrees of freedom: the upper 0.0001 point is 347.7.
constexpr double chi_square_limit = 347.7;

/// The joint distribution of two uniforms on a 16 x 16 grid, over n = 0 ... 2^16 - 1.
template <class First, class Second>
double joint_chi_square(First first, Second second) {
    std::vector<double> counts(256, 0.0);
    for (std::uint64_t n = 0; n < (1U << 16); ++n) {
        const auto row = static_cast<std::size_t>(16.0 * mbl::uniform(first(n)));
        const auto col = static_cast<std::size_t>(16.0 * mbl::uniform(second(n)));
        counts[16 * row + col] += 1.0;
    }
    return chi_square(counts);
}

} // namespace

TEST_CASE("random: distinct addresses give distinct words") {
    // Equal 64-bit words among n independent ones: n^2 / 2^65, here 5e-11.
    std::vector<std::uint64_t> words;
    const auto draw_all = [&](const std::vector<std::uint64_t>& seeds, const std::vector<std::uint64_t>& realizations,
                              const std::vector<std::uint64_t>& elements) {
        for (const std::uint64_t seed : seeds)
            for (const Stream stream : all_streams)
                for (const std::uint64_t realization : realizations)
                    for (const std::uint64_t element : elements)
                        words.push_back(mbl::bits({seed, stream, realization, element}));
    };
    draw_all(edge_seeds, edge_realizations, edge_elements);
    std::vector<std::uint64_t> dense_realizations;
    std::vector<std::uint64_t> dense_elements;
    for (std::uint64_t i = 0; i < 100; ++i) dense_realizations.push_back(1000 + i);
    for (std::uint64_t i = 0; i < 100; ++i) dense_elements.push_back(1000 + i);
    draw_all({7}, dense_realizations, dense_elements);

    const std::size_t count = words.size();
    CHECK(count == 3 * (edge_seeds.size() * edge_realizations.size() * edge_elements.size() + 10000));
    std::sort(words.begin(), words.end());
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

TEST_CASE("random: stream ids are what stored results were made with, and fit their 8 bits") {
    CHECK(static_cast<std::uint32_t>(Stream::bubble) == 1);
    CHECK(static_cast<std::uint32_t>(Stream::liom_energy) == 2);
    CHECK(static_cast<std::uint32_t>(Stream::probe) == 3);
    for (const Stream stream : all_streams) CHECK(static_cast<std::uint32_t>(stream) < 256);
}

TEST_CASE("random: a realization beyond its 56 bits does not reach the stream") {
    for (const Stream stream : all_streams)
        for (unsigned bit = 56; bit < 64; ++bit)
            CHECK(mbl::bits({1, stream, (1ULL << bit) + 5, 9}) == mbl::bits({1, stream, 5, 9}));
}

TEST_CASE("random: single draws and pair draws are the same numbers") {
    for (const Stream stream : all_streams) {
        for (const std::uint64_t element : {0U, 2U, 254U, 0xfffffffeU}) {
            const DrawAddress even = {11, stream, 13, element};
            const DrawAddress odd = {11, stream, 13, element + 1};
            const mbl::NormalPair pair = mbl::normal_pair(even);
            CHECK(mbl::normal(even) == pair.first);
            CHECK(mbl::normal(odd) == pair.second);
            CHECK(mbl::normal_pair(odd).first == pair.first);
            CHECK(mbl::uniform(odd) == mbl::uniform_from_bits(mbl::bits(odd)));
        }
    }
}

TEST_CASE("random: LIOM uniforms fill [0, 1) evenly") {
    std::vector<double> counts(256, 0.0);
    double lowest = 1.0;
    double highest = 0.0;
    double sum = 0.0;
    const std::uint64_t realizations = 1U << 14;
    const std::uint64_t elements = 16;
    for (std::uint64_t realization = 0; realization < realizations; ++realization) {
        for (std::uint64_t element = 0; element < elements; ++element) {
            const double u = mbl::uniform({1, Stream::liom_energy, realization, element});
            REQUIRE(u >= 0.0);
            REQUIRE(u < 1.0);
            lowest = std::min(lowest, u);
            highest = std::max(highest, u);
            sum += u;
            counts[static_cast<std::size_t>(256.0 * u)] += 1.0;
        }
    }
    const double count = static_cast<double>(realizations * elements);
    CHECK(std::fabs(sum / count - 0.5) < 4.5 / std::sqrt(12.0 * count));
    CHECK(chi_square(counts) < chi_square_limit);
    CHECK(lowest < 20.0 / count); // each fails with probability exp(-20)
    CHECK(1.0 - highest < 20.0 / count);
}

TEST_CASE("random: streams, seeds, realizations and elements are independent") {
    const auto at = [](std::uint64_t seed, Stream stream, std::uint64_t realization) {
        return [=](std::uint64_t n) { return DrawAddress{seed, stream, realization, n}; };
    };
    const auto reference = at(1, Stream::bubble, 3);
    CHECK(joint_chi_square(reference, at(1, Stream::liom_energy, 3)) < chi_square_limit);
    CHECK(joint_chi_square(reference, at(1, Stream::probe, 3)) < chi_square_limit);
    CHECK(joint_chi_square(reference, at(2, Stream::bubble, 3)) < chi_square_limit);
    CHECK(joint_chi_square(reference, at(1, Stream::bubble, 4)) < chi_square_limit);
    const auto even = [](std::uint64_t n) { return DrawAddress{1, Stream::bubble, 3, 2 * n}; };
    const auto odd = [](std::uint64_t n) { return DrawAddress{1, Stream::bubble, 3, 2 * n + 1}; };
    CHECK(joint_chi_square(even, odd) < chi_square_limit);
    const auto across = [](std::uint64_t n) { return DrawAddress{1, Stream::liom_energy, n, 0}; };
    const auto across_next = [](std::uint64_t n) { return DrawAddress{1, Stream::liom_energy, n, 1}; };
    CHECK(joint_chi_square(across, across_next) < chi_square_limit);
}

TEST_CASE("random: the bits of some draws never change") {
    struct Golden {
        DrawAddress address;
        std::uint64_t bits;
        std::uint64_t uniform;
        std::uint64_t normal;
    };
    const Golden golden[] = {
        {{1, Stream::bubble, 0, 0}, 0x8c4707329f3f38efU, 0x3fe188e0e653e7e7U, 0x3ff16aa674f44421U},
        {{1, Stream::bubble, 0, 1}, 0xfafa02887e8a14f8U, 0x3fef5f40510fd142U, 0xbfc1442c9448d65eU},
        {{1, Stream::liom_energy, 4999, 5}, 0x577d671a1d691a87U, 0x3fd5df59c6875a46U, 0x3fe85b2d5327e306U},
        {{42, Stream::probe, (1ULL << 40) - 1, (1ULL << 48) - 1},
         0x64bd762da23b6319U,
         0x3fd92f5d8b688ed8U,
         0x3ff66cae284dc00fU},
        {{~0ULL, Stream::bubble, 123456789, 32895}, 0x2de28f9a9b6fcb91U, 0x3fc6f147cd4db7e4U, 0x3fe0943c8232a2e7U},
    };
    for (const Golden& row : golden) {
        CHECK(mbl::bits(row.address) == row.bits);
        CHECK(std::bit_cast<std::uint64_t>(mbl::uniform(row.address)) == row.uniform);
        CHECK(std::bit_cast<std::uint64_t>(mbl::normal(row.address)) == row.normal);
    }
}
