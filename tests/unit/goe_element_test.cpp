#include <doctest/doctest.h>

#include "goe_element.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace {

constexpr std::uint64_t seed = 1;

} // namespace

TEST_CASE("goe element: the matrix is symmetric, bit for bit") {
    for (std::uint64_t row = 0; row < 64; ++row)
        for (std::uint64_t col = 0; col < row; ++col)
            REQUIRE(mbl::goe_element(seed, 5, row, col) == mbl::goe_element(seed, 5, col, row));
}

TEST_CASE("goe element: the packed index counts the lower triangle row by row, whatever the matrix size") {
    // So a matrix of dimension d uses exactly the first d (d + 1) / 2 draws: it is the leading block of a
    // larger one.
    std::uint64_t expected = 0;
    for (std::uint64_t row = 0; row < 300; ++row) {
        for (std::uint64_t col = 0; col <= row; ++col) {
            REQUIRE(mbl::packed_lower_index(row, col) == expected);
            REQUIRE(mbl::packed_lower_index(col, row) == expected);
            ++expected;
        }
        CHECK(expected == (row + 1) * (row + 2) / 2);
    }
    const std::uint64_t largest = (1ULL << 32) - 1;
    CHECK(mbl::packed_lower_index(largest, largest) == (1ULL << 63) + (1ULL << 31) - 1);
}

TEST_CASE("goe element: elements are the bubble's normals in packed order, sqrt 2 times as large on the diagonal") {
    std::uint64_t element = 0;
    for (std::uint64_t row = 0; row < 32; ++row) {
        for (std::uint64_t col = 0; col <= row; ++col, ++element) {
            const double draw = mbl::normal({seed, mbl::Stream::bubble, 9, element});
            CHECK(mbl::goe_element(seed, 9, row, col) == (row == col ? std::sqrt(2.0) * draw : draw));
        }
    }
}

TEST_CASE("goe element: means and variances within 4.5 standard errors") {
    double diagonal_sum = 0.0;
    double diagonal_squares = 0.0;
    double off_diagonal_sum = 0.0;
    double off_diagonal_squares = 0.0;
    const std::uint64_t dim = 64;
    const std::uint64_t realizations = 200;
    for (std::uint64_t realization = 0; realization < realizations; ++realization) {
        for (std::uint64_t row = 0; row < dim; ++row) {
            for (std::uint64_t col = 0; col <= row; ++col) {
                const double a = mbl::goe_element(seed, realization, row, col);
                (row == col ? diagonal_sum : off_diagonal_sum) += a;
                (row == col ? diagonal_squares : off_diagonal_squares) += a * a;
            }
        }
    }
    const double diagonal_count = static_cast<double>(dim * realizations);
    const double off_diagonal_count = static_cast<double>(dim * (dim - 1) / 2 * realizations);
    // The mean of n squares of variance-v normals has the standard error v sqrt(2 / n).
    const double z = 4.5;
    CHECK(std::fabs(diagonal_sum / diagonal_count) < z * std::sqrt(2.0 / diagonal_count));
    CHECK(std::fabs(off_diagonal_sum / off_diagonal_count) < z * std::sqrt(1.0 / off_diagonal_count));
    CHECK(std::fabs(diagonal_squares / diagonal_count - 2.0) < z * 2.0 * std::sqrt(2.0 / diagonal_count));
    CHECK(std::fabs(off_diagonal_squares / off_diagonal_count - 1.0) < z * std::sqrt(2.0 / off_diagonal_count));
}

TEST_CASE("goe element: realizations and seeds are uncorrelated") {
    const std::uint64_t dim = 128;
    double between_realizations = 0.0;
    double between_seeds = 0.0;
    double count = 0.0;
    for (std::uint64_t row = 0; row < dim; ++row) {
        for (std::uint64_t col = 0; col < row; ++col) {
            const double a = mbl::goe_element(seed, 0, row, col);
            between_realizations += a * mbl::goe_element(seed, 1, row, col);
            between_seeds += a * mbl::goe_element(seed + 1, 0, row, col);
            count += 1.0;
        }
    }
    CHECK(std::fabs(between_realizations) < 4.5 * std::sqrt(count));
    CHECK(std::fabs(between_seeds) < 4.5 * std::sqrt(count));
}

TEST_CASE("goe element: the bits of some elements never change") {
    CHECK(std::bit_cast<std::uint64_t>(mbl::goe_element(1, 0, 0, 0)) == 0x3ff8a17bce1f900eU);
    CHECK(std::bit_cast<std::uint64_t>(mbl::goe_element(1, 0, 1, 0)) == 0xbfc1442c9448d65eU);
    CHECK(std::bit_cast<std::uint64_t>(mbl::goe_element(1, 4999, 200, 255)) == 0xbffe602dc9e6fc01U);
}
