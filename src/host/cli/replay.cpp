#include "backend/device.hpp"
#include "campaign/runner.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "observables/integral.hpp"
#include "output/replay_json.hpp"

#include <fmt/format.h>
#include <limits>

namespace mbl {

namespace {

void print_integral(const char* name, double value, double bin_width) {
    fmt::print("  {:<31} {:.10g} with bins of {:.6g}\n", fmt::format("{} sigma_x_1", name), value, bin_width);
}

void print_summary(const Plan& plan, const Point& point, const Realization& realization) {
    const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
    fmt::print("point {} {} realization {}\n", point.index, point.panel, realization.index);
    fmt::print("  geometry {}  N {}  M {}  xi {}  V1 {}\n", to_string(point.geometry), point.bubble_spins,
               point.liom_count, point.localization_length, point.coupling);
    fmt::print("  scale s                         {:.17g}\n", realization.scale);
    fmt::print("  energies                        {:.10g} … {:.10g} ({})\n", realization.energies.front(),
               realization.energies.back(), realization.energies.size());
    fmt::print("  level spacing                   {:.10g} nominal, {:.10g} measured\n", problem.level_spacing,
               realization.level_spacing);
    for (const SampleColumn& column : sample_columns()) {
        if (column.needs_liom && point.liom_count == 0) continue;
        fmt::print("  {:<31} {:.10g}\n", fmt::format("{} {}", column.observable, column.op), column.value(realization));
    }
    const Integrals integrals = integrals_of(realization);
    const double spacing = problem.level_spacing;
    print_integral("typical_integral", integrals.typical, spacing);
    print_integral("typical_integral_wide", integrals.typical_wide, problem.wide_bin_width);
    print_integral("thermal_integral", integrals.thermal, spacing);
}

} // namespace

int replay(const Options& options) {
    const DeviceRequest request = parse_device(options.device);
    const Config config = read_config(options.config, options.profile, options.overrides);
    const Device device = choose_device(request);
    Limits limits;
    limits.memory_bytes = std::numeric_limits<Index>::max(); // one realization of one point; allocation will tell
    const Plan plan = make_plan(config, limits);
    const auto points = static_cast<Index>(plan.points.size());
    if (options.point >= points) {
        throw UsageError(
            fmt::format("--point: must be 0 … {} for this config and profile, got {}", points - 1, options.point));
    }
    const Point& point = plan.points[static_cast<std::size_t>(options.point)];
    BubbleScales scales;
    const Realization realization = make_runner(device, plan, scales)->realize_one(point.problem, options.realization);
    const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
    if (const std::string reason = gate_failure(realization.gate, problem.dim); !reason.empty()) {
        throw NumericalError(fmt::format("numerical gate: {} at realization {} of point {} (seed {})", reason,
                                         realization.index, point.index, config.seed));
    }
    if (options.json) {
        fmt::print("{}\n", replay_json(point, problem, realization));
    } else {
        print_summary(plan, point, realization);
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
