#include "output/atomic_file.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace mbl;
using config_cases::message_of;

namespace {

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

const std::string advice = "; free space or permissions there, or choose another --results";

} // namespace

TEST_CASE("atomic file: it appears with commit, and only then") {
    const TemporaryFolder folder;
    const auto target = folder.path() / "a.txt";
    {
        AtomicFile file(target);
        CHECK(!exists(file.temporary()));
        CHECK(file.temporary().parent_path() == folder.path()); // so that a rename suffices
        write(file.temporary(), "whole");
        CHECK(!exists(target));
        file.commit();
        CHECK(bytes_of(target) == "whole");
    }
    CHECK(bytes_of(target) == "whole");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("atomic file: without commit nothing is left, and what was there stays") {
    const TemporaryFolder folder;
    {
        AtomicFile file(folder.path() / "a.txt");
        write(file.temporary(), "half");
    }
    CHECK(folder.empty());

    const auto target = folder.path() / "b.txt";
    write_file(target, "old");
    try {
        AtomicFile file(target);
        write(file.temporary(), "half of the n");
        throw std::runtime_error("the writer failed");
    } catch (const std::runtime_error&) {
    }
    CHECK(bytes_of(target) == "old");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("atomic file: what an earlier process of the same number left is not appended to") {
    const TemporaryFolder folder;
    const auto target = folder.path() / "a.txt";
    std::filesystem::path temporary;
    {
        const AtomicFile file(target);
        temporary = file.temporary();
    }
    write(temporary, "left over");
    const AtomicFile file(target);
    CHECK(!exists(temporary));
}

TEST_CASE("atomic file: a commit that fails says why and leaves the target alone") {
    const TemporaryFolder folder;
    const auto target = folder.path() / "a.txt";
    {
        AtomicFile never_written(target);
        CHECK_THROWS_AS(never_written.commit(), IoError);
    }
    CHECK(folder.empty());
    std::filesystem::create_directories(target / "occupied");
    CHECK(message_of<IoError>([&] { write_file(target, "text"); })
          == target.string()
                 + ": is not a regular file and will not be replaced; move it away, or choose another --results");
    CHECK(is_directory(target / "occupied"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("atomic file: text is written as it is, over what was there") {
    const TemporaryFolder folder;
    const auto target = folder.path() / "a.txt";
    const std::string text("zero \0 and\r\nlines", 17);
    write_file(target, "something much longer than the text that follows");
    write_file(target, text);
    CHECK(bytes_of(target) == text);
}

TEST_CASE("atomic file: a missing folder is an IoError with the system's reason") {
    const TemporaryFolder folder;
    const auto target = folder.path() / "missing" / "a.txt";
    CHECK(message_of<IoError>([&] { write_file(target, "text"); })
          == target.string() + ": cannot write: No such file or directory" + advice);
    CHECK(folder.empty());
}

TEST_CASE("atomic file: a results folder is made, tried, and left empty") {
    const TemporaryFolder folder;
    const auto deep = folder.path() / "a" / "b";
    require_writable_folder(deep);
    require_writable_folder(deep);
    CHECK(std::filesystem::is_empty(deep));
}

TEST_CASE("atomic file: a folder that cannot be made or written into is refused by name") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    write_file(file, "not a folder");
    CHECK(message_of<IoError>([&] { require_writable_folder(file); })
          == file.string() + ": cannot create the folder: Not a directory" + advice);
    CHECK(message_of<IoError>([&] { require_writable_folder(file / "below"); })
          == (file / "below").string() + ": cannot create the folder: Not a directory" + advice);
    CHECK(bytes_of(file) == "not a folder");
    // nobody, root included, may create files here
    CHECK(message_of<IoError>([] {
              require_writable_folder("/proc/self");
          }).starts_with("/proc/self: cannot write into the folder: "));
}

TEST_CASE("atomic file: files that belong together are replaced together or not at all") {
    const TemporaryFolder folder;
    const auto a = folder.path() / "a.txt";
    const auto b = folder.path() / "b.txt";
    write_files({{a, "old a"}, {b, "old b"}});
    CHECK(bytes_of(a) == "old a");
    CHECK(bytes_of(b) == "old b");
    CHECK_THROWS_AS(write_files({{a, "new a"}, {folder.path() / "missing" / "b.txt", "new b"}}), IoError);
    CHECK(bytes_of(a) == "old a");
    write_files({{a, "new a"}, {b, "new b"}});
    CHECK(bytes_of(a) + bytes_of(b) == "new anew b");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("atomic file: what processes that live no more left half-written is removed, nothing else is") {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child); // its number is free now
    const std::string dead = std::to_string(child);
    const std::vector<std::string> kept{"results.h5",          "results.h5.part", "results.h5.part1",
                                        "x.part" + dead + "x", "x.part-" + dead,  "part" + dead};
    for (const std::string& name : kept) write(folder.path() / name, "kept");
    for (const std::string name : {"results.h5.part", "a.part7.part"}) write(folder.path() / (name + dead), "stale");
    write(folder.path() / ("own.part" + std::to_string(::getpid())), "of an earlier process with our number");
    std::filesystem::create_directory(folder.path() / ("folder.part" + dead));
    remove_stale_temporaries(folder.path());
    for (const std::string& name : kept) CHECK(exists(folder.path() / name));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {})
          == static_cast<std::ptrdiff_t>(kept.size()) + 1);
    remove_stale_temporaries(folder.path() / "missing");
}
