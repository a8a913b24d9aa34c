#include "campaign/store_repair.hpp"

#include "campaign/block_failure.hpp"
#include "campaign/store.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <vector>

namespace mbl {

namespace {

namespace fs = std::filesystem;

/// Calls `action`; false where the file is damaged just there.
template <class Action>
bool readable(const Action& action) {
    try {
        action();
        return true;
    } catch (const DamagedFile&) {
        return false;
    }
}

/// As far as the problem is known.
bool gate_holds(Store& store, const StoredRow& row) {
    const auto about = store.about(row.key.identity);
    return !about || !about->intact || block_failure(row.found.record, about->dim).empty();
}

Repair drop_damaged(Store& store) {
    Repair repair;
    std::vector<BlockKey> damaged;
    store.for_each([&](const StoredRow& row) {
        if (row.found.state == BlockState::intact && gate_holds(store, row)) {
            ++repair.kept;
        } else {
            damaged.push_back(row.key);
        }
    });
    for (const BlockKey& key : damaged) store.drop(key);
    store.drop_damaged_about();
    repair.dropped = static_cast<Index>(damaged.size());
    return repair;
}

/// Row by row: one that cannot be reached does not hide the others.
Repair copy_intact(Store& from, Store& to) {
    // The largest number may be what is damaged. Rows take more than this, and numbers are rarely left out (by blocks that
    // were computed again).
    constexpr Index row_bytes_min = 512;
    constexpr Index left_out_max = 1000;
    const Index last = static_cast<Index>(fs::file_size(from.file())) / row_bytes_min + left_out_max;
    Repair repair;
    for (Index number = 1; number <= last; ++number) {
        std::optional<StoredRow> row;
        readable([&] { row = from.row(number); });
        if (!row) continue;
        if (row->found.state != BlockState::intact) {
            ++repair.dropped;
            continue;
        }
        to.copy_row(from, number);
        readable([&] { to.copy_about(from, row->key.identity); });
        ++repair.kept;
    }
    return repair;
}

/// A second name for the file, so that it is never without one.
fs::path set_aside(const fs::path& file) {
    for (int n = 1;; ++n) {
        const fs::path aside = fmt::format("{}.damaged-{}", file.string(), n);
        std::error_code error;
        fs::create_hard_link(file, aside, error);
        if (!error) return aside;
        if (error == std::errc::file_exists) continue;
        fs::copy_file(file, aside, error); // a file system without links
        if (!error) return aside;
        throw IoError(fmt::format("{}: cannot be set aside as {}: {}; free space or permissions there", file.string(),
                                  aside.string(), error.message()));
    }
}

} // namespace

Repair repair_store(const fs::path& file) {
    try {
        Store store(file, Access::write);
        if (store.structure_failure().empty()) return drop_damaged(store);
    } catch (const DamagedFile&) { // then the other way
    }
    const fs::path rebuilt = fmt::format("{}.part{}", file.string(), ::getpid());
    std::error_code ignored;
    fs::remove(rebuilt, ignored);
    Repair repair;
    try {
        Store from(file, Access::read_damaged);
        Store to(rebuilt, Access::write);
        repair = copy_intact(from, to);
    } catch (...) {
        fs::remove(rebuilt, ignored);
        throw;
    }
    repair.set_aside = set_aside(file);
    fs::rename(rebuilt, file);
    return repair;
}

fs::path suspect_note(const fs::path& store) { return store.string() + ".suspect"; }

} // namespace mbl
