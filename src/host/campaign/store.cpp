#include "campaign/store.hpp"

#include "campaign/block_codec.hpp"
#include "plan/identity.hpp"

#include <fmt/format.h>
#include <utility>

namespace mbl {

namespace {

constexpr Index application_id = 0x6d626c67; // "mblg"
constexpr Index format_version = 1;

// The realization count belongs to the key: see BlockKey. Samples and curves are apart, so that averages need not read the
// curves; SQLite reads a row's columns only as far as they are asked for.
constexpr const char* tables = R"(
    CREATE TABLE problems(identity TEXT PRIMARY KEY, dim INTEGER NOT NULL, text TEXT NOT NULL, checksum TEXT NOT NULL);
    CREATE TABLE blocks(row INTEGER PRIMARY KEY, identity TEXT NOT NULL, block INTEGER NOT NULL,
                        realizations INTEGER NOT NULL, samples_checksum TEXT NOT NULL, samples BLOB NOT NULL,
                        curves_checksum TEXT NOT NULL, curves BLOB NOT NULL, UNIQUE(identity, block, realizations));
    CREATE TABLE finished(campaign TEXT PRIMARY KEY, stamp TEXT NOT NULL);
)";

constexpr const char* row_columns = "SELECT identity, block, realizations, samples_checksum, samples, curves_checksum, "
                                    "curves, row FROM blocks ";

constexpr const char* mark_columns =
    "SELECT row, identity, block, realizations, samples_checksum, curves_checksum FROM blocks ";

constexpr const char* insert_row = "INSERT OR REPLACE INTO blocks(identity, block, realizations, samples_checksum, "
                                   "samples, curves_checksum, curves) VALUES(?, ?, ?, ?, ?, ?, ?)";

constexpr const char* insert_problem = "INSERT OR IGNORE INTO problems VALUES(?, ?, ?, ?)";

std::string about_checksum(std::string_view identity, Index dim, std::string_view text) {
    return hash_hex(fmt::format("{} {} {}", identity, dim, text));
}

/// Of one part of a row, bound to the key it was stored under.
std::string checksum(const BlockKey& key, const char* part, std::string_view bytes) {
    return hash_hex(fmt::format("{} {} {} {} {}", part, key.identity, key.block, key.realizations, hash_hex(bytes)));
}

enum class Parts { samples, all };

/// Judges the current row of a query for row_columns (or, for samples, of its first five).
FoundBlock decode(const Statement& row, const BlockKey& key, Parts parts) {
    FoundBlock found;
    found.state = BlockState::damaged;
    if (row.bytes(3) != checksum(key, "samples", row.bytes(4))) {
        found.reason = "the checksum of its samples is wrong";
        return found;
    }
    if (parts == Parts::all && row.bytes(5) != checksum(key, "curves", row.bytes(6))) {
        found.reason = "the checksum of its curves is wrong";
        return found;
    }
    try {
        found.record = decode_samples(row.bytes(4));
        if (parts == Parts::all) decode_curves(row.bytes(6), found.record);
    } catch (const DataError& error) {
        return {BlockState::damaged, {}, error.what()};
    }
    found.record.block.index = key.block;
    found.state = BlockState::intact;
    return found;
}

FoundBlock find_parts(const Database& database, const Problem& problem, const Block& block, Parts parts) {
    const BlockKey key = key_of(problem, block);
    const std::string query =
        std::string(parts == Parts::all
                        ? row_columns
                        : "SELECT identity, block, realizations, samples_checksum, samples FROM blocks ")
        + "WHERE identity = ? AND block = ? AND realizations = ?";
    Statement row(database, query.c_str());
    row.bind(1, key.identity).bind(2, key.block).bind(3, key.realizations);
    if (!row.step()) return {};
    FoundBlock found = decode(row, key, parts);
    if (found.state == BlockState::intact) found.record.block = block;
    return found;
}

StoredRow stored_row(const Statement& row) {
    StoredRow stored;
    stored.key = {std::string(row.bytes(0)), row.integer(1), row.integer(2)};
    stored.found = decode(row, stored.key, Parts::all);
    stored.payload_bytes = static_cast<Index>(row.bytes(4).size() + row.bytes(6).size());
    return stored;
}

RowMark row_mark(const Statement& row) {
    return {row.integer(0),
            {std::string(row.bytes(1)), row.integer(2), row.integer(3)},
            std::string(row.bytes(4)) + std::string(row.bytes(5))};
}

} // namespace

BlockKey key_of(const Problem& problem, const Block& block) { return {problem.identity, block.index, block.count}; }

std::filesystem::path store_file(const std::filesystem::path& results) { return results / "campaign.sqlite"; }

Store::Store(const std::filesystem::path& file, Access access) : database_(file, access) {
    const Index application = database_.integer("PRAGMA application_id");
    const bool empty = application == 0 && database_.integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && access == Access::write) {
        create();
    } else if (empty) {
        throw DataError(fmt::format("{}: is empty: nothing has been stored yet, or the file was cut off; run the "
                                    "campaign again",
                                    file.string()));
    } else {
        check_format(application);
    }
}

void Store::create() {
    Transaction transaction(database_);
    database_.execute(tables);
    database_.execute(
        fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", application_id, format_version).c_str());
    transaction.commit();
}

void Store::check_format(Index application) {
    if (application != application_id) {
        throw DataError(
            fmt::format("{}: is a database of another program, not a campaign file; move it away, or choose "
                        "another --results",
                        file().string()));
    }
    if (const Index version = database_.integer("PRAGMA user_version"); version != format_version) {
        throw DataError(
            fmt::format("{}: has format {}, this program reads {}; use the program that wrote it, or choose "
                        "another --results",
                        file().string(), version, format_version));
    }
}

void Store::put(const Problem& problem, const BlockRecord& record) {
    const BlockKey key = key_of(problem, record.block);
    const std::string samples = encode_samples(record);
    const std::string curves = encode_curves(record);
    Transaction transaction(database_);
    insert_about(problem);
    Statement row(database_, insert_row);
    row.bind(1, key.identity).bind(2, key.block).bind(3, key.realizations);
    row.bind(4, checksum(key, "samples", samples)).bind_bytes(5, samples);
    row.bind(6, checksum(key, "curves", curves)).bind_bytes(7, curves).step();
    transaction.commit();
}

void Store::drop(const BlockKey& key) {
    Statement row(database_, "DELETE FROM blocks WHERE identity = ? AND block = ? AND realizations = ?");
    row.bind(1, key.identity).bind(2, key.block).bind(3, key.realizations).step();
}

std::set<BlockKey> Store::keys() {
    std::set<BlockKey> keys;
    Statement row(database_, "SELECT identity, block, realizations FROM blocks ORDER BY 1, 2, 3"); // the index alone
    while (row.step()) keys.insert(keys.end(), {std::string(row.bytes(0)), row.integer(1), row.integer(2)});
    return keys;
}

FoundBlock Store::find(const Problem& problem, const Block& block) {
    return find_parts(database_, problem, block, Parts::all);
}

FoundBlock Store::find_samples(const Problem& problem, const Block& block) {
    return find_parts(database_, problem, block, Parts::samples);
}

void Store::for_each(const std::function<void(const StoredRow&)>& action) {
    // By the table's own order: a row that the index has lost is found here. One query per row, so that a campaign that runs
    // meanwhile does not wait for the end.
    Index last = 0;
    for (;;) {
        Statement row(database_, (std::string(row_columns) + "NOT INDEXED WHERE row > ? ORDER BY row LIMIT 1").c_str());
        if (!row.bind(1, last).step()) return;
        const StoredRow stored = stored_row(row);
        const Index number = row.integer(7);
        if (number <= last)
            throw DamagedFile(fmt::format("{}: the file is damaged: its rows are out of order", file().string()));
        last = number;
        action(stored);
    }
}

std::optional<StoredRow> Store::row(Index number) {
    Statement row(database_, (std::string(row_columns) + "WHERE row = ?").c_str());
    if (!row.bind(1, number).step()) return std::nullopt;
    return stored_row(row);
}

void Store::copy_row(Store& from, Index number) {
    Statement row(from.database_, (std::string(row_columns) + "WHERE row = ?").c_str());
    if (!row.bind(1, number).step()) return;
    Statement copy(database_, insert_row);
    copy.bind(1, row.bytes(0)).bind(2, row.integer(1)).bind(3, row.integer(2));
    copy.bind(4, row.bytes(3)).bind_bytes(5, row.bytes(4)).bind(6, row.bytes(5)).bind_bytes(7, row.bytes(6)).step();
}

std::vector<RowMark> Store::marks() {
    std::vector<RowMark> marks;
    Statement row(database_, (std::string(mark_columns) + "ORDER BY row").c_str());
    while (row.step()) marks.push_back(row_mark(row));
    return marks;
}

std::optional<RowMark> Store::mark(const BlockKey& key) {
    const std::string query = std::string(mark_columns) + "WHERE identity = ? AND block = ? AND realizations = ?";
    Statement row(database_, query.c_str());
    row.bind(1, key.identity).bind(2, key.block).bind(3, key.realizations);
    if (!row.step()) return std::nullopt;
    return row_mark(row);
}

void Store::together(const std::function<void()>& action) {
    Transaction transaction(database_);
    action();
    transaction.commit();
}

std::optional<Store::About> Store::about(const std::string& identity) {
    Statement query(database_, "SELECT dim, text, checksum FROM problems WHERE identity = ?");
    if (!query.bind(1, identity).step()) return std::nullopt;
    About about{query.integer(0), std::string(query.bytes(1)), false};
    about.intact = query.bytes(2) == about_checksum(identity, about.dim, about.text);
    return about;
}

void Store::set_about(const std::vector<Problem>& problems) {
    Transaction transaction(database_);
    for (const Problem& problem : problems) insert_about(problem);
    transaction.commit();
}

void Store::insert_about(const Problem& problem) {
    const std::string text = identity_text(problem);
    Statement row(database_, insert_problem);
    row.bind(1, problem.identity).bind(2, problem.dim).bind(3, text);
    row.bind(4, about_checksum(problem.identity, problem.dim, text)).step();
}

void Store::copy_about(Store& from, const std::string& identity) {
    const auto about = from.about(identity);
    if (!about || !about->intact) return;
    Statement row(database_, insert_problem);
    row.bind(1, identity).bind(2, about->dim).bind(3, about->text);
    row.bind(4, about_checksum(identity, about->dim, about->text)).step();
}

void Store::drop_damaged_about() {
    std::vector<std::string> damaged;
    Statement row(database_, "SELECT identity, dim, text, checksum FROM problems");
    while (row.step()) {
        std::string identity(row.bytes(0));
        if (row.bytes(3) != about_checksum(identity, row.integer(1), row.bytes(2)))
            damaged.push_back(std::move(identity));
    }
    Statement drop(database_, "DELETE FROM problems WHERE identity = ?");
    for (const std::string& identity : damaged) drop.bind(1, identity).step();
}

std::string Store::stamp(const std::string& campaign) {
    Statement query(database_, "SELECT stamp FROM finished WHERE campaign = ?");
    query.bind(1, campaign);
    return query.step() ? std::string(query.bytes(0)) : "";
}

void Store::set_stamp(const std::string& campaign, const std::string& stamp) {
    Statement query(database_, "INSERT OR REPLACE INTO finished VALUES(?, ?)");
    query.bind(1, campaign).bind(2, stamp).step();
}

std::string Store::structure_failure() {
    Statement query(database_, "PRAGMA integrity_check(1)");
    try {
        if (query.step() && query.bytes(0) == "ok") return "";
        return std::string(query.bytes(0));
    } catch (const DamagedFile& error) {
        return error.what();
    }
}

} // namespace mbl
