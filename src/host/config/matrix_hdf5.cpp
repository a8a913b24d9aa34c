#include "config/matrix_hdf5.hpp"

#include "config/matrix_rules.hpp"
#include "config/messages.hpp"
#include "core/errors.hpp"

#include <algorithm>
#include <array>
#include <hdf5.h>

namespace mbl {

namespace {

/// An HDF5 identifier with the function that closes it.
template <herr_t (*Close)(hid_t)>
class Identifier {
  public:
    explicit Identifier(hid_t id) : id_(id) {}
    Identifier(const Identifier&) = delete;
    Identifier& operator=(const Identifier&) = delete;
    ~Identifier() {
        if (id_ >= 0) Close(id_);
    }
    [[nodiscard]] hid_t id() const { return id_; }
    [[nodiscard]] bool valid() const { return id_ >= 0; }

  private:
    hid_t id_;
};

using File = Identifier<H5Fclose>;
using Object = Identifier<H5Oclose>;
using Space = Identifier<H5Sclose>;
using Type = Identifier<H5Tclose>;

/// The innermost message of the library's last failure, to be asked for before its next call.
std::string library_reason() {
    std::string reason;
    const auto first = [](unsigned depth, const H5E_error2_t* error, void* target) -> herr_t {
        if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(target) = escaped(error->desc, 240);
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first, &reason);
    return reason.empty() ? "it gives no reason" : reason;
}

hid_t open_file(const std::filesystem::path& file) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // failures are reported by exceptions, once
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    if (id >= 0) return id;
    throw DataError(file.string() + ": HDF5 cannot open it: " + library_reason()
                    + "; copy or write the file again, and close it in other programs");
}

std::string root_text(hid_t file) {
    constexpr hsize_t most_names = 8;
    H5G_info_t info{};
    if (H5Gget_info(file, &info) < 0) return "its root cannot be read";
    if (info.nlinks == 0) return "its root is empty";
    std::vector<std::string> names;
    for (hsize_t index = 0; index < std::min(info.nlinks, most_names); ++index) {
        std::array<char, 256> name{};
        const ssize_t length =
            H5Lget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, index, name.data(), name.size(), H5P_DEFAULT);
        if (length > 0) names.push_back('"' + escaped(name.data(), 40) + '"');
    }
    return "its root holds " + listed(names) + (info.nlinks > most_names ? ", ..." : "");
}

/// What an object that was named as a dataset is instead.
std::string object_text(hid_t object) {
    const H5I_type_t type = H5Iget_type(object);
    if (type == H5I_GROUP) return "a group";
    return type == H5I_DATATYPE ? "a named type" : "another object";
}

std::vector<std::uint64_t> shape_of(hid_t dataset, const std::string& origin) {
    const Space space(H5Dget_space(dataset));
    std::array<hsize_t, H5S_MAX_RANK> extents{};
    const int rank = space.valid() ? H5Sget_simple_extent_dims(space.id(), extents.data(), nullptr) : -1;
    if (rank < 0) throw DataError(origin + ": HDF5 cannot tell its shape: " + library_reason() + "; write it again");
    return {extents.begin(), extents.begin() + rank};
}

std::string class_text(H5T_class_t type, std::size_t bytes) {
    switch (type) {
    case H5T_INTEGER: return "integers of " + std::to_string(bytes) + " bytes";
    case H5T_FLOAT: return "floats of " + std::to_string(bytes) + " bytes";
    case H5T_STRING: return "strings";
    case H5T_COMPOUND: return "a compound type (as complex numbers are stored)";
    case H5T_ENUM: return "an enumeration (as booleans are stored)";
    default: return "another type";
    }
}

void check_type(hid_t dataset, const std::string& origin) {
    const Type type(H5Dget_type(dataset));
    const H5T_class_t type_class = type.valid() ? H5Tget_class(type.id()) : H5T_NO_CLASS;
    const std::size_t bytes = type.valid() ? H5Tget_size(type.id()) : 0;
    const bool is_float = type_class == H5T_FLOAT && (bytes == 4 || bytes == 8);
    const bool is_integer = type_class == H5T_INTEGER && bytes <= 8;
    if (is_float || is_integer) return;
    refuse_matrix(origin, "must hold real numbers (float64, float32 or integers)", class_text(type_class, bytes),
                  "store them as such, for example H.real.astype(float)");
}

} // namespace

std::vector<double> read_matrix_hdf5(const std::filesystem::path& file, const std::string& dataset,
                                     const std::string& origin, const fields::SymmetricMatrix& kind) {
    const File opened(open_file(file));
    const Object object(H5Oopen(opened.id(), dataset.c_str(), H5P_DEFAULT));
    if (!object.valid()) {
        const std::string reason = library_reason();
        throw DataError(origin + ": HDF5 cannot open it: " + reason + "; " + root_text(opened.id()));
    }
    if (H5Iget_type(object.id()) != H5I_DATASET) {
        refuse_matrix(origin, "must be a dataset", object_text(object.id()), "write the dataset's full path, \"/a/H\"");
    }
    check_type(object.id(), origin);
    const std::vector<std::uint64_t> shape = shape_of(object.id(), origin);
    check_shape(origin, shape, kind);
    std::vector<double> entries(shape[0] * shape[1]);
    if (H5Dread(object.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, entries.data()) < 0) {
        throw DataError(origin + ": HDF5 cannot read it: " + library_reason() + "; write it again, without filters");
    }
    return entries;
}

std::string hdf5_root_text(const std::filesystem::path& file) {
    const File opened(open_file(file));
    return root_text(opened.id());
}

} // namespace mbl
