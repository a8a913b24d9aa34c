#include "core/hdf5_library.hpp"

namespace mbl {

bool built_with_hdf5() { return false; }

std::string hdf5_library_version() { return "no HDF5"; }

} // namespace mbl
