#pragma once

#include "config/field_kinds.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mbl {

/// Reads H_b from a .npy or HDF5 file (which of the two, its first bytes tell) and checks it by the rules of inline rows.
/// @param dataset its path inside an HDF5 file; empty for .npy. @return [rows, rows] row-major, symmetric, without -0.
/// @throws IoError missing, unreadable or not a regular file. @throws DataError anything wrong with its contents.
std::vector<double> read_matrix_file(const std::filesystem::path& file, const std::string& dataset,
                                     const fields::SymmetricMatrix& kind);

} // namespace mbl
