#include "config/matrix_hdf5.hpp"
#include "matrix_cases.hpp"

#include <doctest/doctest.h>

#include <hdf5.h>

using namespace mbl;
using namespace mbl::matrix_cases;
using config_cases::message_of;

namespace {

/// Makes /group/H, and /H as a copy, of any type and shape.
void write_hdf5(const std::filesystem::path& file, hid_t type, const std::vector<hsize_t>& shape,
                const Numbers& values) {
    const hid_t opened = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    REQUIRE(opened >= 0);
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t group = H5Gcreate2(opened, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    for (const hid_t place : {group, opened}) {
        const hid_t dataset = H5Dcreate2(place, "H", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        if (!values.empty())
            CHECK(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
        H5Dclose(dataset);
    }
    H5Gclose(group);
    H5Sclose(space);
    H5Fclose(opened);
}

Numbers read(const std::filesystem::path& file, const std::string& dataset = "/H") {
    return read_matrix_hdf5(file, dataset, "x.h5", bubble_matrix);
}

std::string data_error(const std::filesystem::path& file, const std::string& dataset = "/H") {
    return message_of<DataError>([&] { read(file, dataset); });
}

const Numbers square{1, 2, -3, 4};

} // namespace

TEST_CASE("hdf5: every element type, and any path") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "x.h5";
    for (const hid_t type : {H5T_IEEE_F64LE, H5T_IEEE_F64BE, H5T_IEEE_F32LE, H5T_IEEE_F32BE, H5T_STD_I8LE,
                             H5T_STD_I16BE, H5T_STD_I32LE, H5T_STD_I64BE}) {
        write_hdf5(file, type, {2, 2}, square);
        CHECK(read(file) == square);
    }
    CHECK(read(file, "group/H") == square);
    write_hdf5(file, H5T_STD_U16LE, {2, 2}, {1, 2, 3, 65535});
    CHECK(read(file) == Numbers{1, 2, 3, 65535});
}

TEST_CASE("hdf5: what a dataset must be") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "x.h5";
    write_hdf5(file, H5T_IEEE_F64LE, {2, 2}, square);
    CHECK(data_error(file, "/G")
          == "x.h5: HDF5 cannot open it: object 'G' doesn't exist; its root holds \"H\", \"group\"");
    CHECK(data_error(file, "/H/more").starts_with("x.h5: HDF5 cannot open it: "));
    CHECK(data_error(file, "/group")
          == "x.h5: must be a dataset, got a group; write the dataset's full path, \"/a/H\"");
    const std::string real = "x.h5: must hold real numbers (float64, float32 or integers), got ";
    const std::string as_such = "; store them as such, for example H.real.astype(float)";
    write_hdf5(file, H5T_NATIVE_LDOUBLE, {2, 2}, {});
    CHECK(data_error(file) == real + "floats of 16 bytes" + as_such);
    write_hdf5(file, H5T_C_S1, {2, 2}, {});
    CHECK(data_error(file) == real + "strings" + as_such);
    const hid_t complex = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(complex, "r", 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(complex, "i", 8, H5T_NATIVE_DOUBLE);
    write_hdf5(file, complex, {2, 2}, {});
    H5Tclose(complex);
    CHECK(data_error(file) == real + "a compound type (as complex numbers are stored)" + as_such);
}

TEST_CASE("hdf5: shapes are refused before anything of their size is made") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "x.h5";
    const auto shaped = [&](const std::vector<hsize_t>& shape) {
        const hid_t opened = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        const hid_t space = shape.empty() ? H5Screate(H5S_SCALAR)
                                          : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        // contiguous and never written: the numbers take no space in the file, whatever the shape
        H5Dclose(H5Dcreate2(opened, "H", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        H5Sclose(space);
        H5Fclose(opened);
        return data_error(file);
    };
    const std::string square_text = "; store H_b as an array of 2^N rows and 2^N columns";
    CHECK(shaped({}) == "x.h5: must be a square matrix, got the shape ()" + square_text);
    CHECK(shaped({4}) == "x.h5: must be a square matrix, got the shape (4,)" + square_text);
    CHECK(shaped({2, 4}) == "x.h5: must be a square matrix, got the shape (2, 4)" + square_text);
    CHECK(shaped({2, 2, 2}) == "x.h5: must be a square matrix, got the shape (2, 2, 2)" + square_text);
    for (const hsize_t rows : {hsize_t{0}, hsize_t{3}, hsize_t{1} << 20U}) {
        CHECK(shaped({rows, rows})
              == "x.h5: the number of rows must be a power of two from 2 to 4096, got " + std::to_string(rows)
                     + "; N spins need 2^N rows, for example 4 for two spins");
    }
}

TEST_CASE("hdf5: a damaged file") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "x.h5";
    write_hdf5(file, H5T_IEEE_F64LE, {64, 64}, Numbers(4096));
    std::filesystem::resize_file(file, 2000);
    const std::string message = data_error(file);
    CHECK(message.starts_with(file.string() + ": HDF5 cannot open it: truncated file: eof = 2000"));
    CHECK(message.ends_with("; copy or write the file again, and close it in other programs"));
}
