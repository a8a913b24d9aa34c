#include "core/hdf5_library.hpp"

#include <hdf5.h>

namespace mbl {

bool built_with_hdf5() { return true; }

std::string hdf5_library_version() {
    return "HDF5 " + std::to_string(H5_VERS_MAJOR) + "." + std::to_string(H5_VERS_MINOR) + "."
           + std::to_string(H5_VERS_RELEASE);
}

} // namespace mbl
