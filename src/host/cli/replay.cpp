#include "backend/device.hpp"
#include "campaign/runner.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "observables/integral.hpp"
#include "output/impurity_replay_json.hpp"
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

void replay_realization(Runner& runner, const Plan& plan, const Point& point, const Options& options) {
    if (!options.realization) throw UsageError("--realization is required; see mbl_gpu --help");
    const Realization realization = runner.realize_one(point.problem, *options.realization);
    const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
    if (const std::string reason = gate_failure(realization.gate, problem.dim); !reason.empty()) {
        throw NumericalError(fmt::format("numerical gate: {} at realization {} of point {} (seed {})", reason,
                                         realization.index, point.index, plan.seed));
    }
    if (options.json) {
        fmt::print("{}\n", replay_json(point, problem, realization));
    } else {
        print_summary(plan, point, realization);
    }
}

/// A point that does not converge is printed like any other before its failure is told.
void replay_impurity(Runner& runner, const Plan& plan, const Point& point, const Options& options) {
    if (const Index realization = options.realization.value_or(0); realization != 0) {
        throw UsageError(
            fmt::format("--realization: a point of the impurity model is one solution, its number must be 0, "
                        "got {}; its draws follow from the point's seed",
                        realization));
    }
    const BlockRecord record = runner.run({point.problem, 0, 0, 1});
    const ImpurityProblem& problem = *plan.problems[static_cast<std::size_t>(point.problem)].impurity;
    if (options.json) {
        fmt::print("{}\n", impurity_replay_json(problem, *record.impurity));
    } else {
        fmt::print("point {} {}\n{}", point.index, point.panel, impurity_replay_text(problem, *record.impurity));
    }
    if (!record.impurity->report.converged)
        throw NumericalError(fmt::format("point {}: {}", point.index, record.impurity->failure));
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
    const std::unique_ptr<Runner> runner = make_runner(device, plan, scales);
    config.impurity ? replay_impurity(*runner, plan, point, options)
                    : replay_realization(*runner, plan, point, options);
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
