#pragma once

#include "core/index.hpp"
#include "liom_green.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mbl {

/// A new HDF5 file, put together in memory through a thin layer over the C API: HDF5 1.10 itself may crash on a disk that is
/// full. Object times are not recorded, so equal contents give equal bytes. Paths are absolute inside the file; missing groups
/// are created. @throws IoError naming the file and the object.
class Hdf5File {
  public:
    /// @param name of the file in messages; nothing is written there.
    explicit Hdf5File(const std::string& name);
    ~Hdf5File();
    Hdf5File(const Hdf5File&) = delete;
    Hdf5File& operator=(const Hdf5File&) = delete;

    void create_group(const std::string& path);
    void attribute(const std::string& object, const char* name, const std::string& value);
    void attribute(const std::string& object, const char* name, double value);
    void attribute(const std::string& object, const char* name, Index value);
    void attribute(const std::string& object, const char* name, std::uint64_t value);
    void dataset(const std::string& path, const std::vector<double>& values);
    /// As h5py writes and reads complex128: a compound of the doubles r and i.
    void complex_dataset(const std::string& path, const std::vector<Complex>& values);
    /// [values.size() / columns, columns], row by row.
    void matrix(const std::string& path, const std::vector<double>& values, Index columns);
    void scalar(const std::string& path, double value);

    /// The file's bytes.
    std::string image() &&;

  private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

} // namespace mbl
