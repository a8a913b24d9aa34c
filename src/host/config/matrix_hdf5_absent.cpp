#include "config/matrix_hdf5.hpp"

#include "core/errors.hpp"

/// Stands in for matrix_hdf5.cpp in a build without HDF5.
namespace mbl {

namespace {

[[noreturn]] void absent(const std::string& origin) {
    throw DataError(origin
                    + ": an HDF5 file, and this program was built without HDF5; convert it where h5py is, "
                      "numpy.save(\"H.npy\", h5py.File(\"H.h5\")[\"/H\"]), and name the .npy file");
}

} // namespace

std::vector<double> read_matrix_hdf5(const std::filesystem::path& /*file*/, const std::string& /*dataset*/,
                                     const std::string& origin, const fields::SymmetricMatrix& /*kind*/) {
    absent(origin);
}

std::string hdf5_root_text(const std::filesystem::path& file) { absent(file.string()); }

} // namespace mbl
