#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mbl {

/// The process that works on a campaign file.
struct LockOwner {
    int pid = 0;
    std::string host;
    std::string since; ///< UTC
};

/// Keeps a second campaign out of a results folder. The lock lies on FILE.lock and belongs to the open file: it ends with the
/// process, however that ends, and is seen from other hosts where the file system knows locks. The file is
/// removed with the object.
class FolderLock {
  public:
    /// @throws IoError another process has it (named), or the file cannot be locked.
    explicit FolderLock(const std::filesystem::path& store);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    std::filesystem::path file_;
    int descriptor_ = -1;
};

/// Who works on it now; nobody where it is free. Takes no lock.
std::optional<LockOwner> lock_owner(const std::filesystem::path& store);

} // namespace mbl
