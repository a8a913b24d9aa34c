#include "output/atomic_file.hpp"

#include "core/errors.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>
#include <utility>

namespace mbl {

namespace {

IoError failure(const std::filesystem::path& path, const char* action, int error) {
    return IoError(fmt::format("{}: cannot {}: {}; free space or permissions there, or choose another --results",
                               path.string(), action, std::strerror(error)));
}

void sync(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw failure(path, "open", errno);
    const int status = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    if (status != 0) throw failure(path, "sync", error);
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path target)
    : target_(std::move(target)), temporary_(target_.string() + fmt::format(".part{}", ::getpid())) {
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::commit() {
    sync(temporary_);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) throw failure(target_, "replace", errno);
    temporary_.clear();
    const auto folder = target_.parent_path();
    sync(folder.empty() ? std::filesystem::path(".") : folder);
}

void write_text_file(const std::filesystem::path& target, const std::string& text) {
    AtomicFile file(target);
    errno = 0;
    std::ofstream stream(file.temporary(), std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw failure(target, "write", errno);
    file.commit();
}

void require_writable_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw failure(folder, "create the folder", error.value());
    AtomicFile probe(folder / ".probe");
    errno = 0;
    std::ofstream stream(probe.temporary());
    stream << "probe";
    stream.close();
    if (!stream) throw failure(folder, "write into the folder", errno);
}

} // namespace mbl
