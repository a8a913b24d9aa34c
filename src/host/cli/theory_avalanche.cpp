#include "cli/theory_tables.hpp"
#include "model/avalanche.hpp"

#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <set>
#include <tuple>

namespace mbl {

namespace {

constexpr int radii = 201;         ///< of a curve
constexpr double chain_range = 20; ///< sites, where there is no R*

struct Row {
    const Point* point;
    AvalancheLaw law;
    double w;
    double strength; ///< T_0/delta_b
};

/// The distance that enters the coupling, and R itself: they differ for the stretched law, u = sqrt(R).
double radius_of(const Row& row, double distance) {
    return row.point->geometry == Geometry::stretched_1d ? distance * distance : distance;
}

/// Calls `make` once per (geometry, N, V1, xi), in config order; explicit couplings have no law.
std::string for_each_curve(const Plan& plan, const std::function<std::string(const Row&)>& make) {
    std::set<std::tuple<Geometry, int, double, double>> seen;
    std::string text;
    for (const Point& point : plan.points) {
        const auto law = avalanche_law(point.geometry);
        if (!law
            || !seen.insert({point.geometry, point.bubble_spins, point.coupling, point.localization_length}).second)
            continue;
        const double w = plan.problems[static_cast<std::size_t>(point.problem)].model->bubble.bandwidth_per_spin;
        text += make(Row{&point, *law, w, bubble_strength(point.coupling, point.bubble_spins, w)});
    }
    return text;
}

std::string number(double value, const char* undefined = "-") {
    return std::isnan(value) ? undefined : fmt::format("{:.5g}", value);
}

} // namespace

std::string avalanche_csv(const Options& options, const Plan& plan) {
    return "geometry,bubble_spins,localization_length,coupling,growth,critical_length,critical_radius,lioms_at_critical_"
           "radius,strength,lowest_ratio,critical_bubble_spins,stopping_radius,log_bubble_distance,log_time\n"
           + for_each_curve(plan, [&](const Row& row) {
                 const double xi = row.point->localization_length;
                 const double at = critical_distance(row.law, xi);
                 return fmt::format(
                     "{},{},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g}\n",
                     to_string(row.point->geometry), row.point->bubble_spins, xi, row.point->coupling, row.law.growth,
                     critical_localization_length(row.law), radius_of(row, at), lioms_within(row.law, at), row.strength,
                     row.strength * std::exp(smallest_exponent(row.law, xi)),
                     critical_bubble_spins(row.law, xi, row.point->coupling, row.w),
                     radius_of(row, stopping_distance(row.law, xi, row.strength)), options.rarity / (xi * xi),
                     log_thermalization_time(xi, options.rarity));
             });
}

std::string avalanche_table(const Options& options, const Plan& plan) {
    const std::string rows = for_each_curve(plan, [&](const Row& row) {
        const double xi = row.point->localization_length;
        const double at = critical_distance(row.law, xi);
        return fmt::format("{:<15} {:>2} {:>8.6g} {:>8.6g} {:>8} {:>8} {:>8} {:>10} {:>8} {:>8} {:>10} {:>10}\n",
                           to_string(row.point->geometry), row.point->bubble_spins, xi, row.point->coupling,
                           number(critical_localization_length(row.law)), number(radius_of(row, at)),
                           number(lioms_within(row.law, at)),
                           number(row.strength * std::exp(smallest_exponent(row.law, xi))),
                           number(critical_bubble_spins(row.law, xi, row.point->coupling, row.w)),
                           number(radius_of(row, stopping_distance(row.law, xi, row.strength))),
                           number(options.rarity / (xi * xi)), number(log_thermalization_time(xi, options.rarity)));
    });
    if (rows.empty()) return "No avalanche condition: explicit couplings have no law.\n";
    return fmt::format(
               "The avalanche, Eq. 4: T_R/delta_E(R) = V1 2^(N/2)/(w N) exp(A_d R^d/2 - R/xi) (stretched: sqrt(R)/xi) must exceed "
               "1/4 at every R,\nwhere the golden rule's width, 32 times its square, is the floor 2. A_1 = log 2, xi_c = 2/A_1; n LIOMs "
               "on layer n: A_2 = (log 2)/2.\nR*: where it is smallest; M*: LIOMs within R*; N*: the smallest bubble that suffices; "
               "stops: R where the ratio falls to 1/4.\nEq. 20: l_b = exp(A/xi^2), tau = exp(l_b/xi), with A = {:g} (--rarity).\n\n",
               options.rarity)
           + fmt::format("{:<15} {:>2} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>8} {:>8} {:>10} {:>10}\n", "geometry",
                         "N", "xi", "V1", "xi_c", "R*", "M*", "min ratio", "N*", "stops", "log l_b", "log tau")
           + rows;
}

std::string condition_curves(const Plan& plan) {
    return "geometry,bubble_spins,localization_length,coupling,radius,lioms,exponent,ratio\n"
           + for_each_curve(plan, [](const Row& row) {
                 const double xi = row.point->localization_length;
                 const double at = critical_distance(row.law, xi);
                 const double last = std::isnan(at) ? chain_range : 2 * at;
                 std::string text;
                 for (int i = 0; i < radii; ++i) {
                     const double distance = last * i / (radii - 1);
                     const double exponent = hybridization_exponent(row.law, xi, distance);
                     text += fmt::format("{},{},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g}\n",
                                         to_string(row.point->geometry), row.point->bubble_spins, xi,
                                         row.point->coupling, radius_of(row, distance), lioms_within(row.law, distance),
                                         exponent, row.strength * std::exp(exponent));
                 }
                 return text;
             });
}

} // namespace mbl
