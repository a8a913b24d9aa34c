#pragma once

#include "core/index.hpp"

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace mbl {

/// What h5py would find in a file, through the C API. Throws std::runtime_error where something is missing.
class Hdf5Reading {
  public:
    explicit Hdf5Reading(const std::filesystem::path& path)
        : file_(checked(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), path.string())) {}
    Hdf5Reading(const Hdf5Reading&) = delete;
    Hdf5Reading& operator=(const Hdf5Reading&) = delete;
    ~Hdf5Reading() { H5Fclose(file_); }

    [[nodiscard]] bool has(const std::string& path) const {
        return H5Oexists_by_name(file_, path.c_str(), H5P_DEFAULT) > 0;
    }

    /// Empty for a scalar dataset's shape; a list is one-dimensional.
    [[nodiscard]] std::vector<hsize_t> shape(const std::string& path) const {
        const hid_t data = checked(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), path);
        const hid_t space = H5Dget_space(data);
        std::vector<hsize_t> sizes(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
        if (!sizes.empty()) H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
        H5Sclose(space);
        H5Dclose(data);
        return sizes;
    }

    [[nodiscard]] std::vector<double> numbers(const std::string& path) const {
        std::size_t size = 1;
        for (const hsize_t n : shape(path)) size *= n;
        std::vector<double> values(size);
        const hid_t data = checked(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), path);
        checked(H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), path);
        H5Dclose(data);
        return values;
    }

    /// Real and imaginary parts in turn of a dataset of compounds {r, i}, stored little-endian.
    [[nodiscard]] std::vector<double> complex_numbers(const std::string& path) const {
        const hid_t type = H5Tcreate(H5T_COMPOUND, 2 * sizeof(double));
        H5Tinsert(type, "r", 0, H5T_IEEE_F64LE);
        H5Tinsert(type, "i", sizeof(double), H5T_IEEE_F64LE);
        const hid_t data = checked(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), path);
        const hid_t stored = H5Dget_type(data);
        const bool equal = H5Tequal(type, stored) > 0;
        std::vector<double> values(2 * shape(path).at(0));
        checked(H5Dread(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), path);
        H5Tclose(stored);
        H5Dclose(data);
        H5Tclose(type);
        if (!equal) throw std::runtime_error(path + " does not hold complex numbers as h5py writes them");
        return values;
    }

    [[nodiscard]] bool stores_little_endian_doubles(const std::string& path) const {
        const hid_t data = checked(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), path);
        const hid_t type = H5Dget_type(data);
        const bool equal = H5Tequal(type, H5T_IEEE_F64LE) > 0;
        H5Tclose(type);
        H5Dclose(data);
        return equal;
    }

    [[nodiscard]] double number(const std::string& object, const char* name) const {
        double value = 0;
        read_attribute(object, name, H5T_NATIVE_DOUBLE, &value);
        return value;
    }

    [[nodiscard]] Index integer(const std::string& object, const char* name) const {
        Index value = 0;
        read_attribute(object, name, H5T_NATIVE_INT64, &value);
        return value;
    }

    [[nodiscard]] std::uint64_t unsigned_integer(const std::string& object, const char* name) const {
        std::uint64_t value = 0;
        read_attribute(object, name, H5T_NATIVE_UINT64, &value);
        return value;
    }

    [[nodiscard]] std::string text(const std::string& object, const char* name) const {
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        H5Tset_cset(type, H5T_CSET_UTF8);
        char* value = nullptr;
        read_attribute(object, name, type, static_cast<void*>(&value));
        H5Tclose(type);
        const std::string result = value;
        H5free_memory(value);
        return result;
    }

    /// Seconds at which the object was written; 0 where that is not recorded.
    [[nodiscard]] Index time_of(const std::string& object) const {
        H5O_info_t info;
        checked(H5Oget_info_by_name(file_, object.c_str(), &info, H5P_DEFAULT), object);
        return static_cast<Index>(info.atime + info.mtime + info.ctime + info.btime);
    }

  private:
    template <class Status>
    static Status checked(Status status, const std::string& object) {
        if (status < 0) throw std::runtime_error("HDF5 cannot read " + object);
        return status;
    }

    void read_attribute(const std::string& object, const char* name, hid_t type, void* value) const {
        const hid_t attribute =
            checked(H5Aopen_by_name(file_, object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), object + "@" + name);
        const herr_t status = H5Aread(attribute, type, value);
        H5Aclose(attribute);
        checked(status, object + "@" + name);
    }

    hid_t file_;
};

} // namespace mbl
