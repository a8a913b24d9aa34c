#pragma once

#include "config/field_kinds.hpp"

#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace mbl {

inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// Reads H_b from a NumPy file: format 1.0, 2.0 or 3.0, C or Fortran order, either byte order, float64, float32 or
/// integers. Nothing is taken on trust: the header is bounded, and the shape checked against `kind` and the file's size
/// before anything of that size is made. The elements are not checked (check_elements()).
/// @param stream the whole file, from its beginning, seekable. @param origin starts every message.
/// @return [rows, rows] row-major. @throws DataError not such a file. @throws IoError reading failed.
std::vector<double> read_matrix_npy(std::istream& stream, const std::string& origin,
                                    const fields::SymmetricMatrix& kind);

} // namespace mbl
