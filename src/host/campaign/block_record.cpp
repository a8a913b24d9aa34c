#include "campaign/block_record.hpp"

#include "core/version.hpp"
#include "spectral_function.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mbl {

namespace {

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
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

} // namespace

const std::vector<SampleColumn>& sample_columns() {
    static const std::vector<SampleColumn> columns{
        {"width_over_spacing", "tau_x_M", [](const Realization& r) { return r.width.over_spacing; }, true},
        {"width_participation", "tau_x_M", [](const Realization& r) { return r.width.participation; }, true},
        {"width_fwhm", "tau_x_M", [](const Realization& r) { return r.width.fwhm; }, true},
        {"width_iqr", "tau_x_M", [](const Realization& r) { return r.width.iqr; }, true},
        {"level_spacing", "", [](const Realization& r) { return r.level_spacing; }, false},
        {"gap_ratio", "", [](const Realization& r) { return mean(r.gap_ratios); }, false},
    };
    return columns;
}

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
    record_.program = program_version() + " " + source_revision();
}

void BlockFold::add(const Realization& realization) {
    for (const SampleColumn& column : sample_columns()) record_.samples.push_back(column.value(realization));
    record_.scales.push_back(realization.scale);
    record_.liom_energies.insert(record_.liom_energies.end(), realization.liom_energy.begin(),
                                 realization.liom_energy.end());
    record_.gate = worst(record_.gate, realization.gate);

    std::vector<SpectralSum> curves;
    for (const auto& [op, curve] : realization.spectral) {
        curves.push_back({op, curve.bin_width, curve.k_min, curve.thermal, curve.typical_log});
    }
    const bool opens_group = realization.index % problem_.curve_group_size == 0 || record_.groups.empty();
    if (opens_group) {
        record_.groups.push_back({realization.index, 1, std::move(curves)});
        return;
    }
    CurveGroup& group = record_.groups.back();
    for (std::size_t i = 0; i < curves.size(); ++i) add_curve(group.spectral[i], group.count, curves[i], 1);
    ++group.count;
}

BlockRecord BlockFold::finish() && {
    record_.retries = retries;
    record_.rescues = rescues;
    return std::move(record_);
}

} // namespace mbl
