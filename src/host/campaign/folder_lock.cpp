#include "campaign/folder_lock.hpp"

#include "core/errors.hpp"
#include "core/utc_time.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace mbl {

namespace {

std::filesystem::path lock_file(const std::filesystem::path& store) { return store.string() + ".lock"; }

/// The whole file, for writing.
struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown host";
}

LockOwner read_owner(int descriptor) {
    std::array<char, 512> text{};
    if (::pread(descriptor, text.data(), text.size() - 1, 0) < 0) return {};
    LockOwner owner;
    std::istringstream(text.data()) >> owner.pid >> owner.host >> owner.since;
    return owner;
}

/// Whether the descriptor is still the file of that name, not one that its owner removed meanwhile.
bool is_named(int descriptor, const std::filesystem::path& file) {
    struct stat by_descriptor {};
    struct stat by_name {};
    return ::fstat(descriptor, &by_descriptor) == 0 && ::stat(file.c_str(), &by_name) == 0
           && by_descriptor.st_ino == by_name.st_ino && by_descriptor.st_dev == by_name.st_dev;
}

[[noreturn]] void refuse(const std::filesystem::path& store, int descriptor) {
    const LockOwner owner = read_owner(descriptor);
    const std::string who = owner.pid > 0 ? fmt::format("process {} on {} since {}", owner.pid, owner.host, owner.since)
                                          : "another process";
    ::close(descriptor);
    throw IoError(fmt::format("{}: in use by {}; wait for it, stop it, or choose another --results",
                              store.parent_path().string(), who));
}

} // namespace

FolderLock::FolderLock(const std::filesystem::path& store) : file_(lock_file(store)) {
    const auto failure = [this](const char* action, int error) {
        return IoError(
            fmt::format("{}: cannot {}: {}; free space or permissions there, or choose a --results on another "
                        "file system",
                        file_.string(), action, std::strerror(error)));
    };
    for (;;) {
        const int descriptor = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor < 0) throw failure("open", errno);
        struct flock lock = whole_file();
        if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
            if (errno == EAGAIN || errno == EACCES) refuse(store, descriptor);
            const int error = errno;
            ::close(descriptor);
            throw failure("lock", error);
        }
        if (is_named(descriptor, file_)) {
            descriptor_ = descriptor;
            break;
        }
        ::close(descriptor);
    }
    const std::string text = fmt::format("{} {} {}\n", ::getpid(), host_name(), utc_time());
    if (::ftruncate(descriptor_, 0) != 0
        || ::pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
        const int error = errno;
        ::close(descriptor_);
        throw failure("write", error);
    }
}

FolderLock::~FolderLock() {
    ::unlink(file_.c_str()); // before the lock goes: whoever waits for it sees that the name is gone
    ::close(descriptor_);
}

std::optional<LockOwner> lock_owner(const std::filesystem::path& store) {
    const int descriptor = ::open(lock_file(store).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    struct flock lock = whole_file();
    const bool held = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    const LockOwner owner = held ? read_owner(descriptor) : LockOwner{};
    ::close(descriptor);
    if (!held) return std::nullopt;
    return owner;
}

} // namespace mbl
