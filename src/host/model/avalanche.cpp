#include "model/avalanche.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace mbl {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// log of V1 2^(N/2) / (w N): finite where bubble_strength() itself is not.
double log_strength(double coupling, double bubble_spins, double bandwidth_per_spin) {
    return std::log(coupling / (bandwidth_per_spin * bubble_spins)) + bubble_spins * std::numbers::ln2 / 2;
}

} // namespace

std::optional<AvalancheLaw> avalanche_law(Geometry geometry) {
    switch (geometry) {
    case Geometry::exponential_1d: return AvalancheLaw{1, std::numbers::ln2};
    case Geometry::stretched_1d: return AvalancheLaw{2, std::numbers::ln2};
    case Geometry::exponential_2d: return AvalancheLaw{2, std::numbers::ln2 / 2};
    case Geometry::explicit_couplings: return std::nullopt;
    }
    return std::nullopt;
}

double bubble_strength(double coupling, double bubble_spins, double bandwidth_per_spin) {
    return std::exp(log_strength(coupling, bubble_spins, bandwidth_per_spin));
}

double hybridization_exponent(const AvalancheLaw& law, double localization_length, double distance) {
    return law.growth * std::pow(distance, law.dimension) / 2 - distance / localization_length;
}

double critical_distance(const AvalancheLaw& law, double localization_length) {
    if (law.dimension <= 1) return undefined;
    return std::pow(2 / (law.dimension * law.growth * localization_length), 1 / (law.dimension - 1));
}

double critical_localization_length(const AvalancheLaw& law) { return law.dimension > 1 ? undefined : 2 / law.growth; }

double smallest_exponent(const AvalancheLaw& law, double localization_length) {
    if (law.dimension <= 1) return localization_length < critical_localization_length(law) ? -infinite : 0.0;
    return -critical_distance(law, localization_length) / localization_length * (1 - 1 / law.dimension);
}

double critical_bubble_spins(const AvalancheLaw& law, double localization_length, double coupling,
                             double bandwidth_per_spin) {
    const double needed = std::log(hybridized_ratio) - smallest_exponent(law, localization_length);
    if (!std::isfinite(needed)) return infinite;
    const auto suffices = [&](double spins) { return log_strength(coupling, spins, bandwidth_per_spin) >= needed; };
    double low = 3; // log_strength rises from N = 2/log 2 = 2.9 on
    if (suffices(low)) return low;
    double high = 2 * low;
    while (!suffices(high)) high *= 2;
    while (high - low > 1 && std::nextafter(low, high) < high) {
        const double middle = std::floor(low + (high - low) / 2);
        if (middle <= low || middle >= high) break; // neighbours as doubles, beyond 2^53
        (suffices(middle) ? high : low) = middle;
    }
    return high;
}

double stopping_distance(const AvalancheLaw& law, double localization_length, double strength) {
    const double margin = std::log(strength / hybridized_ratio);
    if (margin <= 0) return 0;
    if (margin + smallest_exponent(law, localization_length) > 0) return infinite;
    if (law.dimension <= 1) return margin / (1 / localization_length - law.growth / 2);
    double low = 0; // the ratio falls from here
    double high = critical_distance(law, localization_length);
    for (int halving = 0; halving < 200 && low < high; ++halving) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        (margin + hybridization_exponent(law, localization_length, middle) > 0 ? low : high) = middle;
    }
    return high;
}

double lioms_within(const AvalancheLaw& law, double distance) {
    return law.growth * std::pow(distance, law.dimension) / std::numbers::ln2;
}

double log_thermalization_time(double localization_length, double rarity) {
    return std::exp(rarity / (localization_length * localization_length)) / localization_length;
}

} // namespace mbl
