#include <doctest/doctest.h>

#include "normal_transform.hpp"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace {

// The references carry at least 64 bits, 1/2048 of the units measured here.
static_assert(LDBL_MANT_DIG >= 64);

constexpr std::uint64_t fraction_bits = 53;
constexpr std::uint64_t fraction_count = std::uint64_t{1} << fraction_bits;

/// |value - reference| in units in the last place of the reference.
double ulps(double value, long double reference) {
    if (reference == 0.0L) return value == 0.0 ? 0.0 : HUGE_VAL;
    int exponent = 0;
    std::frexp(reference, &exponent);
    return static_cast<double>(
        std::ldexp(std::fabs(static_cast<long double>(value) - reference), DBL_MANT_DIG - exponent));
}

/// sin and cos of 2 pi u from the library's, after an exact reduction to an eighth of a turn.
struct Reference {
    long double sin;
    long double cos;
};

Reference reference_of_turns(double u) {
    const long double half_pi = 1.57079632679489661923132169163975144L;
    const long double quarters = 4.0L * static_cast<long double>(u);
    const long double quarter = std::floor(quarters + 0.5L);
    const long double angle = (quarters - quarter) * half_pi;
    const long double s = std::sin(angle);
    const long double c = std::cos(angle);
    switch (static_cast<int>(quarter) % 4) {
    case 0: return {s, c};
    case 1: return {c, -s};
    case 2: return {-s, -c};
    default: return {-c, s};
    }
}

/// Numerators k of k * 2^-53: the ends, the eighths of a turn, powers of two, all with neighbours, and random
/// ones of every magnitude counted from both ends.
std::vector<std::uint64_t> numerators() {
    std::vector<std::uint64_t> out;
    const auto add_around = [&](std::uint64_t centre) {
        for (std::uint64_t offset = 0; offset < 200; ++offset) {
            out.push_back((centre + offset) % fraction_count);
            out.push_back((centre - offset) % fraction_count);
        }
    };
    for (std::uint64_t eighth = 0; eighth < 8; ++eighth) add_around(eighth * (fraction_count / 8));
    for (std::uint64_t power = 0; power < fraction_bits; ++power) add_around(std::uint64_t{1} << power);
    add_around(0x16a09e667f3bcdU); // 2^53 sqrt(1/2), where the logarithm changes its exponent
    std::mt19937_64 generator(20240607);
    for (int i = 0; i < 200000; ++i) {
        const std::uint64_t k = generator() >> 11;
        out.push_back(k);
        const std::uint64_t small = k >> (generator() % fraction_bits);
        out.push_back(small);
        out.push_back(fraction_count - 1 - small);
        out.push_back((fraction_count / 4 * (generator() % 4) + small / 8) % fraction_count);
    }
    return out;
}

std::vector<double> normals(std::uint64_t seed, std::size_t pairs) {
    std::mt19937_64 generator(seed);
    std::vector<double> out;
    out.reserve(2 * pairs);
    for (std::size_t i = 0; i < pairs; ++i) {
        const std::uint64_t radius_word = generator();
        const std::uint64_t angle_word = generator();
        const mbl::NormalPair pair = mbl::normal_pair_from_bits(radius_word, angle_word);
        out.push_back(pair.first);
        out.push_back(pair.second);
    }
    return out;
}

/// P(X <= x) for a standard normal X.
double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

} // namespace

TEST_CASE("normal transform: uniforms of words are exact and stay in their intervals") {
    const std::uint64_t ones = ~std::uint64_t{0};
    CHECK(mbl::uniform_from_bits(0) == 0.0);
    CHECK(mbl::uniform_from_bits(ones) == 1.0 - 0x1p-53);
    CHECK(mbl::uniform_from_bits(0x7ff) == 0.0);
    CHECK(mbl::uniform_from_bits(0x800) == 0x1p-53);
    CHECK(mbl::positive_uniform_from_bits(0) == 0x1p-53);
    CHECK(mbl::positive_uniform_from_bits(ones) == 1.0);
}

TEST_CASE("normal transform: the logarithm is within one unit in the last place") {
    double worst = 0.0;
    for (const std::uint64_t k : numerators()) {
        const double u = mbl::positive_uniform_from_bits(k << 11);
        worst = std::max(worst, ulps(mbl::log_of_normal(u), std::log(static_cast<long double>(u))));
    }
    std::mt19937_64 generator(7);
    const std::uint64_t first = std::bit_cast<std::uint64_t>(DBL_MIN);
    const std::uint64_t count = std::bit_cast<std::uint64_t>(HUGE_VAL) - first;
    for (int i = 0; i < 200000; ++i) {
        const double x = std::bit_cast<double>(first + generator() % count);
        worst = std::max(worst, ulps(mbl::log_of_normal(x), std::log(static_cast<long double>(x))));
    }
    CHECK(worst < 1.0);
    CHECK(std::bit_cast<std::uint64_t>(mbl::log_of_normal(1.0)) == 0);
}

TEST_CASE("normal transform: sine and cosine are within 0.9 units in the last place") {
    double worst_sin = 0.0;
    double worst_cos = 0.0;
    for (const std::uint64_t k : numerators()) {
        const double u = mbl::uniform_from_bits(k << 11);
        const mbl::SinCos value = mbl::sincos_of_turns(u);
        const Reference reference = reference_of_turns(u);
        worst_sin = std::max(worst_sin, ulps(value.sin, reference.sin));
        worst_cos = std::max(worst_cos, ulps(value.cos, reference.cos));
    }
    CHECK(worst_sin < 0.9);
    CHECK(worst_cos < 0.9);
}

TEST_CASE("normal transform: quarter turns are exact") {
    const double sines[] = {0.0, 1.0, 0.0, -1.0};
    const double cosines[] = {1.0, 0.0, -1.0, 0.0};
    for (int quarter = 0; quarter < 4; ++quarter) {
        const mbl::SinCos value = mbl::sincos_of_turns(0.25 * quarter);
        CHECK(value.sin == sines[quarter]);
        CHECK(value.cos == cosines[quarter]);
    }
}

TEST_CASE("normal transform: normals are within 2.5 units in the last place") {
    double worst = 0.0;
    const std::vector<std::uint64_t> all = numerators();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::uint64_t radius_word = all[i] << 11;
        const std::uint64_t angle_word = all[all.size() - 1 - i] << 11;
        const mbl::NormalPair pair = mbl::normal_pair_from_bits(radius_word, angle_word);
        const long double log_u = std::log(static_cast<long double>(mbl::positive_uniform_from_bits(radius_word)));
        const long double radius = std::sqrt(-2.0L * log_u);
        const Reference angle = reference_of_turns(mbl::uniform_from_bits(angle_word));
        worst = std::max({worst, ulps(pair.first, radius * angle.cos), ulps(pair.second, radius * angle.sin)});
    }
    CHECK(worst < 2.5);
}

TEST_CASE("normal transform: the largest normal is sqrt(106 log 2)") {
    const mbl::NormalPair largest = mbl::normal_pair_from_bits(0, 0);
    CHECK(largest.first == doctest::Approx(std::sqrt(106.0 * std::log(2.0))).epsilon(1e-15));
    CHECK(largest.second == 0.0);
}

TEST_CASE("normal transform: moments and tails of 2^21 normals, each within 4.5 standard errors") {
    // Two-sided significance 7e-6 each for a random seed; this seed is fixed.
    const std::vector<double> sample = normals(1, std::size_t{1} << 20);
    const double count = static_cast<double>(sample.size());
    double power[5] = {};
    double above_2 = 0.0;
    double above_4 = 0.0;
    double product = 0.0;
    double square_product = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double x = sample[i];
        power[1] += x;
        power[2] += x * x;
        power[3] += x * x * x;
        power[4] += x * x * x * x;
        above_2 += std::fabs(x) > 2.0 ? 1.0 : 0.0;
        above_4 += std::fabs(x) > 4.0 ? 1.0 : 0.0;
        if (i % 2 == 1) product += x * sample[i - 1];
        if (i % 2 == 1) square_product += (x * x - 1.0) * (sample[i - 1] * sample[i - 1] - 1.0);
    }
    const double z = 4.5;
    CHECK(std::fabs(power[1]) < z * std::sqrt(count));
    CHECK(std::fabs(power[2] - count) < z * std::sqrt(2.0 * count));
    CHECK(std::fabs(power[3]) < z * std::sqrt(15.0 * count));
    CHECK(std::fabs(power[4] - 3.0 * count) < z * std::sqrt(96.0 * count));
    CHECK(std::fabs(product) < z * std::sqrt(0.5 * count));
    CHECK(std::fabs(square_product) < z * std::sqrt(4.0 * 0.5 * count));
    for (const auto& [limit, above] : {std::pair{2.0, above_2}, std::pair{4.0, above_4}}) {
        const double p = 2.0 * normal_cdf(-limit);
        CHECK(std::fabs(above - p * count) < z * std::sqrt(p * count));
    }
}

TEST_CASE("normal transform: Kolmogorov-Smirnov at significance 0.001, both branches") {
    const std::vector<double> sample = normals(2, std::size_t{1} << 19);
    for (std::size_t branch = 0; branch < 2; ++branch) {
        std::vector<double> sorted;
        for (std::size_t i = branch; i < sample.size(); i += 2) sorted.push_back(sample[i]);
        std::sort(sorted.begin(), sorted.end());
        const double count = static_cast<double>(sorted.size());
        double distance = 0.0;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            const double p = normal_cdf(sorted[i]);
            const double index = static_cast<double>(i);
            distance = std::max({distance, p - index / count, (index + 1.0) / count - p});
        }
        CHECK(distance * std::sqrt(count) < 1.9495); // Kolmogorov distribution, upper 0.001
    }
}

TEST_CASE("normal transform: the bits of some draws never change") {
    struct Golden {
        std::uint64_t radius_word;
        std::uint64_t angle_word;
        std::uint64_t first;
        std::uint64_t second;
    };
    const Golden golden[] = {
        {0x0000000000000000U, 0x0000000000000000U, 0x402124b2800eda48U, 0x0000000000000000U},
        {0xffffffffffffffffU, 0xffffffffffffffffU, 0x8000000000000000U, 0x0000000000000000U},
        {0x0123456789abcdefU, 0xfedcba9876543210U, 0x400a51d018acbac5U, 0xbfb786886fd8378aU},
        {0x8000000000000000U, 0x2000000000000000U, 0x3feaa4499161cd47U, 0x3feaa4499161cd45U},
        {0xb504f333f9de6484U, 0x9e3779b97f4a7c15U, 0xbfe3a511517bac34U, 0xbfe1ff09b57e4ea2U},
        {0xfffffffffffff000U, 0x5fffffffffffffffU, 0xbe46a09e667f3bc8U, 0x3e46a09e667f3bd1U},
        {0x00000000deadbeefU, 0xc000000000000fffU, 0x3cf4fd73fcd98651U, 0xc01ab9b165208737U},
    };
    for (const Golden& row : golden) {
        const mbl::NormalPair pair = mbl::normal_pair_from_bits(row.radius_word, row.angle_word);
        CHECK(std::bit_cast<std::uint64_t>(pair.first) == row.first);
        CHECK(std::bit_cast<std::uint64_t>(pair.second) == row.second);
    }
    // A digest of 2^17 normals, so that a change of one bit in one of them shows.
    std::uint64_t digest = 0;
    for (const double x : normals(3, std::size_t{1} << 16))
        digest = std::rotl(digest, 5) * 0x9e3779b97f4a7c15U + std::bit_cast<std::uint64_t>(x);
    CHECK(digest == 0xa25709c9c66c5041U);
}
