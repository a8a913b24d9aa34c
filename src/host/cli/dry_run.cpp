#include "backend/device.hpp"
#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "output/stored_results.hpp"
#include "plan/cost.hpp"
#include "plan/disk.hpp"
#include "plan/machine_limits.hpp"

#include <fmt/format.h>
#include <set>

namespace mbl {

namespace {

/// One line per point; a point whose Hamiltonians an earlier one diagonalizes costs nothing.
void print_points(const Plan& plan, const Limits& limits) {
    fmt::print("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>6} {:>8} {:>8} {:>12} {:>7} {:>10} {:>10}\n", "point", "panel",
               "geometry", "N", "M", "dim", "xi", "V1", "realizations", "blocks", "one lane", "memory");
    std::set<Index> seen;
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        const Index blocks = (problem.realizations - 1) / problem.block_size + 1;
        const double seconds =
            static_cast<double>(problem.realizations) * realization_cost(problem.dim) * limits.seconds_per_cost_unit;
        const bool is_new = seen.insert(point.problem).second;
        fmt::print("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>6} {:>8.6g} {:>8.6g} {:>12} {:>7} {:>10} {:>10}\n", point.index,
                   point.panel, to_string(point.geometry), point.bubble_spins, point.liom_count, problem.dim,
                   point.localization_length, point.coupling, point.realizations,
                   is_new ? std::to_string(blocks) : "shared", is_new ? human_duration(seconds) : "",
                   is_new ? human_bytes(problem.bytes_in_flight) : "");
    }
}

Plan without_stored(const Plan& plan, const CampaignPlace& place) {
    Plan to_go = plan;
    std::error_code ignored;
    if (!std::filesystem::exists(place.store, ignored)) return to_go;
    Store store(place.store, Access::read);
    to_go.blocks = look_up(plan, store).missing;
    return to_go;
}

} // namespace

int dry_run(const Options& options) {
    const DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    const Device device = choose_device(request);
    Limits limits = device_limits(device, options.threads);
    const Plan plan = make_plan(config, limits);
    limits.seconds_per_cost_unit = measure_device_speed(device, largest_dim_of(plan));
    const Estimate ahead = estimate(plan, limits);
    print_points(plan, limits);
    fmt::print("\n{} ({}): {} points, {} distinct Hamiltonian ensembles, {} diagonalizations in {} blocks\n",
               config.name, config.profile, ahead.points, ahead.problems, ahead.realizations, ahead.blocks);
    fmt::print("device  {}\n", device.model);
    if (!device.note.empty()) fmt::print("        {}\n", device.note);
    const CampaignPlace place = campaign_place(options, config);
    const Plan to_go = without_stored(plan, place);
    if (to_go.blocks.size() < plan.blocks.size()) {
        fmt::print("stored  {} of {} blocks in {}\n", plan.blocks.size() - to_go.blocks.size(), plan.blocks.size(),
                   place.store.string());
    }
    const Estimate rest = estimate(to_go, limits);
    fmt::print("time    about {} with {} lane{}\n", human_duration(rest.seconds), ahead.lanes,
               ahead.lanes == 1 ? "" : "s");
    fmt::print("memory  {} in flight at most, {} offered\n", human_bytes(ahead.memory_bytes),
               human_bytes(limits.memory_bytes));
    fmt::print("disk    at most {} in {}; about {}, at most {} in {}\n", human_bytes(result_bytes_max(plan)),
               place.folder.string(), human_bytes(stored_bytes_expected(plan)), human_bytes(stored_bytes_max(plan)),
               place.store.string());
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
