#pragma once

#include "config/describe.hpp"
#include "config_cases.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

/// Files of matrices for the tests of their readers.
namespace mbl::matrix_cases {

using Numbers = std::vector<double>;

/// A folder that lives as long as the object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "mbl_matrix_XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder: " + pattern);
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The low `count` bytes of a number, least significant first.
inline std::string little_endian(std::uint64_t number, std::size_t count) {
    std::string bytes;
    for (std::size_t byte = 0; byte < count; ++byte) bytes += static_cast<char>(number >> (8 * byte) & 0xFFU);
    return bytes;
}

/// Numbers as a file stores them, in little-endian order.
template <class Number>
std::string stored(const Numbers& values) {
    using Bits = std::conditional_t<sizeof(Number) == 8, std::uint64_t, std::uint32_t>;
    std::string bytes;
    for (const double value : values) {
        const auto number = static_cast<Number>(value);
        if constexpr (sizeof(Number) >= 4) {
            bytes += little_endian(std::bit_cast<Bits>(number), sizeof(Number));
        } else {
            bytes += little_endian(static_cast<std::uint64_t>(number), sizeof(Number));
        }
    }
    return bytes;
}

/// The same numbers in the other byte order.
inline std::string big_endian(const std::string& bytes, std::size_t size) {
    std::string swapped;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        swapped += std::string(bytes.rbegin() + static_cast<std::ptrdiff_t>(bytes.size() - at - size),
                               bytes.rbegin() + static_cast<std::ptrdiff_t>(bytes.size() - at));
    }
    return swapped;
}

/// A .npy file of format `major`.0 around any header text.
inline std::string npy(const std::string& header, const std::string& data, int major = 1) {
    return "\x93NUMPY" + std::string{static_cast<char>(major), '\0'} + little_endian(header.size(), major == 1 ? 2 : 4)
           + header + data;
}

inline std::string header(const std::string& type, const std::string& shape, bool fortran_order = false) {
    return "{'descr': '" + type + "', 'fortran_order': " + (fortran_order ? "True" : "False") + ", 'shape': " + shape
           + ", }    \n";
}

} // namespace mbl::matrix_cases
