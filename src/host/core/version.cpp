#include "core/version.hpp"

#include "backend/openblas.hpp"
#include "version_stamp.hpp" // written by cmake/version_stamp.cmake at build time

#include <fftw3.h>
#include <hdf5.h>
#include <sstream>

namespace mbl {

std::string program_version() { return MBL_VERSION; }

std::string source_revision() { return MBL_REVISION; }

std::string library_versions() {
    // openblas_get_config begins with "OpenBLAS x.y.z"; the rest names the machine.
    std::istringstream config(openblas_get_config());
    std::string name;
    std::string version;
    config >> name >> version;
    return "g++ " __VERSION__ ", " + name + " " + version + ", " + std::string(fftw_version) + ", HDF5 "
           + std::to_string(H5_VERS_MAJOR) + "." + std::to_string(H5_VERS_MINOR) + "."
           + std::to_string(H5_VERS_RELEASE);
}

} // namespace mbl
