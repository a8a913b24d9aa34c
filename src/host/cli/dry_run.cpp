#include "backend/device.hpp"
#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "cli/points_table.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "output/stored_results.hpp"
#include "plan/cost.hpp"
#include "plan/disk.hpp"
#include "plan/machine_limits.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

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
    fmt::print("{}\n{} ({}): {}\n", points_table(plan, limits.seconds_per_cost_unit), config.name, config.profile,
               work_text(plan));
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
