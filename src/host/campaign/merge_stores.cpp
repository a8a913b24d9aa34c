#include "campaign/merge_stores.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <tuple>
#include <utility>

namespace mbl {

namespace {

/// What a block says of its making; the least is kept.
using Making = std::tuple<int, int, std::string, std::string>;

Making making_of(const BlockRecord& record) { return {record.rescues, record.retries, record.device, record.program}; }

std::string name_of(const BlockKey& key) {
    return fmt::format("block {} of {} realizations of {}", key.block, key.realizations, key.identity);
}

/// Intact blocks of one key whose bytes differ.
struct Version {
    std::filesystem::path file;
    std::string checksums;
    Making making;
};

const Version& kept_of(const BlockKey& key, const std::vector<Version>& versions) {
    const Version* best = &versions.front();
    for (const Version& version : versions) {
        if (version.making == best->making && version.checksums != best->checksums) {
            throw DataError(fmt::format(
                "{} and {}: both hold {}, made by {} with {}, and differ: one of them is wrong. Find out which file to "
                "trust (mbl_gpu verify, mbl_gpu replay), move the other away, and merge again; nothing was written",
                best->file.string(), version.file.string(), name_of(key), std::get<2>(best->making),
                std::get<3>(best->making)));
        }
        if (version.making < best->making) best = &version;
    }
    return *best;
}

/// A row that may lie on damaged pages; nothing where a shard that works on the file has dropped it meanwhile.
std::optional<StoredRow> read_row(Store& from, const RowMark& mark) {
    try {
        return from.row(mark.row);
    } catch (const DamagedFile& error) {
        StoredRow unreadable;
        unreadable.key = mark.key;
        unreadable.found = {BlockState::damaged, {}, error.what()};
        return unreadable;
    }
}

std::optional<Version> version_in(Store& store, const RowMark& mark) {
    const auto row = read_row(store, mark);
    if (!row || row->found.state != BlockState::intact) return std::nullopt;
    return Version{store.file(), mark.checksums, making_of(row->found.record)};
}

void require_no_stop() {
    if (stop_requested())
        throw Stopped(
            fmt::format("stopped by {}: not everything is merged; the same command continues", stop_reason()));
}

} // namespace

std::set<BlockKey> StoreMerge::look_at(const std::filesystem::path& file) {
    std::set<BlockKey> keys;
    const std::size_t index = files_.size();
    if (std::error_code unknown; std::filesystem::file_size(file, unknown) != 0) {
        for (RowMark& mark : Store(file, Access::read).marks()) {
            keys.insert(mark.key);
            std::vector<Candidate>& candidates = candidates_[mark.key];
            candidates.push_back({index, std::move(mark)});
        }
    }
    files_.push_back(file);
    return keys;
}

MergeReport StoreMerge::join() {
    for (auto& [key, candidates] : candidates_) {
        require_no_stop();
        settle(key, candidates);
    }
    std::vector<std::vector<RowMark>> rows(files_.size()); // by file
    for (const BlockKey& key : to_copy_) {
        for (const Candidate& candidate : candidates_.at(key)) rows[candidate.file].push_back(candidate.mark);
    }
    MergeReport report;
    for (std::size_t file = 0; file < files_.size(); ++file) {
        std::erase_if(rows[file], [&](const RowMark& mark) { return !to_copy_.contains(mark.key); });
        if (!rows[file].empty()) copy_from(file, rows[file], report);
    }
    for (const DamagedRow& row : report.damaged) {
        if (to_copy_.contains(row.key)) report.lost.insert(row.key);
    }
    return report;
}

void StoreMerge::settle(const BlockKey& key, std::vector<Candidate>& candidates) {
    const std::optional<RowMark> stored = into_.mark(key);
    const std::string first = stored ? stored->checksums : candidates.front().mark.checksums;
    const bool equal = std::ranges::all_of(candidates, [&](const Candidate& c) { return c.mark.checksums == first; });
    if (equal) {
        if (!stored) to_copy_.insert(key);
        return;
    }
    std::vector<Version> versions;
    if (stored) {
        if (auto version = version_in(into_, *stored)) versions.push_back(std::move(*version));
    }
    for (const Candidate& candidate : candidates) {
        Store from(files_[candidate.file], Access::read);
        if (auto version = version_in(from, candidate.mark)) versions.push_back(std::move(*version));
    }
    // None intact: the copying finds them, and tells.
    const std::string kept = versions.empty() ? first : kept_of(key, versions).checksums;
    std::erase_if(candidates, [&](const Candidate& candidate) { return candidate.mark.checksums != kept; });
    if (stored && stored->checksums == kept) return;
    to_copy_.insert(key);
    if (stored) to_replace_.insert(key);
}

void StoreMerge::copy_from(std::size_t file, const std::vector<RowMark>& rows, MergeReport& report) {
    constexpr Index batch_bytes = Index{64} << 20; // what a stop may have to wait for
    Store from(files_[file], Access::read);
    std::set<std::string> told;
    const auto copy = [&](const RowMark& mark) -> Index {
        const auto row = read_row(from, mark);
        if (!row) return 0;
        if (row->found.state != BlockState::intact) {
            report.damaged.push_back({from.file(), mark.key, row->found.reason});
            return 0;
        }
        into_.copy_row(from, mark.row);
        if (told.insert(mark.key.identity).second) into_.copy_about(from, mark.key.identity);
        to_copy_.erase(mark.key);
        (to_replace_.contains(mark.key) ? report.replaced : report.added) += 1;
        return row->payload_bytes;
    };
    for (auto next = rows.begin(); next != rows.end();) {
        require_no_stop();
        into_.together([&] {
            for (Index bytes = 0; next != rows.end() && bytes < batch_bytes; ++next) bytes += copy(*next);
        });
    }
}

} // namespace mbl
