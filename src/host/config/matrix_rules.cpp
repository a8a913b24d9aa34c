#include "config/matrix_rules.hpp"

#include "config/messages.hpp"
#include "core/errors.hpp"

#include <bit>
#include <cmath>

namespace mbl {

namespace {

/// Of 4^N entries: 2^N.
std::size_t row_count(const std::vector<double>& entries) {
    return std::size_t{1} << (static_cast<unsigned>(std::countr_zero(entries.size())) / 2);
}

/// As numpy writes it: `(4, 4)`, `(4,)`, `()`.
std::string shape_text(const std::vector<std::uint64_t>& shape) {
    std::vector<std::string> extents;
    extents.reserve(shape.size());
    for (const std::uint64_t extent : shape) extents.push_back(std::to_string(extent));
    return "(" + listed(extents) + (shape.size() == 1 ? ",)" : ")");
}

/// As numpy writes it, counting from 0: `H[1, 3]`.
std::string element_text(std::size_t row, std::size_t column) {
    return "H[" + std::to_string(row) + ", " + std::to_string(column) + "]";
}

} // namespace

bool allows_row_count(const fields::SymmetricMatrix& kind, std::uint64_t rows) noexcept {
    return std::has_single_bit(rows) && rows >= kind.smallest && rows <= kind.largest;
}

std::string row_count_requirement(const fields::SymmetricMatrix& kind) {
    return "the number of rows must be a power of two from " + std::to_string(kind.smallest) + " to "
           + std::to_string(kind.largest);
}

std::optional<MatrixPlace> first_asymmetry(const std::vector<double>& entries) {
    const std::size_t rows = row_count(entries);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = row + 1; column < rows; ++column) {
            if (entries[row * rows + column] != entries[column * rows + row]) return MatrixPlace{row, column};
        }
    }
    return std::nullopt;
}

void refuse_matrix(const std::string& origin, std::string_view what, std::string_view got, std::string_view advice) {
    throw DataError(origin + ": " + std::string(what) + ", got " + std::string(got) + "; " + std::string(advice));
}

void check_shape(const std::string& origin, const std::vector<std::uint64_t>& shape,
                 const fields::SymmetricMatrix& kind) {
    if (shape.size() != 2 || shape[0] != shape[1]) {
        refuse_matrix(origin, "must be a square matrix", "the shape " + shape_text(shape),
                      "store H_b as an array of 2^N rows and 2^N columns");
    }
    if (!allows_row_count(kind, shape[0])) {
        refuse_matrix(origin, row_count_requirement(kind), std::to_string(shape[0]), row_count_advice);
    }
}

void check_elements(const std::string& origin, const std::vector<double>& entries) {
    const std::size_t rows = row_count(entries);
    for (std::size_t index = 0; index < entries.size(); ++index) {
        if (std::isfinite(entries[index])) continue;
        refuse_matrix(origin, element_text(index / rows, index % rows) + " must be a finite number",
                      number_text(entries[index]), "store numbers below 1.8e308 only");
    }
    if (const auto place = first_asymmetry(entries)) {
        const auto [row, column] = *place;
        refuse_matrix(origin,
                      element_text(row, column) + " must equal its mirror " + element_text(column, row) + " exactly",
                      number_text(entries[row * rows + column]) + " and " + number_text(entries[column * rows + row]),
                      "store (H + H.T)/2");
    }
}

} // namespace mbl
