#include "backend/device.hpp"
#include "campaign/folder_lock.hpp"
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

namespace mbl {

int status(const Options& options) {
    const DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    const CampaignPlace place = campaign_place(options, config);
    const Plan plan = make_plan(config, any_machine());
    StatusReport report = status_report(place.store, plan);
    report.campaign = place.name;
    report.running = lock_owner(place.store);
    report.cost_per_second = logged_cost_per_second(place.folder / "log.jsonl");
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
