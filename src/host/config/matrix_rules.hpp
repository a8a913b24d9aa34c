#pragma once

#include "config/field_kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rules of an explicit H_b: shared by the reader of inline rows, whose messages start with a JSON pointer, and the
/// readers of files, whose messages start with the `origin`, `bubble.npy` or `bubble.h5: dataset "/H"`.
namespace mbl {

[[nodiscard]] bool allows_row_count(const fields::SymmetricMatrix& kind, std::uint64_t rows) noexcept;
std::string row_count_requirement(const fields::SymmetricMatrix& kind);
inline constexpr std::string_view row_count_advice = "N spins need 2^N rows, for example 4 for two spins";

struct MatrixPlace {
    std::size_t row;
    std::size_t column;
};

/// The first place above the diagonal, by rows, whose mirror differs. @param entries [rows, rows], an allowed shape.
std::optional<MatrixPlace> first_asymmetry(const std::vector<double>& entries);

/// @throws DataError `origin: what, got value; advice`.
[[noreturn]] void refuse_matrix(const std::string& origin, std::string_view what, std::string_view got,
                                std::string_view advice);

/// @throws DataError the shape is not 2^N x 2^N with an allowed N. To be called before anything of that size is made.
void check_shape(const std::string& origin, const std::vector<std::uint64_t>& shape,
                 const fields::SymmetricMatrix& kind);

/// @param entries [rows, rows], an allowed shape. @throws DataError the first element, by rows, that is not finite; else the first that differs from its mirror.
void check_elements(const std::string& origin, const std::vector<double>& entries);

} // namespace mbl
