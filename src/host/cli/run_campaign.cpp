#include "campaign/folder_lock.hpp"
#include "campaign/stop_request.hpp"
#include "campaign/stop_watch.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/tell_convergence.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"
#include "core/standard_streams.hpp"
#include "output/atomic_file.hpp"
#include "plan/machine_limits.hpp"
#include "plan/plan_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace mbl {

namespace {

/// Why these points make no figure; empty if they do.
std::string no_figure(const Plan& plan, const Convergence& convergence) {
    if (kind_of(plan) == ModelKind::impurity) return convergence.any() ? "" : "no point has converged";
    const bool lioms = std::ranges::any_of(plan.points, [](const Point& point) { return point.liom_count > 0; });
    return lioms ? "" : "every figure needs points with at least one LIOM";
}

void draw(const CampaignRun& campaign, const Convergence& convergence) {
    if (!built_with_hdf5()) {
        say(fmt::format("{} only: this program was built without HDF5, so there is no results.h5 and no figure; take "
                        "campaign.sqlite to one that was built with it, and run mbl_gpu export and plot there\n",
                        summary_file(campaign.plan())));
        return;
    }
    if (const std::string reason = no_figure(campaign.plan(), convergence); !reason.empty()) {
        say(fmt::format("no figure: {}\n", reason));
        return;
    }
    try {
        draw_figure(campaign.place().folder, "");
    } catch (const Stopped&) {
        throw;
    } catch (const Error&) {
        say("mbl_gpu: the results are complete, the figure is not drawn; mend what follows and run: mbl_gpu plot with the "
            "same --config, --profile and --results\n");
        throw;
    }
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
        say(fmt::format("results in {}\n", campaign.place().folder.string()));
        const Convergence convergence = campaign.convergence();
        tell_unconverged(convergence);
        log_unconverged(convergence, campaign.log());
        draw(campaign, convergence);
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
    const DeviceRequest request = parse_device(options.device);
    std::optional<std::chrono::milliseconds> walltime;
    if (!options.max_walltime.empty()) walltime = parse_walltime(options.max_walltime);
    Config config = read_config(options.config, options.profile, options.overrides);
    const std::optional<StderrTarget> target = target_of(options, config);
    const CampaignPlace place = campaign_place(options, config);
    if (const auto finished = finished_before(place, config, target)) {
        say(fmt::format("{} ({}): finished already; results in {}\n", config.name, config.profile,
                        place.folder.string()));
        tell_unconverged(*finished);
        require_converged(*finished);
        return static_cast<int>(ExitCode::complete);
    }
    const StopSignals signals;
    const Device device = choose_device(request);
    Limits limits = device_limits(device, options.threads);
    static_cast<void>(make_plan(config, limits)); // before a folder is made for what cannot be computed
    require_writable_folder(place.folder);
    const FolderLock lock(place.store);
    remove_stale_temporaries(place.results);
    remove_stale_temporaries(place.folder);
    CampaignRun campaign(place, std::move(config), device, std::move(limits), mode, target);
    run_watched(campaign, walltime);
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
