#include "goe_fill.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace mbl;

namespace {

/// Fills `count` matrices from realization `first`, starting from memory that is not zero.
std::vector<double> filled(std::int64_t dim, std::int64_t first, std::int64_t count, const double* scales) {
    std::vector<double> matrices(static_cast<std::size_t>(dim * dim * count), -7.0);
    const FillGoe fill{5, first, dim, scales, matrices.data()};
    for (std::int64_t index = 0; index < FillGoe::pairs(dim) * count; ++index) fill(index);
    return matrices;
}

} // namespace

TEST_CASE("goe fill: scale times goe_element, bit for bit, for even and odd numbers of elements") {
    const std::vector<double> scales{0.37, 1.0, 1.0 / 3};
    for (const std::int64_t dim : {1, 2, 3, 4, 5, 8, 16, 17, 64}) {
        const auto matrices = filled(dim, 11, 3, scales.data());
        for (std::int64_t matrix = 0; matrix < 3; ++matrix) {
            for (std::int64_t column = 0; column < dim; ++column) {
                for (std::int64_t row = 0; row < dim; ++row) {
                    const double element =
                        goe_element(5, static_cast<std::uint64_t>(11 + matrix), static_cast<std::uint64_t>(row),
                                    static_cast<std::uint64_t>(column));
                    const auto at = static_cast<std::size_t>((matrix * dim + column) * dim + row);
                    REQUIRE(matrices[at] == scales[static_cast<std::size_t>(matrix)] * element);
                }
            }
        }
    }
}

TEST_CASE("goe fill: without scales the matrix is A itself") {
    const auto matrix = filled(6, 2, 1, nullptr);
    for (std::uint64_t row = 0; row < 6; ++row)
        for (std::uint64_t column = 0; column < 6; ++column)
            CHECK(matrix[column * 6 + row] == goe_element(5, 2, row, column));
}

TEST_CASE("goe fill: rows of a large triangle are found without being off by one") {
    // Index by index at the ends of rows, where a rounded square root would go wrong first.
    const std::int64_t dim = 4096;
    std::vector<double> matrix(static_cast<std::size_t>(dim * dim));
    const FillGoe fill{5, 0, dim, nullptr, matrix.data()};
    for (const std::int64_t row : {1, 2, 1023, 1024, 4094, 4095}) {
        for (const std::int64_t column : {std::int64_t{0}, row - 1, row}) {
            fill((row * (row + 1) / 2 + column) / 2);
            const double element =
                goe_element(5, 0, static_cast<std::uint64_t>(row), static_cast<std::uint64_t>(column));
            CHECK(matrix[static_cast<std::size_t>(column * dim + row)] == element);
            CHECK(matrix[static_cast<std::size_t>(row * dim + column)] == element);
        }
    }
}
