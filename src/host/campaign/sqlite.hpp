#pragma once

#include "core/errors.hpp"
#include "core/index.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace mbl {

/// The database file is damaged where only SQLite itself looks: its pages, not its rows.
class DamagedFile : public DataError {
  public:
    using DataError::DataError;
};

/// read_damaged reads on in a file that is shorter than it says it is.
enum class Access { read, read_damaged, write };

/// A thin layer over SQLite. Every failure is an exception that names the file, SQLite's and the system's reason:
/// @throws DamagedFile, DataError (not a database), IoError (everything else).
class Database {
  public:
    /// Opens an existing file, or with Access::write a new one. A reader waits for a writer's commit and the other way
    /// round; a reader may roll back what a killed writer left half-done.
    Database(std::filesystem::path file, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// One or more statements without results.
    void execute(const char* sql);
    /// First column of the first row of a query that has one.
    Index integer(const char* sql);

    [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
    /// @throws what belongs to SQLite's result code, if it is an error.
    void check(int status, const char* action) const;

  private:
    friend class Statement;
    std::filesystem::path file_;
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

/// A prepared statement; parameters and columns count from 1 and 0, as SQLite's do.
class Statement {
  public:
    Statement(const Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int parameter, Index value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind_bytes(int parameter, std::string_view bytes); ///< they must live until the next step()
    /// Whether there is a (further) row. After the last one the statement is ready for use again.
    bool step();

    [[nodiscard]] Index integer(int column) const;
    /// Text or bytes of the current row; valid until the next step().
    [[nodiscard]] std::string_view bytes(int column) const;

  private:
    const Database* database_;
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> handle_;
};

/// Commits with commit(), else rolls back.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database* database_;
};

} // namespace mbl
