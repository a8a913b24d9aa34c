#pragma once

#include <string>

namespace mbl {

/// Whether this program writes results.h5 and reads HDF5 matrices. Without HDF5 (-DMBL_HDF5=OFF) the files *_absent.cpp
/// stand in for what needs it.
bool built_with_hdf5();

/// "HDF5 x.y.z", or "no HDF5".
std::string hdf5_library_version();

} // namespace mbl
