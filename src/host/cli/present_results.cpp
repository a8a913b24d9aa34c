#include "cli/present_results.hpp"

#include "cli/commands.hpp"
#include "cli/tell_convergence.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"
#include "core/standard_streams.hpp"
#include "output/stored_results.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace mbl {

namespace {

/// Why these points make no figure; empty if they do.
std::string no_figure(const Plan& plan, const Convergence& convergence) {
    if (kind_of(plan) == ModelKind::impurity) return convergence.any() ? "" : "no point has converged";
    const bool lioms = std::ranges::any_of(plan.points, [](const Point& point) { return point.liom_count > 0; });
    return lioms ? "" : "every figure needs points with at least one LIOM";
}

void draw(const CampaignPlace& place, const Plan& plan, const Convergence& convergence) {
    if (!built_with_hdf5()) {
        say(fmt::format("{} only: this program was built without HDF5, so there is no results.h5 and no figure; take "
                        "campaign.sqlite to one that was built with it, and run mbl_gpu export and plot there\n",
                        summary_file(plan)));
        return;
    }
    if (const std::string reason = no_figure(plan, convergence); !reason.empty()) {
        say(fmt::format("no figure: {}\n", reason));
        return;
    }
    try {
        draw_figure(place.folder, "");
    } catch (const Stopped&) {
        throw;
    } catch (const Error&) {
        say("mbl_gpu: the results are complete, the figure is not drawn; mend what follows and run: mbl_gpu plot with the "
            "same --config, --profile and --results\n");
        throw;
    }
}

} // namespace

void present_results(const CampaignPlace& place, const Plan& plan, const Convergence& convergence,
                     const CampaignLog& log) {
    say(fmt::format("results in {}\n", place.folder.string()));
    tell_unconverged(convergence);
    log_unconverged(convergence, log);
    draw(place, plan, convergence);
}

} // namespace mbl
