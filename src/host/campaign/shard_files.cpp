#include "campaign/shard_files.hpp"

#include "campaign/store_repair.hpp"
#include "core/errors.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace mbl {

namespace {

constexpr std::string_view prefix = "campaign-";
constexpr std::string_view suffix = ".sqlite";

/// Calls `action` with every path in the folder whose name begins and ends as a shard's does.
template <class Action>
void for_each_shard_like(const std::filesystem::path& results, const Action& action) {
    std::error_code none; // no folder: no files
    for (const auto& entry : std::filesystem::directory_iterator(results, none)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(suffix)) action(entry.path());
    }
}

} // namespace

std::filesystem::path shard_file(const std::filesystem::path& results, const Shard& shard) {
    return results / fmt::format("{}{}of{}{}", prefix, shard.index, shard.count, suffix);
}

std::optional<Shard> shard_named(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
    Shard shard;
    const char* end = name.data() + name.size() - suffix.size();
    const auto [middle, first] = std::from_chars(name.data() + prefix.size(), end, shard.index);
    if (first != std::errc{} || !std::string_view(middle, end).starts_with("of")) return std::nullopt;
    const auto [stop, second] = std::from_chars(middle + 2, end, shard.count);
    if (second != std::errc{} || stop != end) return std::nullopt;
    if (name != shard_file({}, shard).string()) return std::nullopt; // signs, leading zeros
    if (shard.index < 0 || shard.index >= shard.count || shard.count > shard_count_max) return std::nullopt;
    return shard;
}

std::vector<ShardFile> shard_files(const std::filesystem::path& results) {
    std::vector<ShardFile> files;
    for_each_shard_like(results, [&files](const std::filesystem::path& file) {
        if (const auto shard = shard_named(file)) files.push_back({*shard, file});
    });
    std::ranges::sort(files, {}, [](const ShardFile& f) { return std::pair(f.shard.count, f.shard.index); });
    return files;
}

void require_shard_names(const std::filesystem::path& results) {
    for_each_shard_like(results, [](const std::filesystem::path& file) {
        if (shard_named(file)) return;
        throw DataError(
            fmt::format("{}: is not named as a shard's file, campaign-<i>of<n>.sqlite with 0 <= i < n <= {}; "
                        "give it its name back, or move it away",
                        file.string(), shard_count_max));
    });
}

std::set<BlockKey> keys_of_files(const std::vector<std::filesystem::path>& files,
                                 const std::function<void(const std::string& why)>& on_unreadable) {
    std::set<BlockKey> keys;
    for (const std::filesystem::path& file : files) {
        std::error_code ignored;
        if (std::filesystem::file_size(file, ignored) == 0 || ignored) continue; // gone, or just being made
        if (std::filesystem::exists(suspect_note(file), ignored)) {
            on_unreadable(file.string() + ": was found damaged");
            continue;
        }
        try {
            keys.merge(Store(file, Access::read).keys());
        } catch (const Error& error) {
            on_unreadable(error.what());
        }
    }
    return keys;
}

Index remove_stored(Plan& plan, const std::set<BlockKey>& stored) {
    return static_cast<Index>(std::erase_if(plan.blocks, [&](const Block& block) {
        return stored.contains(key_of(plan.problems[static_cast<std::size_t>(block.problem)], block));
    }));
}

} // namespace mbl
