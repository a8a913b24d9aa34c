#include "backend/device.hpp"
#include "campaign/shard_files.hpp"
#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "cli/points_table.hpp"
#include "cli/share.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "plan/cost.hpp"
#include "plan/disk.hpp"
#include "plan/machine_limits.hpp"
#include "plan/plan_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <utility>
#include <vector>

namespace mbl {

namespace {

/// Reads only keys. Of a shard: what the other files of the folder hold is done, too.
Plan without_stored(const Plan& plan, const CampaignPlace& place) {
    std::vector<std::filesystem::path> files{place.store};
    if (place.shard) {
        files.push_back(store_file(place.results));
        for (const ShardFile& shard : shard_files(place.results)) files.push_back(shard.file);
    }
    Plan to_go = plan;
    remove_stored(to_go, keys_of_files(files, [](const std::string& why) { fmt::print("note    {}\n", why); }));
    return to_go;
}

/// Hours and bill of all workers together, if every one is like this machine.
void print_workers(const Plan& plan, const Shard& shard, const Limits& limits) {
    double longest = 0;
    double shortest = std::numeric_limits<double>::infinity();
    double sum = 0;
    const std::vector<Index> dealt = deal(plan, shard.count);
    std::vector<std::vector<Block>> shares(static_cast<std::size_t>(shard.count));
    for (std::size_t i = 0; i < dealt.size(); ++i) shares[static_cast<std::size_t>(dealt[i])].push_back(plan.blocks[i]);
    Plan share = plan;
    for (std::vector<Block>& blocks : shares) {
        share.blocks = std::move(blocks);
        const double seconds = estimate(share, limits).seconds;
        longest = std::max(longest, seconds);
        shortest = std::min(shortest, seconds);
        sum += seconds;
    }
    fmt::print(
        "workers {} like this machine: {} to {} each, {:.4g} machine hours together (the whole campaign, nothing stored)\n",
        shard.count, human_duration(shortest), human_duration(longest), sum / 3600);
}

} // namespace

int dry_run(const Options& options) {
    DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    CampaignPlace place = campaign_place(options, config);
    settle_shard(options, place, request);
    const Device device = choose_device(request);
    Limits limits = device_limits(device, options.threads);
    const Plan plan = make_plan(config, limits);
    limits.seconds_per_cost_unit = measure_device_speed(device, largest_dim_of(plan));
    fmt::print("{}\n{} ({}): {}\n", points_table(plan, limits.seconds_per_cost_unit), config.name, config.profile,
               work_text(plan));
    fmt::print("device  {}\n", device.model);
    if (!device.note.empty()) fmt::print("        {}\n", device.note);
    const Plan share = place.shard ? share_of(plan, *place.shard) : plan;
    const Estimate ahead = estimate(share, limits);
    if (place.shard) {
        print_workers(plan, *place.shard, limits);
        fmt::print("shard   {}/{}: {} in {} blocks\n", place.shard->index, place.shard->count,
                   amount_text(plan, ahead.realizations), ahead.blocks);
    }
    const Plan to_go = without_stored(share, place);
    if (to_go.blocks.size() < share.blocks.size()) {
        fmt::print("stored  {} of {} blocks in {}\n", share.blocks.size() - to_go.blocks.size(), share.blocks.size(),
                   place.shard ? place.results.string() : place.store.string());
    }
    const Estimate rest = estimate(to_go, limits);
    fmt::print("time    about {} with {} lane{}\n", human_duration(rest.seconds), ahead.lanes,
               ahead.lanes == 1 ? "" : "s");
    fmt::print("memory  {} in flight at most, {} offered\n", human_bytes(ahead.memory_bytes),
               human_bytes(limits.memory_bytes));
    const std::string disk_of_store =
        fmt::format("about {}, at most {} in {}", human_bytes(stored_bytes_expected(share)),
                    human_bytes(stored_bytes_max(share)), place.store.string());
    if (place.shard) {
        fmt::print("disk    {}; merge needs about {} more\n", disk_of_store,
                   human_bytes(stored_bytes_expected(plan) + result_bytes_max(plan)));
    } else {
        fmt::print("disk    at most {} in {}; {}\n", human_bytes(result_bytes_max(plan)), place.folder.string(),
                   disk_of_store);
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
