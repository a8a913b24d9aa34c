#pragma once

#include "backend/device.hpp"
#include "cli/campaign_place.hpp"
#include "plan/plan.hpp"

#include <functional>
#include <string>

namespace mbl {

/// Settles --shard, where it is given: the place becomes the shard's, and each worker asks for a GPU of its own.
/// @throws UsageError, see parse_shard().
void settle_shard(const Options& options, CampaignPlace& place, DeviceRequest& request);

/// What one shard has to do.
struct Share {
    Plan plan;        ///< with the blocks of its share that are, or are to be, in its own file
    Index blocks = 0; ///< of its share
    Index elsewhere =
        0; ///< those that campaign.sqlite or another shard's file holds: of an earlier run, another count, another config
};

/// @param on_unreadable is told which file could not be looked into, and why.
Share share_to_store(const Plan& plan, const CampaignPlace& place,
                     const std::function<void(const std::string& why)>& on_unreadable);

/// Whether every block of the shard's share is stored in the results folder. Reads no result, needs no device and writes nothing.
bool share_is_stored(const CampaignPlace& place, const Config& config);

/// Warns where a campaign without shards is about to compute what shards have computed and nobody has merged.
void say_if_unmerged(const CampaignPlace& place, const Plan& plan);

} // namespace mbl
