#include "cli/theory_tables.hpp"
#include "model/theory.hpp"

#include <fmt/format.h>
#include <set>

namespace mbl {

namespace {

/// gamma_1/delta_b of a curve: what the user measured, or the golden rule's value.
double anchor(const Options& options, TheoryPoint point) {
    point.liom_count = 1;
    return options.width_at_one.value_or(golden_rule_width(point));
}

std::string row(const Options& options, const Point& point, const Problem& problem, bool csv) {
    const double w = problem.model->bubble.bandwidth_per_spin;
    const TheoryPoint at{
        point.geometry, point.bubble_spins, point.liom_count, point.localization_length, point.coupling, w};
    const double last = problem.liom_coupling.back();
    const double golden_rule = golden_rule_width(last, point.bubble_spins, point.liom_count, w);
    const double implied = avalanche_width(at, anchor(options, at), TheoryForm::implied);
    const double printed = avalanche_width(at, anchor(options, at), TheoryForm::printed);
    if (csv) {
        return fmt::format("{},{},{},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g}\n",
                           to_string(point.geometry), point.bubble_spins, point.liom_count, point.localization_length,
                           point.coupling, last, problem.level_spacing, implied, printed, golden_rule);
    }
    return fmt::format("{:<15} {:>2} {:>2} {:>8.6g} {:>8.6g} {:>11.5g} {:>11.5g} {:>10.4f} {:>10.4f} {:>12.4f}\n",
                       to_string(point.geometry), point.bubble_spins, point.liom_count, point.localization_length,
                       point.coupling, last, problem.level_spacing, implied, printed, golden_rule);
}

std::string rows(const Options& options, const Plan& plan, bool csv) {
    std::set<std::string> seen; // sweeps may list a point twice
    std::string text;
    for (const Point& point : plan.points) {
        if (point.liom_count == 0) continue;
        const std::string line = row(options, point, plan.problems[static_cast<std::size_t>(point.problem)], csv);
        if (seen.insert(line).second) text += line;
    }
    return text;
}

} // namespace

std::string width_csv(const Options& options, const Plan& plan) {
    return "geometry,bubble_spins,liom_count,localization_length,coupling,coupling_of_last,level_spacing,"
           "width_implied,width_printed,width_golden_rule\n"
           + rows(options, plan, true);
}

std::string width_table(const Options& options, const Plan& plan) {
    return fmt::format(
               "gamma/delta_E of the last LIOM. Eqs. 6, 7: max[2, gamma_1/delta_b N/(N+M-1) exp((M-1) log 2 - x)], "
               "anchored at {};\n'implied': x from V_M; 'printed': Eq. 7 as printed, a misprint (differs for "
               "1d_stretched only). Golden rule: 32 V_M^2 2^(N+M-1) / (w^2 N (N+M-1)).\n\n",
               options.width_at_one ? fmt::format("gamma_1/delta_b = {:g}", *options.width_at_one)
                                    : "the golden rule's M = 1 value")
           + fmt::format("{:<15} {:>2} {:>2} {:>8} {:>8} {:>11} {:>11} {:>10} {:>10} {:>12}\n", "geometry", "N", "M",
                         "xi", "V1", "V_M", "delta_E", "implied", "printed", "golden rule")
           + rows(options, plan, false);
}

} // namespace mbl
