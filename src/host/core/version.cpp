#include "core/version.hpp"

#include "backend/openblas.hpp"
#include "core/hdf5_library.hpp"
#include "version_stamp.hpp" // written by cmake/version_stamp.cmake at build time

#include <fftw3.h>
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
    return "g++ " __VERSION__ ", " + name + " " + version + ", " + std::string(fftw_version) + ", "
           + hdf5_library_version();
}

} // namespace mbl
