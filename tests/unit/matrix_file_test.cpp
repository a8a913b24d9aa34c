#include "config/matrix_file.hpp"
#include "matrix_cases.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <hdf5.h>
#include <limits>
#include <sys/stat.h>

using namespace mbl;
using namespace mbl::matrix_cases;
using config_cases::message_of;

namespace {

std::string npy_file(const Numbers& values) {
    const std::string rows =
        std::to_string(static_cast<int>(std::lround(std::sqrt(static_cast<double>(values.size())))));
    return npy(header("<f8", "(" + rows + ", " + rows + ")"), stored<double>(values));
}

void write_hdf5(const std::filesystem::path& file, const Numbers& values, hsize_t user_block = 0) {
    const hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_userblock(creation, user_block);
    const hid_t opened = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT);
    const std::array<hsize_t, 2> shape{2, 2};
    const hid_t space = H5Screate_simple(2, shape.data(), nullptr);
    const hid_t dataset = H5Dcreate2(opened, "H", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    CHECK(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Fclose(opened);
    H5Pclose(creation);
}

const std::string check_path = "; check /model/bubble/matrix/file, where a relative path starts at the config's folder";

} // namespace

TEST_CASE("matrix file: its bytes tell what it is, not its name") {
    const TemporaryFolder folder;
    write_file(folder / "H.h5", npy_file({1, 2, 2, 3}));
    CHECK(read_matrix_file(folder / "H.h5", "", bubble_matrix) == Numbers{1, 2, 2, 3});
    write_hdf5(folder / "H.npy", {1, 2, 2, 4});
    CHECK(read_matrix_file(folder / "H.npy", "/H", bubble_matrix) == Numbers{1, 2, 2, 4});
    for (const hsize_t user_block : {512, 4096}) { // MATLAB's files have one of 512
        write_hdf5(folder / "H.mat", {1, 2, 2, 5}, user_block);
        CHECK(read_matrix_file(folder / "H.mat", "H", bubble_matrix) == Numbers{1, 2, 2, 5});
    }
    const auto other = [&](const std::string& bytes) {
        write_file(folder / "H", bytes);
        return message_of<DataError>([&] { read_matrix_file(folder / "H", "", bubble_matrix); });
    };
    const std::string must = (folder / "H").string() + ": must be a NumPy .npy or an HDF5 file, got ";
    CHECK(other("") == must + "an empty file; write it with numpy.save or h5py");
    CHECK(other("PK\3\4, as numpy.savez writes")
          == must + "the first bytes \"PK\\x03\\x04, as\"; write it with numpy.save or h5py");
}

TEST_CASE("matrix file: a dataset is for HDF5 only, and needed there") {
    const TemporaryFolder folder;
    write_file(folder / "H.npy", npy_file({1, 2, 2, 3}));
    CHECK(message_of<DataError>([&] { read_matrix_file(folder / "H.npy", "/H", bubble_matrix); })
          == (folder / "H.npy").string()
                 + ": a .npy file is one array without datasets, got the dataset \"/H\"; remove "
                   "/model/bubble/matrix/dataset");
    write_hdf5(folder / "H.h5", {1, 2, 2, 3});
    CHECK(
        message_of<DataError>([&] { read_matrix_file(folder / "H.h5", "", bubble_matrix); })
        == (folder / "H.h5").string()
               + ": of an HDF5 file one dataset must be named; write { \"file\": ..., \"dataset\": \"/H\" }, its root "
                 "holds \"H\"");
}

TEST_CASE("matrix file: elements are finite and symmetric") {
    const TemporaryFolder folder;
    const auto npy_error = [&](const Numbers& values) {
        write_file(folder / "H", npy_file(values));
        return message_of<DataError>([&] { read_matrix_file(folder / "H", "", bubble_matrix); });
    };
    const std::string origin = (folder / "H").string() + ": ";
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(npy_error({1, 2, 3, 4, 2, 5, 6, 7, 3, 6, 8, 9, 4, 7.5, 9, 10})
          == origin + "H[1, 3] must equal its mirror H[3, 1] exactly, got 7 and 7.5; store (H + H.T)/2");
    CHECK(npy_error({1, 2, -infinity, 4})
          == origin + "H[1, 0] must be a finite number, got -inf; store numbers below 1.8e308 only");
    CHECK(npy_error({1, 2, 2, std::numeric_limits<double>::quiet_NaN()})
          == origin + "H[1, 1] must be a finite number, got nan; store numbers below 1.8e308 only");
    write_hdf5(folder / "H", {1, 0.1, 0.10000000000000002, 3});
    CHECK(
        message_of<DataError>([&] { read_matrix_file(folder / "H", "/H", bubble_matrix); })
        == origin
               + "dataset \"/H\": H[0, 1] must equal its mirror H[1, 0] exactly, got 0.1 and 0.10000000000000002; store "
                 "(H + H.T)/2");
}

TEST_CASE("matrix file: -0 is 0, as in inline rows") {
    const TemporaryFolder folder;
    write_file(folder / "H", npy_file({-0.0, -0.0, 0.0, 1}));
    for (const double entry : read_matrix_file(folder / "H", "", bubble_matrix)) CHECK_FALSE(std::signbit(entry));
}

TEST_CASE("matrix file: what cannot be opened is an I/O error, at once") {
    const TemporaryFolder folder;
    const auto io_error = [&](const std::filesystem::path& file) {
        return message_of<IoError>([&] { read_matrix_file(file, "", bubble_matrix); });
    };
    CHECK(io_error(folder / "H.npy")
          == (folder / "H.npy").string() + ": cannot be opened: No such file or directory" + check_path);
    CHECK(io_error(folder.path()) == folder.path().string() + ": is a directory" + check_path);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(io_error(folder / "pipe") == (folder / "pipe").string() + ": is not a regular file" + check_path);
    CHECK(io_error("/dev/zero") == "/dev/zero: is not a regular file" + check_path);
}

TEST_CASE("matrix file: named in a config, its path starts at the config's folder, and the config keeps the name") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "data");
    write_file(folder / "data/H.npy", npy_file({0.5, 2, 2, -1}));
    const auto text = [](const std::string& file) {
        return config_cases::text_of(
            {.model =
                 R"("kind": "goe_bubble", "bubble": {"ensemble": "explicit", "matrix": {"file": ")" + file + "\"}}"});
    };
    write_file(folder / "c.json", text("data/H.npy"));
    const Config config = read_config(folder / "c.json", "", {});
    CHECK(config.model.bubble.matrix == Numbers{0.5, 2, 2, -1});
    CHECK(config.model.bubble.spins == 1);
    CHECK(config.model.bubble.matrix_file.file == "data/H.npy");
    CHECK(config.effective_json.find(R"("matrix":{"file":"data/H.npy"})") != std::string::npos);
    CHECK(parse_config(text((folder / "data/H.npy").string()), "t", "", {}, "/nowhere").model.bubble.spins == 1);
    write_file(folder / "I.npy", npy_file({7, 0, 0, 7}));
    CHECK(read_config(folder / "c.json", "", {"/model/bubble/matrix/file=I.npy"}).model.bubble.matrix
          == Numbers{7, 0, 0, 7});
    CHECK(message_of<ConfigError>([&] { read_config(folder / "c.json", "", {"/model/bubble/spins=3"}); })
          == "/model/bubble/spins: must be 1, as the matrix has 2 rows, got 3; remove the key, the matrix implies it");
}
