#include "backend/device.hpp"
#include "campaign/scheduler.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "output/atomic_file.hpp"
#include "output/results_hdf5.hpp"
#include "output/summary_csv.hpp"
#include "plan/cost.hpp"
#include "plan/machine_limits.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace mbl {

namespace {

void announce(const Config& config, const Device& device, const Estimate& ahead) {
    fmt::print(stderr, "{} ({}): {} points, {} distinct Hamiltonian ensembles, {} diagonalizations in {} blocks\n",
               config.name, config.profile, ahead.points, ahead.problems, ahead.realizations, ahead.blocks);
    fmt::print(stderr, "on {}, {} lane{}, up to {}: {}\n", device.model, ahead.lanes, ahead.lanes == 1 ? "" : "s",
               human_bytes(ahead.memory_bytes), "about " + human_duration(ahead.seconds));
    if (!device.note.empty()) fmt::print(stderr, "{}\n", device.note);
}

std::vector<BlockRecord> compute(const Plan& plan, const Device& device, const Limits& limits, int lanes,
                                 ProgressMode mode) {
    BubbleScales scales;
    std::vector<BlockRecord> records;
    Progress progress(mode, plan);
    run_blocks(
        plan, lanes, limits, [&] { return make_runner(device, plan, scales); },
        [&](BlockRecord record) {
            progress.block_done(record);
            records.push_back(std::move(record));
        });
    progress.finish();
    return records;
}

bool has_figure(const Plan& plan) {
    return std::ranges::any_of(plan.points, [](const Point& point) { return point.liom_count > 0; });
}

} // namespace

std::filesystem::path result_folder(const Options& options, const Config& config) {
    return std::filesystem::path(options.results) / (config.name + "-" + config.profile);
}

int run_campaign(const Options& options) {
    const ProgressMode mode = parse_progress(options.progress);
    const DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    const Device device = choose_device(request);
    Limits limits = device_limits(device, options.threads);
    const Plan plan = make_plan(config, limits);
    const std::filesystem::path folder = result_folder(options, config);
    require_writable_folder(folder);
    limits.seconds_per_cost_unit = measure_device_speed(device, largest_dim_of(plan));
    const Estimate ahead = estimate(plan, limits);
    announce(config, device, ahead);

    const std::vector<ProblemResult> results = gather(plan, compute(plan, device, limits, ahead.lanes, mode));
    write_results_hdf5(folder / "results.h5", config, plan, results);
    write_file(folder / "summary.csv", summary_csv(plan, results));
    fmt::print(stderr, "results in {}\n", folder.string());
    if (!has_figure(plan)) {
        fmt::print(stderr, "no figure: the widths of Fig. 4 need at least one LIOM\n");
        return static_cast<int>(ExitCode::complete);
    }
    try {
        draw_figure(folder, "");
    } catch (const Error&) {
        fmt::print(stderr,
                   "mbl_gpu: the results are complete, the figure is not drawn; mend what follows and run: mbl_gpu "
                   "plot with the same --config, --profile and --results\n");
        throw;
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
