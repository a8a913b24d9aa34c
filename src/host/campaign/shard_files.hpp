#pragma once

#include "campaign/store.hpp"
#include "plan/shard.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mbl {

/// A shard's campaign file.
struct ShardFile {
    Shard shard;
    std::filesystem::path file;
};

/// DIR/campaign-<i>of<n>.sqlite.
std::filesystem::path shard_file(const std::filesystem::path& results, const Shard& shard);

/// The shard a file is of, by its name; nothing where it has another name.
std::optional<Shard> shard_named(const std::filesystem::path& file);

/// Every file DIR/campaign-<i>of<n>.sqlite, by count, then index. The count may have changed between runs: files of several are all of use.
std::vector<ShardFile> shard_files(const std::filesystem::path& results);

/// @throws DataError a file there is named nearly so, as campaign-4of4.sqlite, and would be passed over.
void require_shard_names(const std::filesystem::path& results);

/// The keys of what other files hold, without looking into the blocks. A file that cannot be read, or that `verify` or `merge` found
/// damaged, counts as empty: what it may hold is computed again rather than relied on.
/// @param on_unreadable is told why a file is left out.
std::set<BlockKey> keys_of_files(const std::vector<std::filesystem::path>& files,
                                 const std::function<void(const std::string& why)>& on_unreadable);

/// Removes the blocks whose keys are in `stored`. @returns how many those were.
Index remove_stored(Plan& plan, const std::set<BlockKey>& stored);

} // namespace mbl
