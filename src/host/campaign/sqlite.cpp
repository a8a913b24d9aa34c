#include "campaign/sqlite.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <new>
#include <sqlite3.h>
#include <utility>

namespace mbl {

namespace {

// How long one process waits for another. Somebody who looks at the whole file (verify) must not end a campaign.
constexpr int reader_milliseconds = 60'000;
constexpr int writer_milliseconds = 3600'000;

/// "database or disk is full (No space left on device)". SQLite does not keep the system's reason of a failed commit; errno still
/// has it (we clear it before each call).
std::string reason(sqlite3* handle, int status) {
    const int last = errno;
    std::string text = sqlite3_errstr(status);
    const int kept = handle != nullptr ? sqlite3_system_errno(handle) : 0;
    const int error = last != 0 ? last : kept;
    const int kind = status & 0xff;
    const bool of_system = kind == SQLITE_FULL || kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN;
    if (of_system && error != 0) text += fmt::format(" ({})", std::strerror(error));
    return text;
}

} // namespace

Database::Database(std::filesystem::path file, Access access)
    : file_(std::move(file)), handle_(nullptr, sqlite3_close) {
    const int create = access == Access::write ? SQLITE_OPEN_CREATE : 0;
    sqlite3* handle = nullptr;
    errno = 0;
    int status = sqlite3_open_v2(file_.c_str(), &handle, SQLITE_OPEN_READWRITE | create, nullptr);
    if (access != Access::write && status != SQLITE_OK) { // on a read-only file system, say
        sqlite3_close(handle);
        status = sqlite3_open_v2(file_.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
    }
    handle_.reset(handle);
    check(status, "open");
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, access == Access::write ? writer_milliseconds : reader_milliseconds);
    if (access == Access::read_damaged) execute("PRAGMA writable_schema=ON"); // before anything is read
    // FULL: a commit is on the disk when it returns. The others find damage early and trust nothing in the file.
    execute("PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;");
}

Database::~Database() = default;

void Database::check(int status, const char* action) const {
    switch (status & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return;
    case SQLITE_ERROR: // the statements are ours and right: tables or columns are not what they were
    case SQLITE_CORRUPT:
        throw DamagedFile(fmt::format("{}: the file is damaged: {}", file_.string(), reason(handle_.get(), status)));
    case SQLITE_NOTADB:
        throw DataError(fmt::format("{}: is not a campaign file, or its first bytes are damaged; move it away, or "
                                    "choose another --results",
                                    file_.string()));
    case SQLITE_TOOBIG:
        throw DataError(fmt::format("{}: the curves of one block take more than 1 GB; write a wider "
                                    "/spectral/bin_width",
                                    file_.string()));
    case SQLITE_NOMEM: throw std::bad_alloc();
    default:
        throw IoError(fmt::format("{}: cannot {}: {}; free space or permissions there, or choose another --results",
                                  file_.string(), action, reason(handle_.get(), status)));
    }
}

void Database::execute(const char* sql) {
    errno = 0;
    check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr), "write");
}

Index Database::integer(const char* sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.integer(0) : 0;
}

Statement::Statement(const Database& database, const char* sql)
    : database_(&database), handle_(nullptr, sqlite3_finalize) {
    sqlite3_stmt* handle = nullptr;
    database_->check(sqlite3_prepare_v2(database_->handle_.get(), sql, -1, &handle, nullptr), "read");
    handle_.reset(handle);
}

Statement::~Statement() = default;

Statement& Statement::bind(int parameter, Index value) {
    database_->check(sqlite3_bind_int64(handle_.get(), parameter, value), "bind");
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    database_->check(
        sqlite3_bind_text64(handle_.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8), "bind");
    return *this;
}

Statement& Statement::bind_bytes(int parameter, std::string_view bytes) {
    database_->check(sqlite3_bind_blob64(handle_.get(), parameter, bytes.data(), bytes.size(), SQLITE_STATIC), "bind");
    return *this;
}

bool Statement::step() {
    errno = 0;
    const int status = sqlite3_step(handle_.get());
    if (status == SQLITE_ROW) return true;
    sqlite3_reset(handle_.get());
    database_->check(status, sqlite3_stmt_readonly(handle_.get()) != 0 ? "read" : "write");
    return false;
}

Index Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Transaction::Transaction(Database& database) : database_(&database) { database_->execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
    if (database_ == nullptr) return;
    try {
        database_->execute("ROLLBACK");
    } catch (...) { // SQLite has rolled back by itself, or will when the file is opened next
    }
}

void Transaction::commit() {
    database_->execute("COMMIT");
    database_ = nullptr;
}

} // namespace mbl
