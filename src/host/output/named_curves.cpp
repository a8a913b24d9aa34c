#include "output/named_curves.hpp"

#include "observables/integral.hpp"
#include "observables/thouless_density.hpp"
#include "spectral_function.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace mbl {

namespace {

double identity(double y) { return y; }
double exponential(double y) { return std::exp(y); }

/// The parts of spectral sum i of every group.
struct SpectralParts {
    std::vector<CurvePart> thermal;
    std::vector<CurvePart> typical;
};

SpectralParts spectral_parts(const std::vector<CurveGroup>& groups, std::size_t i) {
    SpectralParts parts;
    for (const CurveGroup& group : groups) {
        const SpectralSum& sum = group.spectral.at(i);
        parts.thermal.push_back({group.count, sum.k_min, &sum.thermal});
        parts.typical.push_back({group.count, sum.k_min, &sum.typical_log});
    }
    return parts;
}

void append_spectral(std::vector<NamedCurve>& named, const Problem& problem, const std::vector<CurveGroup>& groups) {
    const std::vector<SpectralSum>& first = groups.front().spectral;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i].bin_width != problem.bin_width) continue;
        const SpectralParts parts = spectral_parts(groups, i);
        named.push_back(
            {"spectral_thermal_" + first[i].op, problem.bin_width, estimate_curve(parts.thermal, 0.0, identity)});
        named.push_back({"spectral_typical_" + first[i].op, problem.bin_width,
                         estimate_curve(parts.typical, typical_log(0.0), exponential)});
    }
}

/// Density of one realization, averaged: counts over pairs and bin width.
void append_densities(std::vector<NamedCurve>& named, const Problem& problem, const std::vector<CurveGroup>& groups) {
    const double scale = 1 / (static_cast<double>(problem.window.count) * thouless_bins::width);
    for (std::size_t i = 0; i < groups.front().density.size(); ++i) {
        std::vector<std::vector<double>> sums;
        for (const CurveGroup& group : groups) {
            const std::vector<double>& counts = group.density.at(i).counts;
            sums.emplace_back(counts.begin() + 1, counts.end() - 1);
            for (double& sum : sums.back()) sum *= scale;
        }
        const auto k_min = static_cast<Index>(thouless_bins::low / thouless_bins::width);
        std::vector<CurvePart> parts;
        for (std::size_t g = 0; g < groups.size(); ++g) parts.push_back({groups[g].count, k_min, &sums[g]});
        named.push_back({"thouless_density_" + groups.front().density[i].op, thouless_bins::width,
                         estimate_curve(parts, 0.0, identity)});
    }
}

void append_fixed_disorder(std::vector<NamedCurve>& named, const Problem& problem,
                           const std::vector<CurveGroup>& fixed) {
    for (const CurveGroup& group : fixed) {
        for (const SpectralSum& sum : group.spectral) {
            if (sum.op != "tau_x_M" || sum.bin_width != problem.bin_width) continue;
            named.push_back({"spectral_realization_0_" + sum.op, sum.bin_width,
                             estimate_curve({{group.count, sum.k_min, &sum.thermal}}, 0.0, identity)});
        }
    }
}

/// Place of the integral's operator with these bins in every group.
std::size_t integrand_place(const CurveGroup& group, double bin_width) {
    const auto found = std::ranges::find_if(group.spectral, [bin_width](const SpectralSum& sum) {
        return sum.op == integral_operator && sum.bin_width == bin_width;
    });
    return static_cast<std::size_t>(found - group.spectral.begin());
}

} // namespace

std::vector<NamedCurve> curves(const Problem& problem, const ProblemResult& result) {
    std::vector<NamedCurve> named;
    if (result.groups.empty()) return named;
    append_spectral(named, problem, result.groups);
    append_densities(named, problem, result.groups);
    append_fixed_disorder(named, problem, result.fixed_disorder);
    return named;
}

DensityTails thouless_tails(const ProblemResult& result, std::string_view op) {
    DensityTails tails;
    for (const CurveGroup& group : result.groups) {
        for (const DensitySum& density : group.density) {
            if (density.op != op) continue;
            tails.below += density.counts.front();
            tails.above += density.counts.back();
            tails.pairs += std::accumulate(density.counts.begin(), density.counts.end(), 0.0);
        }
    }
    return tails;
}

std::vector<NamedIntegral> integrals(const Problem& problem, const ProblemResult& result) {
    if (result.groups.empty()) return {};
    const double narrow = problem.level_spacing;
    const double wide = problem.wide_bin_width;
    const SpectralParts spaced = spectral_parts(result.groups, integrand_place(result.groups.front(), narrow));
    const SpectralParts coarse = spectral_parts(result.groups, integrand_place(result.groups.front(), wide));
    const double empty = typical_log(0.0);
    const double narrow_bin = integral_of_bin(narrow);
    return {{"typical_integral", narrow, estimate_sum(spaced.typical, empty, exponential, narrow_bin)},
            {"typical_integral_wide", wide, estimate_sum(coarse.typical, empty, exponential, integral_of_bin(wide))},
            {"thermal_integral", narrow, estimate_sum(spaced.thermal, 0.0, identity, narrow_bin)}};
}

} // namespace mbl
