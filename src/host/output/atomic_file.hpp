#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mbl {

/// A file that appears whole or not at all: it is written under a temporary name beside its place, and commit() syncs
/// it to disk and renames it. Without commit() the destructor removes it.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path target);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Where to write. The file does not exist yet.
    [[nodiscard]] const std::filesystem::path& temporary() const noexcept { return temporary_; }

    /// Syncs what was written, so that commit() has only to rename. @throws IoError with the system's reason.
    void prepare();
    /// @throws IoError with the system's reason; the target is then what it was.
    void commit();

  private:
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    bool prepared_ = false;
};

/// Writes a whole file atomically. @throws IoError with the system's reason.
void write_file(const std::filesystem::path& target, std::string_view bytes);

/// A file and what it is to hold.
struct FileBytes {
    std::filesystem::path target;
    std::string bytes;
};

/// Writes files that belong together: all of them are on the disk before the first one takes its place, so that none is replaced
/// where there is no room for another. @throws IoError with the system's reason.
void write_files(const std::vector<FileBytes>& files);

/// Removes what a process that was killed left half-written in the folder: temporaries whose process lives no more.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Creates the folder and proves that files can be written in it, before hours are spent. @throws IoError.
void require_writable_folder(const std::filesystem::path& folder);

} // namespace mbl
