#pragma once

#include "campaign/stderr_target.hpp"
#include "cli/options.hpp"
#include "config/config.hpp"
#include "plan/shard.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace mbl {

/// Where a config's results are, or will be.
struct CampaignPlace {
    std::filesystem::path results; ///< DIR of --results
    std::filesystem::path folder;  ///< DIR/<name>-<profile>
    std::filesystem::path store;   ///< DIR/campaign.sqlite
    std::string name;              ///< <name>-<profile>
    std::filesystem::path log{};   ///< <folder>/log.jsonl
    std::optional<Shard> shard{};  ///< whose share alone is computed
};

CampaignPlace campaign_place(const Options& options, const Config& config);

/// The same for one shard: a campaign file of its own, and a log of its own, since appending is not safe between hosts.
CampaignPlace shard_place(CampaignPlace place, const Shard& shard);

/// DIR/<name>-<profile>.
std::filesystem::path result_folder(const Options& options, const Config& config);

/// @throws IoError there is no campaign file yet; says how to make one.
void require_store(const CampaignPlace& place, const Options& options);

/// --target-stderr, where it is given. @throws UsageError not of its form, or a model without realizations.
std::optional<StderrTarget> target_of(const Options& options, const Config& config);

} // namespace mbl
