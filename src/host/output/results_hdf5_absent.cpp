#include "output/results_hdf5.hpp"

#include "core/errors.hpp"

/// Stands in for results_hdf5.cpp in a build without HDF5.
namespace mbl {

std::string results_hdf5(const Config& /*config*/, const Plan& /*plan*/, const Results& /*results*/,
                         const std::string& /*target_stderr*/) {
    throw IoError("results.h5: this program was built without HDF5; build it with -DMBL_HDF5=ON");
}

} // namespace mbl
