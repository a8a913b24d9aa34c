#include "faulty_vfs.hpp"

#include <new>
#include <unistd.h>
#include <utility>

namespace mbl {

namespace {

struct State {
    sqlite3_vfs* ordinary = nullptr;
    std::function<Fault(int)> fault;
    int operations = 0;
};

State& state() {
    static State the_state;
    return the_state;
}

/// Our part of an open file; the ordinary one follows it in memory.
struct File {
    sqlite3_file base;
    [[nodiscard]] sqlite3_file* ordinary() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* ordinary(sqlite3_file* file) { return reinterpret_cast<File*>(file)->ordinary(); }

/// Counts an operation; its error, or SQLITE_OK to go on.
int meet(int error, const std::function<void()>& half = nullptr) {
    State& s = state();
    switch (s.fault(++s.operations)) {
    case Fault::none: return SQLITE_OK;
    case Fault::full: return SQLITE_FULL;
    case Fault::input_output: return error;
    case Fault::crash: ::_exit(9);
    case Fault::crash_half_way:
        if (half) half();
        ::_exit(9);
    }
    return SQLITE_OK;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    const auto half = [&] { ordinary(file)->pMethods->xWrite(ordinary(file), bytes, size / 2, at); };
    if (const int error = meet(SQLITE_IOERR_WRITE, half); error != SQLITE_OK) return error;
    return ordinary(file)->pMethods->xWrite(ordinary(file), bytes, size, at);
}
int sync(sqlite3_file* file, int flags) {
    if (const int error = meet(SQLITE_IOERR_FSYNC); error != SQLITE_OK) return error;
    return ordinary(file)->pMethods->xSync(ordinary(file), flags);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int error = meet(SQLITE_IOERR_TRUNCATE); error != SQLITE_OK) return error;
    return ordinary(file)->pMethods->xTruncate(ordinary(file), size);
}
int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (const int error = meet(SQLITE_IOERR_DELETE); error != SQLITE_OK) return error;
    return state().ordinary->xDelete(state().ordinary, name, sync_folder);
}

// The rest is handed on.
int close(sqlite3_file* f) { return ordinary(f)->pMethods->xClose(ordinary(f)); }
int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
    return ordinary(f)->pMethods->xRead(ordinary(f), to, size, at);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) { return ordinary(f)->pMethods->xFileSize(ordinary(f), size); }
int lock(sqlite3_file* f, int level) { return ordinary(f)->pMethods->xLock(ordinary(f), level); }
int unlock(sqlite3_file* f, int level) { return ordinary(f)->pMethods->xUnlock(ordinary(f), level); }
int check_reserved_lock(sqlite3_file* f, int* held) {
    return ordinary(f)->pMethods->xCheckReservedLock(ordinary(f), held);
}
int file_control(sqlite3_file* f, int what, void* value) {
    return ordinary(f)->pMethods->xFileControl(ordinary(f), what, value);
}
int sector_size(sqlite3_file* f) { return ordinary(f)->pMethods->xSectorSize(ordinary(f)); }
int characteristics(sqlite3_file* f) { return ordinary(f)->pMethods->xDeviceCharacteristics(ordinary(f)); }

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods m{};
        m.iVersion = 1;
        m.xClose = close;
        m.xRead = read;
        m.xWrite = write;
        m.xTruncate = truncate;
        m.xSync = sync;
        m.xFileSize = file_size;
        m.xLock = lock;
        m.xUnlock = unlock;
        m.xCheckReservedLock = check_reserved_lock;
        m.xFileControl = file_control;
        m.xSectorSize = sector_size;
        m.xDeviceCharacteristics = characteristics;
        return m;
    }();
    file->pMethods = nullptr;
    const int status = state().ordinary->xOpen(state().ordinary, name, ordinary(file), flags, out_flags);
    if (ordinary(file)->pMethods != nullptr) file->pMethods = &methods;
    return status;
}

} // namespace

FaultyVfs::FaultyVfs(std::function<Fault(int operation)> fault) {
    State& s = state();
    s = {sqlite3_vfs_find(nullptr), std::move(fault), 0};
    vfs_ = *s.ordinary; // its other functions do not look at the object
    vfs_.pNext = nullptr;
    vfs_.zName = "faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + s.ordinary->szOsFile;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    sqlite3_vfs_register(&vfs_, 1);
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(state().ordinary, 1);
}

int FaultyVfs::operations() { return state().operations; }

} // namespace mbl
