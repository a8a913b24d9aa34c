#include "output/hdf5_file.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "hdf5_reading.hpp"
#include "output/atomic_file.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace mbl;
using config_cases::message_of;

namespace {

const std::vector<double> awkward{0.1, -0.0, 5e-324, 1.7976931348623157e308, INFINITY};

void write_everything(const std::filesystem::path& path) {
    Hdf5File file(path.string());
    file.attribute("/", "format", std::string("mbl_gpu"));
    file.create_group("/a/b");
    file.attribute("/a/b", "xi", 2.885);
    file.attribute("/a/b", "undefined", std::numeric_limits<double>::quiet_NaN());
    file.attribute("/a/b", "count", Index{-9007199254740993});
    file.attribute("/a/b", "panel", std::string("ρ ≥ \"½\"\n"));
    file.attribute("/a/b", "empty", std::string());
    file.dataset("/a/c/values", awkward); // /a/c is made on the way
    file.dataset("/a/none", {});
    file.matrix("/a/rows", {1, 2, 3, 4, 5, 6}, 3);
    file.scalar("/a/one", 0.3);
    file.attribute("/a/one", "unit", std::string("delta_E"));
    write_file(path, std::move(file).image());
}

} // namespace

TEST_CASE("hdf5 file: what was written is read back, bit for bit") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.h5";
    write_everything(path);
    const Hdf5Reading file(path);
    CHECK(file.text("/", "format") == "mbl_gpu");
    CHECK(file.number("/a/b", "xi") == 2.885);
    CHECK(std::isnan(file.number("/a/b", "undefined")));
    CHECK(file.integer("/a/b", "count") == -9007199254740993);
    CHECK(file.text("/a/b", "panel") == "ρ ≥ \"½\"\n");
    CHECK(file.text("/a/b", "empty").empty());
    CHECK(file.text("/a/one", "unit") == "delta_E");

    CHECK(file.shape("/a/c/values") == std::vector<hsize_t>{5});
    CHECK(file.stores_little_endian_doubles("/a/c/values"));
    const auto values = file.numbers("/a/c/values");
    for (std::size_t i = 0; i < awkward.size(); ++i)
        CHECK(std::bit_cast<std::uint64_t>(values[i]) == std::bit_cast<std::uint64_t>(awkward[i]));
    CHECK(file.shape("/a/none") == std::vector<hsize_t>{0});
    CHECK(file.shape("/a/rows") == std::vector<hsize_t>{2, 3});
    CHECK(file.numbers("/a/rows") == std::vector<double>{1, 2, 3, 4, 5, 6}); // row by row
    CHECK(file.shape("/a/one").empty());
    CHECK(file.numbers("/a/one") == std::vector<double>{0.3});
}

TEST_CASE("hdf5 file: no object carries a time, so equal contents are equal bytes") {
    const TemporaryFolder folder;
    write_everything(folder.path() / "a.h5");
    write_everything(folder.path() / "b.h5");
    CHECK(bytes_of(folder.path() / "a.h5") == bytes_of(folder.path() / "b.h5"));
    const Hdf5Reading file(folder.path() / "a.h5");
    for (const char* object : {"/", "/a", "/a/b", "/a/c", "/a/c/values", "/a/none", "/a/one"}) {
        CAPTURE(object);
        CHECK(file.time_of(object) == 0);
    }
}

TEST_CASE("hdf5 file: an existing file is replaced") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.h5";
    for (const char* name : {"/old", "/new"}) {
        Hdf5File file(path.string());
        file.scalar(name, 1);
        write_file(path, std::move(file).image());
    }
    const Hdf5Reading file(path);
    CHECK(file.has("/new"));
    CHECK(!file.has("/old"));
}

TEST_CASE("hdf5 file: failures are IoErrors that name file and object") {
    const TemporaryFolder folder;
    const std::filesystem::path missing = folder.path() / "missing" / "a.h5";
    CHECK(message_of<IoError>([&] { write_everything(missing); })
          == missing.string()
                 + ": cannot write: No such file or directory; free space or permissions there, or choose another "
                   "--results");
    CHECK(folder.empty());

    const std::string path = (folder.path() / "a.h5").string();
    Hdf5File file(path);
    file.scalar("/x", 1);
    CHECK(message_of<IoError>([&] { file.scalar("/x", 2); }) == path + ": HDF5 cannot write /x");
    CHECK(message_of<IoError>([&] { file.create_group("/x"); }) == path + ": HDF5 cannot write /x");
    CHECK(message_of<IoError>([&] { file.attribute("/y", "a", 1.0); }) == path + ": HDF5 cannot write /y");
}

TEST_CASE("hdf5 file: what is not a regular file is never replaced by one") {
    const TemporaryFolder folder;
    const auto pipe = folder.path() / "pipe"; // stands for a device, which a test must not put at risk
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(message_of<IoError>([&] { write_everything(pipe); })
          == pipe.string()
                 + ": is not a regular file and will not be replaced; move it away, or choose another --results");
    CHECK(is_fifo(pipe));
}

TEST_CASE("hdf5 file: a disk that fills up is an IoError, and the process still ends in its own way") {
    const TemporaryFolder folder;
    std::cout.flush();
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGSEGV, SIG_DFL); // not doctest's report
        std::signal(SIGXFSZ, SIG_IGN); // no file of this process may exceed 64 KiB
        const rlimit limit{65536, 65536};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        bool refused = false;
        try {
            const auto path = folder.path() / "a.h5";
            Hdf5File file(path.string());
            for (int i = 0; i < 2000; ++i) file.dataset(fmt::format("/group/{}", i), awkward);
            write_file(path, std::move(file).image());
        } catch (const IoError&) {
            refused = true;
        }
        std::exit(refused ? 74 : 0); // HDF5 cleans up at exit
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(!WIFSIGNALED(status));
    CHECK(WEXITSTATUS(status) == 74);
}
