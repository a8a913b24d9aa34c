#include "backend/device.hpp"
#include "campaign/folder_lock.hpp"
#include "campaign/shard_files.hpp"
#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "output/campaign_log.hpp"
#include "output/status_report.hpp"
#include "plan/any_machine.hpp"
#include "plan/machine_limits.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <vector>

namespace mbl {

namespace {

StatusReport report_of(const CampaignPlace& place, const Plan& plan, const std::vector<ShardFile>& shards) {
    std::vector<std::filesystem::path> files{place.store};
    std::set<Index> counts;
    for (const ShardFile& shard : shards) {
        files.push_back(shard.file);
        counts.insert(shard.shard.count);
    }
    StatusReport report = status_report(files, plan);
    for (const Index count : counts) {
        const std::vector<ShardStatus> all = shard_status(report, plan, count, place.results);
        report.shards.insert(report.shards.end(), all.begin(), all.end());
    }
    return report;
}

/// Of those who work now together, else of the fastest that has worked here; 0: nobody has.
double logged_speed(const CampaignPlace& place, const std::vector<ShardFile>& shards) {
    double fastest = logged_cost_per_second(place.log);
    double running = lock_owner(place.store) ? fastest : 0;
    for (const ShardFile& shard : shards) {
        const double speed = logged_cost_per_second(shard_place(place, shard.shard).log);
        fastest = std::max(fastest, speed);
        if (lock_owner(shard.file)) running += speed;
    }
    return running > 0 ? running : fastest;
}

} // namespace

int status(const Options& options) {
    const DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    const CampaignPlace place = campaign_place(options, config);
    const Plan plan = make_plan(config, any_machine());
    const std::vector<ShardFile> shards = shard_files(place.results);
    StatusReport report = report_of(place, plan, shards);
    report.campaign = place.name;
    report.running = lock_owner(place.store);
    report.cost_per_second = logged_speed(place, shards);
    if (report.cost_per_second == 0 && report.cost_to_go > 0) { // nobody has computed here yet
        const Device device = choose_device(request);
        const Limits limits = device_limits(device, options.threads);
        const int useful = limits.lanes_gain > 0 ? std::min(limits.lanes_max, limits.lanes_gain) : limits.lanes_max;
        report.cost_per_second = useful / measure_device_speed(device, largest_dim_of(plan));
    }
    fmt::print("{}", options.json ? status_json(report, plan) : status_text(report, plan));
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
