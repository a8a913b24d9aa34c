#include "output/hdf5_file.hpp"

#include "core/errors.hpp"

#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <hdf5.h>
#include <utility>

namespace mbl {

namespace {

/// An HDF5 identifier with the function that closes it.
class Handle {
  public:
    Handle(hid_t id, herr_t (*closer)(hid_t)) : id_(id), close_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
    Handle(const Handle&) = delete;
    Handle& operator=(Handle&&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }
    [[nodiscard]] hid_t id() const { return id_; }
    herr_t close() { return close_(std::exchange(id_, H5I_INVALID_HID)); }

  private:
    hid_t id_;
    herr_t (*close_)(hid_t);
};

} // namespace

struct Hdf5File::Handles {
    std::string file_name;
    Handle link_creation;
    Handle group_creation;
    Handle dataset_creation;
    Handle file;

    [[nodiscard]] IoError failure(const std::string& object) const {
        return IoError(fmt::format("{}: HDF5 cannot write {}", file_name, object));
    }
    template <class Status>
    Status check(Status status, const std::string& object) const {
        if (status < 0) throw failure(object);
        return status;
    }
    Handle checked(hid_t id, herr_t (*close)(hid_t), const std::string& object) const {
        return {check(id, object), close};
    }
    void write_attribute(const std::string& object, const char* name, hid_t type, const void* value) const {
        const Handle owner = checked(H5Oopen(file.id(), object.c_str(), H5P_DEFAULT), H5Oclose, object);
        const Handle space = checked(H5Screate(H5S_SCALAR), H5Sclose, object);
        const Handle attribute =
            checked(H5Acreate2(owner.id(), name, type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose, object);
        check(H5Awrite(attribute.id(), type, value), object);
    }
    void write_dataset(const std::string& object, const Handle& space, const double* values) const {
        write_dataset(object, space, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values);
    }
    void write_dataset(const std::string& object, const Handle& space, hid_t stored, hid_t native,
                       const void* values) const {
        const Handle data = checked(H5Dcreate2(file.id(), object.c_str(), stored, space.id(), link_creation.id(),
                                               dataset_creation.id(), H5P_DEFAULT),
                                    H5Dclose, object);
        check(H5Dwrite(data.id(), native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), object);
    }
    [[nodiscard]] Handle complex_type(hid_t number, const std::string& object) const {
        Handle type = checked(H5Tcreate(H5T_COMPOUND, sizeof(Complex)), H5Tclose, object);
        check(H5Tinsert(type.id(), "r", offsetof(Complex, re), number), object);
        check(H5Tinsert(type.id(), "i", offsetof(Complex, im), number), object);
        return type;
    }
};

Hdf5File::Hdf5File(const std::string& name) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // failures are reported by exceptions, once
    Handle file_creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_obj_track_times(file_creation.id(), false);
    const Handle in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    constexpr std::size_t growth = std::size_t{1} << 20;
    H5Pset_fapl_core(in_memory.id(), growth, false);
    handles_.reset(new Handles{name,
                               {H5Pcreate(H5P_LINK_CREATE), H5Pclose},
                               {H5Pcreate(H5P_GROUP_CREATE), H5Pclose},
                               {H5Pcreate(H5P_DATASET_CREATE), H5Pclose},
                               {H5Fcreate(name.c_str(), H5F_ACC_TRUNC, file_creation.id(), in_memory.id()), H5Fclose}});
    handles_->check(handles_->file.id(), "the file");
    H5Pset_create_intermediate_group(handles_->link_creation.id(), 1);
    H5Pset_char_encoding(handles_->link_creation.id(), H5T_CSET_UTF8);
    H5Pset_obj_track_times(handles_->group_creation.id(), false);
    H5Pset_obj_track_times(handles_->dataset_creation.id(), false);
}

Hdf5File::~Hdf5File() = default;

void Hdf5File::create_group(const std::string& path) {
    handles_->checked(H5Gcreate2(handles_->file.id(), path.c_str(), handles_->link_creation.id(),
                                 handles_->group_creation.id(), H5P_DEFAULT),
                      H5Gclose, path);
}

void Hdf5File::attribute(const std::string& object, const char* name, const std::string& value) {
    const Handle type = handles_->checked(H5Tcopy(H5T_C_S1), H5Tclose, object);
    handles_->check(H5Tset_size(type.id(), H5T_VARIABLE), object);
    handles_->check(H5Tset_cset(type.id(), H5T_CSET_UTF8), object);
    const char* text = value.c_str();
    handles_->write_attribute(object, name, type.id(), &text);
}

void Hdf5File::attribute(const std::string& object, const char* name, double value) {
    handles_->write_attribute(object, name, H5T_NATIVE_DOUBLE, &value);
}

void Hdf5File::attribute(const std::string& object, const char* name, Index value) {
    handles_->write_attribute(object, name, H5T_NATIVE_INT64, &value);
}

void Hdf5File::attribute(const std::string& object, const char* name, std::uint64_t value) {
    handles_->write_attribute(object, name, H5T_NATIVE_UINT64, &value);
}

void Hdf5File::dataset(const std::string& path, const std::vector<double>& values) {
    const hsize_t size = values.size();
    const Handle space = handles_->checked(H5Screate_simple(1, &size, nullptr), H5Sclose, path);
    handles_->write_dataset(path, space, values.data());
}

void Hdf5File::complex_dataset(const std::string& path, const std::vector<Complex>& values) {
    const hsize_t size = values.size();
    const Handle space = handles_->checked(H5Screate_simple(1, &size, nullptr), H5Sclose, path);
    const Handle stored = handles_->complex_type(H5T_IEEE_F64LE, path);
    const Handle native = handles_->complex_type(H5T_NATIVE_DOUBLE, path);
    handles_->write_dataset(path, space, stored.id(), native.id(), values.data());
}

void Hdf5File::matrix(const std::string& path, const std::vector<double>& values, Index columns) {
    const auto width = static_cast<hsize_t>(columns);
    const std::array<hsize_t, 2> shape{values.size() / width, width};
    const Handle space = handles_->checked(H5Screate_simple(2, shape.data(), nullptr), H5Sclose, path);
    handles_->write_dataset(path, space, values.data());
}

void Hdf5File::scalar(const std::string& path, double value) {
    const Handle space = handles_->checked(H5Screate(H5S_SCALAR), H5Sclose, path);
    handles_->write_dataset(path, space, &value);
}

std::string Hdf5File::image() && {
    handles_->check(H5Fflush(handles_->file.id(), H5F_SCOPE_GLOBAL), "the file");
    const ssize_t size = handles_->check(H5Fget_file_image(handles_->file.id(), nullptr, 0), "the file");
    std::string image(static_cast<std::size_t>(size), '\0');
    handles_->check(H5Fget_file_image(handles_->file.id(), image.data(), image.size()), "the file");
    return image;
}

} // namespace mbl
