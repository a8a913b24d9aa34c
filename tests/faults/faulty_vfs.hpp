#pragma once

#include <functional>
#include <sqlite3.h>
#include <string>

namespace mbl {

/// What happens at one change of the disk.
enum class Fault {
    none,
    full,          ///< SQLITE_FULL
    input_output,  ///< SQLITE_IOERR of the operation
    crash,         ///< the process ends before it
    crash_half_way ///< a write is done by half, then the process ends
};

/// SQLite's ordinary files with faults: while it lives every database is opened through it. Writes, syncs, truncations and
/// deletions are counted from 1; each asks which fault it meets. One at a time.
class FaultyVfs {
  public:
    explicit FaultyVfs(std::function<Fault(int operation)> fault);
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    [[nodiscard]] static int operations();

  private:
    sqlite3_vfs vfs_{};
};

} // namespace mbl
