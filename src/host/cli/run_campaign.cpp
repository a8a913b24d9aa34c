#include "campaign/folder_lock.hpp"
#include "campaign/stop_request.hpp"
#include "campaign/stop_watch.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/present_results.hpp"
#include "cli/share.hpp"
#include "cli/tell_convergence.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/standard_streams.hpp"
#include "output/atomic_file.hpp"
#include "plan/machine_limits.hpp"
#include "plan/plan_words.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace mbl {

namespace {

void finish_share(const CampaignRun& campaign) {
    campaign.log().write("finished");
    say(fmt::format("{}: its share is complete in {}; once every shard's is, mbl_gpu merge writes the results\n",
                    to_string(*campaign.place().shard), campaign.place().store.string()));
}

/// Computes, exports and draws, with a watch that ends what does not stop.
void run_watched(CampaignRun& campaign, std::optional<std::chrono::milliseconds> walltime) {
    const auto on_stop = [&] {
        campaign.log().write("stopping", {{"reason", stop_reason()}});
        say(fmt::format("\nmbl_gpu: {}: stopping; a block in flight ends at its next {} and is dropped "
                        "(interrupt again to end at once)\n",
                        stop_reason(), kind_of(campaign.plan()) == ModelKind::impurity ? "iteration" : "realization"));
    };
    const auto abandon = [&] {
        campaign.log().write("abandoned", {{"reason", stop_reason()}});
        say(fmt::format("mbl_gpu: stopped by {} in the middle of long {}; what is stored stays, the same command "
                        "continues\n",
                        stop_reason(), work_unit(campaign.plan())));
        ::_exit(static_cast<int>(ExitCode::stopped)); // a commit that this cuts short is rolled back
    };
    const StopWatch watch(walltime, on_stop, abandon);
    try {
        campaign.run();
        if (campaign.place().shard) return finish_share(campaign);
        const Convergence convergence = campaign.convergence();
        present_results(campaign.place(), campaign.plan(), convergence, campaign.log());
        campaign.finish();
        require_converged(convergence);
    } catch (const Error& error) {
        const bool stopped = error.exit_code() == ExitCode::stopped;
        campaign.log().write(stopped ? "stopped" : "failed", {{"message", error.what()}});
        throw;
    }
}

} // namespace

int run_campaign(const Options& options) {
    const ProgressMode mode = parse_progress(options.progress);
    DeviceRequest request = parse_device(options.device);
    std::optional<std::chrono::milliseconds> walltime;
    if (!options.max_walltime.empty()) walltime = parse_walltime(options.max_walltime);
    Config config = read_config(options.config, options.profile, options.overrides);
    const std::optional<StderrTarget> target = target_of(options, config);
    CampaignPlace place = campaign_place(options, config);
    settle_shard(options, place, request);
    if (place.shard && share_is_stored(place, config)) {
        say(fmt::format("{} of {} ({}): finished already; nothing of its share is missing in {}\n",
                        to_string(*place.shard), config.name, config.profile, place.results.string()));
        return static_cast<int>(ExitCode::complete);
    }
    if (const auto finished = place.shard ? std::nullopt : finished_before(place, config, target)) {
        say(fmt::format("{} ({}): finished already; results in {}\n", config.name, config.profile,
                        place.folder.string()));
        tell_unconverged(*finished);
        require_converged(*finished);
        return static_cast<int>(ExitCode::complete);
    }
    const StopSignals signals;
    const Device device = choose_device(request);
    Limits limits = device_limits(device, options.threads);
    const Plan plan = make_plan(config, limits); // before a folder is made for what cannot be computed
    require_writable_folder(place.folder);
    const FolderLock lock(place.store);
    if (!place.shard) { // other shards work here, on other hosts too: a process that is not of this host may still live
        remove_stale_temporaries(place.results);
        remove_stale_temporaries(place.folder);
        say_if_unmerged(place, plan);
    }
    CampaignRun campaign(place, std::move(config), device, std::move(limits), mode, target);
    run_watched(campaign, walltime);
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
