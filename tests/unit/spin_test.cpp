#include "spin.hpp"
#include "spin_flip.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace mbl;

TEST_CASE("spin: the leftmost factor is the most significant bit") {
    CHECK(spin_mask(1, 0) == 1);
    CHECK(spin_mask(4, 0) == 8);
    CHECK(spin_mask(4, 3) == 1);
    CHECK(spin_mask(40, 0) == std::int64_t{1} << 39);
}

TEST_CASE("spin: bit 0 is up, +1; a product of z operators multiplies the signs") {
    const std::int64_t first = spin_mask(3, 0);
    const std::int64_t last = spin_mask(3, 2);
    CHECK(spin_sign(0b000, first) == 1);
    CHECK(spin_sign(0b100, first) == -1);
    CHECK(spin_sign(0b011, first) == 1);
    CHECK(spin_sign(0b100, first | last) == -1);
    CHECK(spin_sign(0b101, first | last) == 1);
    CHECK(spin_sign(0b111, 0b111) == -1);
    CHECK(spin_sign(0b111, 0) == 1);
}

TEST_CASE("spin: the sign is the parity of the masked bits, wherever they are") {
    for (std::int64_t index = 0; index < 64; ++index) {
        for (std::int64_t mask = 0; mask < 64; ++mask) {
            int down = 0;
            for (int bit = 0; bit < 6; ++bit) down += static_cast<int>((index & mask) >> bit & 1);
            CHECK(spin_sign(index, mask) == (down % 2 == 0 ? 1 : -1));
            for (const int shift : {8, 14, 27, 45}) // sets of bits that one word's halves, bytes and nibbles split
                CHECK(spin_sign(index << shift, mask << shift) == spin_sign(index, mask));
        }
    }
    const std::int64_t ends = (std::int64_t{1} << 61) | 1;
    CHECK(spin_sign(ends, ends) == 1);
    CHECK(spin_sign(1, ends) == -1);
}

TEST_CASE("spin: pairs of indices cover the basis, the masked spin up in one and down in the other") {
    for (const std::int64_t mask : {1, 2, 8}) {
        std::vector<int> seen(16, 0);
        for (std::int64_t p = 0; p < 8; ++p) {
            const std::int64_t up = index_with_spin_up(p, mask);
            CHECK((up & mask) == 0);
            ++seen[static_cast<std::size_t>(up)];
            ++seen[static_cast<std::size_t>(up | mask)];
        }
        CHECK(seen == std::vector<int>(16, 1));
    }
}

TEST_CASE("spin flip: sums over one spin turn into the elements of its x operator") {
    // Columns of a rotation in four dimensions, orthonormal to the last bit that counts.
    constexpr double c = 0.6;
    constexpr double s = 0.8;
    const std::vector<double> vectors{c, s, 0, 0, -s, c, 0, 0, 0, 0, s, c, 0, 0, -c, s};
    for (const std::int64_t mask : {1, 2}) {
        std::vector<double> sums(8);
        for (std::int64_t i = 0; i < 8; ++i) SumOverSpin{vectors.data(), 2, mask, sums.data()}(i);
        for (std::int64_t n = 0; n < 4; ++n) {
            std::vector<double> column(4);
            for (std::size_t m = 0; m < 4; ++m) {
                for (std::size_t p = 0; p < 2; ++p)
                    column[m] += sums[m * 2 + p] * sums[static_cast<std::size_t>(n) * 2 + p];
            }
            SubtractIdentity{column.data(), 4, n}(0);
            for (std::size_t m = 0; m < 4; ++m) {
                double expected = 0;
                for (std::size_t i = 0; i < 4; ++i) {
                    const std::size_t flipped = i ^ static_cast<std::size_t>(mask);
                    expected += vectors[m * 4 + i] * vectors[static_cast<std::size_t>(n) * 4 + flipped];
                }
                CHECK(column[m] == doctest::Approx(expected).epsilon(1e-15));
            }
        }
    }
}
