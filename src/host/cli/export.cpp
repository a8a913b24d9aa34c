#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"
#include "output/atomic_file.hpp"
#include "output/curves_csv.hpp"
#include "output/impurity_csv.hpp"
#include "output/stored_results.hpp"
#include "plan/any_machine.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

std::vector<FileBytes> curves_of(const std::filesystem::path& folder, const Plan& plan, const Point& point,
                                 const Results& results) {
    const auto at = static_cast<std::size_t>(point.problem);
    const Problem& problem = plan.problems[at];
    const ProblemResult& result = results.at(at);
    if (problem.impurity) return impurity_curves_csv(folder, point, *problem.impurity, *result.impurity);
    return curves_csv(folder, point, problem, result);
}

} // namespace

int export_again(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    const auto target = target_of(options, config);
    const CampaignPlace place = campaign_place(options, config);
    Plan plan = make_plan(config, any_machine());
    require_store(place, options);
    Store store(place.store, Access::read);
    const BlockLists blocks = cut_to_stored(plan, store, target);
    if (!blocks.missing.empty()) {
        throw Stopped(
            fmt::format("{}: {} of {} blocks are stored; run the campaign with the same --config, --profile and "
                        "--set to compute the rest",
                        place.store.string(), blocks.found.size(), blocks.found.size() + blocks.missing.size()));
    }
    require_writable_folder(place.folder);
    export_results(place.folder, config, plan, store, options.target_stderr);
    if (built_with_hdf5()) fmt::print("{}\n", (place.folder / "results.h5").string());
    fmt::print("{}\n", (place.folder / summary_file(plan)).string());
    if (options.csv) {
        const std::filesystem::path folder = place.folder / "curves";
        require_writable_folder(folder);
        const Results results = stored_results(plan, store);
        for (const Point& point : plan.points) write_files(curves_of(folder, plan, point, results));
        fmt::print("{}\n", folder.string());
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
