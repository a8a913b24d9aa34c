#include "model/theory.hpp"

#include "model/coupling_law.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace mbl {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// The exponent x of Eqs. (6) and (7): twice the exponent of V_M, or the printed form of Eq. (7).
double width_exponent(const TheoryPoint& point, TheoryForm form) {
    const int last = point.liom_count - 1;
    if (point.geometry == Geometry::stretched_1d && form == TheoryForm::printed) {
        return 2 * std::sqrt(last / point.localization_length);
    }
    return 2 * coupling_distance(point.geometry, last) / point.localization_length;
}

} // namespace

double avalanche_width(const TheoryPoint& point, double width_at_one, TheoryForm form) {
    if (point.geometry == Geometry::explicit_couplings || point.liom_count < 1) return undefined;
    if (std::isnan(width_at_one)) return undefined;
    const int spins = point.bubble_spins + point.liom_count;
    const double growth = (point.liom_count - 1) * std::numbers::ln2 - width_exponent(point, form);
    const double hybridized = width_at_one * point.bubble_spins / (spins - 1) * std::exp(growth);
    return std::fmax(2.0, hybridized);
}

double golden_rule_width(const TheoryPoint& point) {
    if (point.geometry == Geometry::explicit_couplings || point.liom_count < 1) return undefined;
    const double distance = coupling_distance(point.geometry, point.liom_count - 1);
    const CouplingTerm last{point.coupling, distance / point.localization_length};
    return golden_rule_width(last.value(), point.bubble_spins, point.liom_count, point.bandwidth_per_spin);
}

double golden_rule_width(double coupling_of_last, int bubble_spins, int liom_count, double bandwidth_per_spin) {
    if (liom_count < 1) return undefined;
    const int spins = bubble_spins + liom_count;
    const double w = bandwidth_per_spin;
    return 32 * coupling_of_last * coupling_of_last * std::ldexp(1.0, spins - 1) / (w * w * bubble_spins * (spins - 1));
}

} // namespace mbl
