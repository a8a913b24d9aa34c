#pragma once

#include "config/field_kinds.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mbl {

/// Reads H_b from a dataset of an HDF5 file: two-dimensional, floats of 4 or 8 bytes or integers. The shape is checked
/// against `kind` before anything of that size is made. The elements are not checked (check_elements()).
/// @param dataset its path inside the file. @param origin names file and dataset in every message.
/// @return [rows, rows] row-major. @throws DataError with the library's own reason, where it has one.
std::vector<double> read_matrix_hdf5(const std::filesystem::path& file, const std::string& dataset,
                                     const std::string& origin, const fields::SymmetricMatrix& kind);

/// What stands in the root of an HDF5 file, for messages: `its root holds "H", "more"`, the first few names.
/// @throws DataError the library cannot open the file.
std::string hdf5_root_text(const std::filesystem::path& file);

} // namespace mbl
