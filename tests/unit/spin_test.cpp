#include "spin.hpp"

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

TEST_CASE("spin: a Pauli string is applied to the asked columns, O|i> = sign(i) |i ^ flip>") {
    // x on the first of three spins, z on the last: |abc> -> (-1)^c |(1-a)bc>
    const PauliString op{spin_mask(3, 0), spin_mask(3, 2)};
    std::vector<double> vectors(3 * 8);
    for (std::size_t i = 0; i < vectors.size(); ++i) vectors[i] = static_cast<double>(i + 1);
    std::vector<double> result(2 * 8, 0.0);
    const ApplyPauliString apply{op, 8, 1, vectors.data(), result.data()}; // columns 1 and 2
    for (std::int64_t i = 0; i < 16; ++i) apply(i);
    const std::vector<double> expected{13, -14, 15, -16, 9, -10, 11, -12, 21, -22, 23, -24, 17, -18, 19, -20};
    CHECK(result == expected);
}

TEST_CASE("spin: x and z on one spin anticommute") {
    // O = (x z) on the single spin: |0> -> |1>, |1> -> -|0>; so O^2 = -1
    const PauliString op{1, 1};
    std::vector<double> vector{0.6, 0.8};
    std::vector<double> once(2);
    std::vector<double> twice(2);
    for (std::int64_t i = 0; i < 2; ++i) ApplyPauliString{op, 2, 0, vector.data(), once.data()}(i);
    for (std::int64_t i = 0; i < 2; ++i) ApplyPauliString{op, 2, 0, once.data(), twice.data()}(i);
    CHECK(once == std::vector<double>{-0.8, 0.6});
    CHECK(twice == std::vector<double>{-0.6, -0.8});
}
