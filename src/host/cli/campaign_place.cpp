#include "cli/campaign_place.hpp"

#include "campaign/shard_files.hpp"
#include "campaign/store.hpp"
#include "core/errors.hpp"

#include <fmt/format.h>

namespace mbl {

std::filesystem::path result_folder(const Options& options, const Config& config) {
    return std::filesystem::path(options.results) / (config.name + "-" + config.profile);
}

CampaignPlace campaign_place(const Options& options, const Config& config) {
    const std::filesystem::path folder = result_folder(options, config);
    return {options.results, folder, store_file(options.results), config.name + "-" + config.profile,
            folder / "log.jsonl"};
}

CampaignPlace shard_place(CampaignPlace place, const Shard& shard) {
    place.store = shard_file(place.results, shard);
    place.log = place.folder / fmt::format("log-{}of{}.jsonl", shard.index, shard.count);
    place.shard = shard;
    return place;
}

void require_store(const CampaignPlace& place, const Options& options) {
    std::error_code ignored;
    if (std::filesystem::exists(place.store, ignored)) return;
    throw IoError(fmt::format("{}: no such file; run the campaign first: mbl_gpu --config {}{}", place.store.string(),
                              options.config, options.profile.empty() ? "" : " --profile " + options.profile));
}

std::optional<StderrTarget> target_of(const Options& options, const Config& config) {
    if (options.target_stderr.empty()) return std::nullopt;
    if (config.impurity) {
        throw UsageError(
            "--target-stderr: the impurity model (model.kind \"impurity\") has no realizations to average; leave "
            "the option out, and list several seeds in a sweep for error bars");
    }
    return parse_stderr_target(options.target_stderr);
}

} // namespace mbl
