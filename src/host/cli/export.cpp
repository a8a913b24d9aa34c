#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"
#include "output/atomic_file.hpp"
#include "output/curves_csv.hpp"
#include "output/stored_results.hpp"
#include "plan/any_machine.hpp"

#include <fmt/format.h>

namespace mbl {

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
    fmt::print("{}\n", (place.folder / "summary.csv").string());
    if (options.csv) {
        const std::filesystem::path folder = place.folder / "curves";
        require_writable_folder(folder);
        const Results results = stored_results(plan, store);
        for (const Point& point : plan.points)
            write_files(curves_csv(folder, point, plan.problems[static_cast<std::size_t>(point.problem)],
                                   results.at(static_cast<std::size_t>(point.problem))));
        fmt::print("{}\n", folder.string());
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
