#include "cli/share.hpp"

#include "backend/gpu_seam.hpp"
#include "campaign/shard_files.hpp"
#include "campaign/store_repair.hpp"
#include "cli/shard_choice.hpp"
#include "core/standard_streams.hpp"
#include "plan/any_machine.hpp"

#include <fmt/format.h>
#include <utility>
#include <vector>

namespace mbl {

void settle_shard(const Options& options, CampaignPlace& place, DeviceRequest& request) {
    if (!options.shard) return;
    const ShardChoice choice = parse_shard(*options.shard, process_environment());
    place = shard_place(std::move(place), choice.shard);
    if (request.choice == DeviceRequest::Choice::automatic && choice.local_task)
        request = device_of(choice, request, cuda_device_count());
}

Share share_to_store(const Plan& plan, const CampaignPlace& place,
                     const std::function<void(const std::string& why)>& on_unreadable) {
    std::vector<std::filesystem::path> others{store_file(place.results)};
    for (ShardFile& shard : shard_files(place.results)) {
        if (shard.shard != *place.shard) others.push_back(std::move(shard.file));
    }
    Share share{share_of(plan, *place.shard)};
    share.blocks = static_cast<Index>(share.plan.blocks.size());
    share.elsewhere = remove_stored(share.plan, keys_of_files(others, on_unreadable));
    return share;
}

bool share_is_stored(const CampaignPlace& place, const Config& config) {
    const auto no_matter = [](const std::string&) {};
    Share share = share_to_store(make_plan(config, any_machine()), place, no_matter);
    std::error_code ignored;
    if (std::filesystem::exists(suspect_note(place.store), ignored)) return false;
    remove_stored(share.plan, keys_of_files({place.store}, no_matter));
    return share.plan.blocks.empty();
}

void say_if_unmerged(const CampaignPlace& place, const Plan& plan) {
    std::vector<std::filesystem::path> files;
    for (ShardFile& shard : shard_files(place.results)) files.push_back(std::move(shard.file));
    if (files.empty()) return;
    const auto no_matter = [](const std::string&) {};
    Plan left = plan;
    remove_stored(left, keys_of_files({place.store}, no_matter));
    if (const Index unmerged = remove_stored(left, keys_of_files(files, no_matter)); unmerged > 0) {
        say(fmt::format("mbl_gpu: shards have computed {} of the blocks to come, and nobody has merged them: stop this "
                        "and run mbl_gpu merge first, or they are computed again\n",
                        unmerged));
    }
}

} // namespace mbl
