#include "model/theory.hpp"

#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "plan/plan.hpp"

#include <fmt/format.h>
#include <limits>
#include <set>

namespace mbl {

namespace {

/// gamma_1/delta_b of a curve: what the user measured, or the golden rule's value.
double anchor(const Options& options, TheoryPoint point) {
    point.liom_count = 1;
    return options.width_at_one.value_or(golden_rule_width(point));
}

std::string row(const Options& options, const Point& point, const Problem& problem) {
    const double w = problem.model->bubble.bandwidth_per_spin;
    const TheoryPoint at{
        point.geometry, point.bubble_spins, point.liom_count, point.localization_length, point.coupling, w};
    const double last = problem.liom_coupling.back();
    const double golden_rule = golden_rule_width(last, point.bubble_spins, point.liom_count, w);
    const double implied = avalanche_width(at, anchor(options, at), TheoryForm::implied);
    const double printed = avalanche_width(at, anchor(options, at), TheoryForm::printed);
    if (options.csv) {
        return fmt::format("{},{},{},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g}\n",
                           to_string(point.geometry), point.bubble_spins, point.liom_count, point.localization_length,
                           point.coupling, last, problem.level_spacing, implied, printed, golden_rule);
    }
    return fmt::format("{:<15} {:>2} {:>2} {:>8.6g} {:>8.6g} {:>11.5g} {:>11.5g} {:>10.4f} {:>10.4f} {:>12.4f}\n",
                       to_string(point.geometry), point.bubble_spins, point.liom_count, point.localization_length,
                       point.coupling, last, problem.level_spacing, implied, printed, golden_rule);
}

} // namespace

int theory(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    Limits limits;
    limits.dim_max = Index{1} << 20; // theory diagonalizes nothing
    limits.memory_bytes = std::numeric_limits<Index>::max();
    const Plan plan = make_plan(config, limits);
    if (options.csv) {
        fmt::print("geometry,bubble_spins,liom_count,localization_length,coupling,coupling_of_last,level_spacing,"
                   "width_implied,width_printed,width_golden_rule\n");
    } else {
        fmt::print("gamma/delta_E of the last LIOM. Eqs. 6, 7: max[2, gamma_1/delta_b N/(N+M-1) exp((M-1) log 2 - x)], "
                   "anchored at {};\n'implied': x from V_M; 'printed': Eq. 7 as printed, a misprint (differs for "
                   "1d_stretched only). Golden rule: 32 V_M^2 2^(N+M-1) / (w^2 N (N+M-1)).\n\n",
                   options.width_at_one ? fmt::format("gamma_1/delta_b = {:g}", *options.width_at_one)
                                        : "the golden rule's M = 1 value");
        fmt::print("{:<15} {:>2} {:>2} {:>8} {:>8} {:>11} {:>11} {:>10} {:>10} {:>12}\n", "geometry", "N", "M", "xi",
                   "V1", "V_M", "delta_E", "implied", "printed", "golden rule");
    }
    std::set<std::string> printed; // sweeps may list a point twice
    for (const Point& point : plan.points) {
        if (point.liom_count == 0) continue;
        const std::string text = row(options, point, plan.problems[static_cast<std::size_t>(point.problem)]);
        if (printed.insert(text).second) fmt::print("{}", text);
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
