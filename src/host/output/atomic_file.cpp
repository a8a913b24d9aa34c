#include "output/atomic_file.hpp"

#include "core/errors.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>
#include <utility>

namespace mbl {

namespace {

constexpr std::string_view temporary_mark = ".part"; // before the process's number

IoError failure(const std::filesystem::path& path, const char* action, int error) {
    return IoError(fmt::format("{}: cannot {}: {}; free space or permissions there, or choose another --results",
                               path.string(), action, std::strerror(error)));
}

/// Returns the system's error number, 0 if all is written.
int write_bytes(const std::filesystem::path& path, std::string_view bytes) {
    errno = 0;
    std::ofstream stream(path, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (stream) return 0;
    return errno != 0 ? errno : EIO;
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
    : target_(std::move(target)), temporary_(target_.string() + fmt::format("{}{}", temporary_mark, ::getpid())) {
    std::error_code ignored;
    const auto kind = std::filesystem::status(target_, ignored).type();
    if (kind != std::filesystem::file_type::not_found && kind != std::filesystem::file_type::regular
        && kind != std::filesystem::file_type::none) {
        throw IoError(fmt::format("{}: is not a regular file and will not be replaced; move it away, or choose another "
                                  "--results",
                                  target_.string()));
    }
    std::filesystem::remove(temporary_, ignored);
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::prepare() {
    sync(temporary_);
    prepared_ = true;
}

void AtomicFile::commit() {
    if (!prepared_) prepare();
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) throw failure(target_, "replace", errno);
    temporary_.clear();
    const auto folder = target_.parent_path();
    sync(folder.empty() ? std::filesystem::path(".") : folder);
}

void write_file(const std::filesystem::path& target, std::string_view bytes) {
    AtomicFile file(target);
    if (const int error = write_bytes(file.temporary(), bytes); error != 0) throw failure(target, "write", error);
    file.commit();
}

void write_files(const std::vector<FileBytes>& files) {
    std::deque<AtomicFile> written; // deque: AtomicFile stays where it is
    for (const FileBytes& file : files) {
        AtomicFile& next = written.emplace_back(file.target);
        if (const int error = write_bytes(next.temporary(), file.bytes); error != 0)
            throw failure(file.target, "write", error);
        next.prepare();
    }
    for (AtomicFile& file : written) file.commit();
}

void remove_stale_temporaries(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        const std::size_t mark = name.rfind(temporary_mark);
        if (mark == std::string::npos || !entry.is_regular_file(ignored)) continue;
        const std::string_view number = std::string_view(name).substr(mark + temporary_mark.size());
        int pid = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), pid);
        if (error != std::errc{} || end != number.data() + number.size() || pid <= 0) continue;
        const bool dead = ::kill(pid, 0) != 0 && errno == ESRCH;
        if (dead || pid == ::getpid()) std::filesystem::remove(entry.path(), ignored);
    }
}

void require_writable_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw failure(folder, "create the folder", error.value());
    AtomicFile probe(folder / ".probe");
    if (const int status = write_bytes(probe.temporary(), "probe"); status != 0) {
        throw failure(folder, "write into the folder", status);
    }
}

} // namespace mbl
