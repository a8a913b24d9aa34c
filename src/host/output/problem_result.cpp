#include "output/problem_result.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace mbl {

void append(ProblemResult& result, BlockRecord record) {
    const std::size_t columns = sample_columns().size();
    result.samples.resize(columns);
    for (std::size_t i = 0; i < record.samples.size(); ++i) result.samples[i % columns].push_back(record.samples[i]);
    result.scales.insert(result.scales.end(), record.scales.begin(), record.scales.end());
    result.liom_energies.insert(result.liom_energies.end(), record.liom_energies.begin(), record.liom_energies.end());
    std::ranges::move(record.groups, std::back_inserter(result.groups));
    std::ranges::move(record.fixed_disorder, std::back_inserter(result.fixed_disorder));
    if (record.impurity) result.impurity = std::move(record.impurity);
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

const std::vector<double>& samples_of(const ProblemResult& result, std::string_view observable, std::string_view op) {
    const auto& columns = sample_columns();
    const auto found = std::ranges::find_if(
        columns, [&](const SampleColumn& column) { return observable == column.observable && op == column.op; });
    if (found == columns.end()) throw std::logic_error(fmt::format("no sample column {} {}", observable, op));
    return result.samples.at(static_cast<std::size_t>(found - columns.begin()));
}

} // namespace mbl
