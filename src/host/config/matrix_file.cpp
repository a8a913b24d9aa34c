#include "config/matrix_file.hpp"

#include "config/matrix_hdf5.hpp"
#include "config/matrix_npy.hpp"
#include "config/matrix_rules.hpp"
#include "config/messages.hpp"
#include "core/errors.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace mbl {

namespace {

constexpr std::string_view hdf5_magic = "\x89HDF\r\n\x1a\n";
constexpr const char* check_path =
    "; check /model/bubble/matrix/file, where a relative path starts at the config's folder";

enum class FileType { npy, hdf5, other };

/// Only a regular file is opened: a pipe would block, a device never end.
std::ifstream open_regular(const std::filesystem::path& file) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        throw IoError(file.string() + ": is "
                      + (std::filesystem::is_directory(status) ? "a directory" : "not a regular file") + check_path);
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw IoError(file.string() + ": cannot be opened: " + std::generic_category().message(errno) + check_path);
    }
    return stream;
}

std::string bytes_at(std::istream& stream, std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    stream.clear();
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

/// HDF5 begins at byte 0, 512, 1024, 2048, ...: a user block may precede it, as in MATLAB's files.
FileType type_of(std::istream& stream, std::uint64_t file_bytes) {
    if (bytes_at(stream, 0, npy_magic.size()) == npy_magic) return FileType::npy;
    for (std::uint64_t offset = 0; offset < file_bytes; offset = offset == 0 ? 512 : 2 * offset) {
        if (bytes_at(stream, offset, hdf5_magic.size()) == hdf5_magic) return FileType::hdf5;
    }
    return FileType::other;
}

std::vector<double> read_entries(std::istream& stream, const std::filesystem::path& file, const std::string& origin,
                                 const std::string& dataset, const fields::SymmetricMatrix& kind) {
    stream.seekg(0, std::ios::end);
    const std::streamoff file_bytes = stream.tellg();
    switch (type_of(stream, file_bytes < 0 ? 0 : static_cast<std::uint64_t>(file_bytes))) {
    case FileType::npy:
        if (!dataset.empty()) {
            refuse_matrix(file.string(), "a .npy file is one array without datasets",
                          "the dataset " + in_quotes(dataset), "remove /model/bubble/matrix/dataset");
        }
        stream.clear();
        return read_matrix_npy(stream, origin, kind);
    case FileType::hdf5:
        if (dataset.empty()) {
            throw DataError(file.string() + ": of an HDF5 file one dataset must be named; "
                            + R"(write { "file": ..., "dataset": "/H" }, )" + hdf5_root_text(file));
        }
        return read_matrix_hdf5(file, dataset, origin, kind);
    case FileType::other: break;
    }
    const std::string start = bytes_at(stream, 0, 8);
    refuse_matrix(file.string(), "must be a NumPy .npy or an HDF5 file",
                  start.empty() ? "an empty file" : "the first bytes \"" + escaped(start, 40) + '"',
                  "write it with numpy.save or h5py");
}

} // namespace

std::vector<double> read_matrix_file(const std::filesystem::path& file, const std::string& dataset,
                                     const fields::SymmetricMatrix& kind) {
    std::ifstream stream = open_regular(file);
    const std::string origin = file.string() + (dataset.empty() ? "" : ": dataset " + in_quotes(dataset));
    std::vector<double> entries = read_entries(stream, file, origin, dataset, kind);
    check_elements(origin, entries);
    for (double& entry : entries) entry += 0.0; // -0 becomes 0: one matrix has one identity
    return entries;
}

} // namespace mbl
