#include "campaign/block_record.hpp"

#include "core/version.hpp"
#include "observables/thouless_density.hpp"
#include "spectral_function.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace mbl {

namespace {

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Population standard deviation over the pairs of one realization.
double spread(const std::vector<double>& values) {
    const double centre = mean(values);
    double squares = 0;
    for (const double value : values) squares += (value - centre) * (value - centre);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

/// NaN where the operator does not exist.
double over_window(const WindowLists& lists, const char* op, double (*statistic)(const std::vector<double>&)) {
    const auto found = lists.find(op);
    return found == lists.end() ? std::numeric_limits<double>::quiet_NaN() : statistic(found->second);
}

/// Extends a curve to k_min … k_max, filling what it did not cover.
void widen(SpectralSum& sum, Index count, Index k_min, Index k_max) {
    const auto before = static_cast<std::size_t>(sum.k_min - k_min);
    const auto size = static_cast<std::size_t>(k_max - k_min + 1);
    const double empty_log = static_cast<double>(count) * typical_log(0.0);
    const auto widened = [&](const std::vector<double>& old, double fill) {
        std::vector<double> result(size, fill);
        std::ranges::copy(old, result.begin() + static_cast<std::ptrdiff_t>(before));
        return result;
    };
    sum.thermal = widened(sum.thermal, 0.0);
    sum.typical_log = widened(sum.typical_log, empty_log);
    sum.k_min = k_min;
}

Index k_max_of(const SpectralSum& sum) { return sum.k_min + static_cast<Index>(sum.thermal.size()) - 1; }

/// One sum per operator and bin width; an empty curve, or one with bins that are there already, adds none.
void append_curve(std::vector<SpectralSum>& sums, const std::string& op, const SpectralFunction& curve) {
    const auto is_known = [&](const SpectralSum& sum) { return sum.op == op && sum.bin_width == curve.bin_width; };
    if (curve.thermal.empty() || std::ranges::any_of(sums, is_known)) return;
    sums.push_back({op, curve.bin_width, curve.k_min, curve.thermal, curve.typical_log});
}

CurveGroup curves_of(const Realization& realization) {
    CurveGroup group{realization.index, 1, {}, {}};
    for (const auto& [op, curve] : realization.spectral) append_curve(group.spectral, op, curve);
    append_curve(group.spectral, "sigma_x_1", realization.integrand);
    append_curve(group.spectral, "sigma_x_1", realization.integrand_wide);
    for (const auto& [op, parameters] : realization.thouless) {
        group.density.push_back({op, thouless_counts(parameters)});
    }
    return group;
}

void add_group(CurveGroup& a, const CurveGroup& b) {
    for (std::size_t i = 0; i < a.spectral.size(); ++i) add_curve(a.spectral[i], a.count, b.spectral.at(i), b.count);
    for (std::size_t i = 0; i < a.density.size(); ++i) {
        std::vector<double>& counts = a.density[i].counts;
        std::ranges::transform(counts, b.density.at(i).counts, counts.begin(), std::plus{});
    }
    a.count += b.count;
}

} // namespace

const std::vector<SampleColumn>& sample_columns() {
    using R = Realization;
    static const std::vector<SampleColumn> columns{
        {"width_over_spacing", "tau_x_M", [](const R& r) { return r.width.over_spacing; }, true},
        {"width_participation", "tau_x_M", [](const R& r) { return r.width.participation; }, true},
        {"width_fwhm", "tau_x_M", [](const R& r) { return r.width.fwhm; }, true},
        {"width_iqr", "tau_x_M", [](const R& r) { return r.width.iqr; }, true},
        {"level_spacing", "", [](const R& r) { return r.level_spacing; }, false},
        {"gap_ratio", "", [](const R& r) { return mean(r.gap_ratios); }, false},
        {"thouless_mean", "sigma_z_N", [](const R& r) { return over_window(r.thouless, "sigma_z_N", mean); }, false},
        {"thouless_mean", "sigma_z_N_tau_z_1",
         [](const R& r) { return over_window(r.thouless, "sigma_z_N_tau_z_1", mean); }, true},
        {"thouless_std", "sigma_z_N", [](const R& r) { return over_window(r.thouless, "sigma_z_N", spread); }, false},
        {"thouless_std", "sigma_z_N_tau_z_1",
         [](const R& r) { return over_window(r.thouless, "sigma_z_N_tau_z_1", spread); }, true},
        {"entropy", "tau_M", [](const R& r) { return over_window(r.entropy, "tau_M", mean); }, true},
        {"entropy", "sigma_1", [](const R& r) { return over_window(r.entropy, "sigma_1", mean); }, false},
        {"entropy", "sigma_N", [](const R& r) { return over_window(r.entropy, "sigma_N", mean); }, false},
    };
    return columns;
}

std::string computing_program() { return program_version() + " " + source_revision(); }

void add_curve(SpectralSum& a, Index count_a, const SpectralSum& b, Index count_b) {
    const Index k_min = std::min(a.k_min, b.k_min);
    const Index k_max = std::max(k_max_of(a), k_max_of(b));
    if (k_min != a.k_min || k_max != k_max_of(a)) widen(a, count_a, k_min, k_max);
    const double empty_log = static_cast<double>(count_b) * typical_log(0.0);
    for (Index k = k_min; k <= k_max; ++k) {
        const auto at = static_cast<std::size_t>(k - k_min);
        const bool covered = k >= b.k_min && k <= k_max_of(b);
        const auto at_b = static_cast<std::size_t>(k - b.k_min);
        if (covered) a.thermal[at] += b.thermal[at_b];
        a.typical_log[at] += covered ? b.typical_log[at_b] : empty_log;
    }
}

BlockFold::BlockFold(const Problem& problem, const Block& block, std::string device) : problem_(problem) {
    record_.block = block;
    record_.device = std::move(device);
    record_.program = computing_program();
}

void BlockFold::add(const Realization& realization) {
    for (const SampleColumn& column : sample_columns()) record_.samples.push_back(column.value(realization));
    record_.scales.push_back(realization.scale);
    record_.liom_energies.insert(record_.liom_energies.end(), realization.liom_energy.begin(),
                                 realization.liom_energy.end());
    record_.gate = worst(record_.gate, realization.gate);

    CurveGroup own = curves_of(realization);
    if (realization.index == 0) record_.fixed_disorder.push_back(own);
    const bool opens_group = realization.index % problem_.curve_group_size == 0 || record_.groups.empty();
    if (opens_group) {
        record_.groups.push_back(std::move(own));
    } else {
        add_group(record_.groups.back(), own);
    }
}

BlockRecord BlockFold::finish() && {
    record_.retries = retries;
    record_.rescues = rescues;
    return std::move(record_);
}

} // namespace mbl
