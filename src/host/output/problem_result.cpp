#include "output/problem_result.hpp"

#include "spectral_function.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace mbl {

void append(ProblemResult& result, BlockRecord record) {
    const std::size_t columns = sample_columns().size();
    result.samples.resize(columns);
    for (std::size_t i = 0; i < record.samples.size(); ++i) result.samples[i % columns].push_back(record.samples[i]);
    result.scales.insert(result.scales.end(), record.scales.begin(), record.scales.end());
    result.liom_energies.insert(result.liom_energies.end(), record.liom_energies.begin(), record.liom_energies.end());
    std::ranges::move(record.groups, std::back_inserter(result.groups));
    result.gate = worst(result.gate, record.gate);
    result.retries += record.retries;
    result.rescues += record.rescues;
    result.devices.insert(record.device);
    std::vector<Origin>& origins = result.origins;
    if (origins.empty() || origins.back().device != record.device || origins.back().program != record.program)
        origins.push_back({record.block.first, 0, record.device, record.program});
    origins.back().count += record.block.count;
}

std::vector<ProblemResult> gather(const Plan& plan, std::vector<BlockRecord> records) {
    std::ranges::sort(records, {}, [](const BlockRecord& r) { return std::pair(r.block.problem, r.block.first); });
    std::vector<ProblemResult> results(plan.problems.size());
    for (ProblemResult& result : results) result.samples.resize(sample_columns().size());
    for (BlockRecord& record : records) {
        ProblemResult& result = results.at(static_cast<std::size_t>(record.block.problem));
        append(result, std::move(record));
    }
    return results;
}

std::vector<NamedCurve> curves(const ProblemResult& result) {
    std::vector<NamedCurve> named;
    if (result.groups.empty()) return named;
    for (std::size_t i = 0; i < result.groups.front().spectral.size(); ++i) {
        std::vector<CurvePart> thermal;
        std::vector<CurvePart> typical;
        for (const CurveGroup& group : result.groups) {
            const SpectralSum& sum = group.spectral.at(i);
            thermal.push_back({group.count, sum.k_min, &sum.thermal});
            typical.push_back({group.count, sum.k_min, &sum.typical_log});
        }
        const SpectralSum& first = result.groups.front().spectral[i];
        named.push_back({"spectral_thermal_" + first.op, first.bin_width,
                         estimate_curve(thermal, 0.0, [](double y) { return y; })});
        named.push_back({"spectral_typical_" + first.op, first.bin_width,
                         estimate_curve(typical, typical_log(0.0), [](double y) { return std::exp(y); })});
    }
    return named;
}

} // namespace mbl
