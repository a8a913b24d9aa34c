#pragma once

#include "output/problem_result.hpp"
#include "output/results_hdf5.hpp"
#include "output/summary_csv.hpp"

#include <span>
#include <string>
#include <type_traits>
#include <vector>

/// Everything that must be equal, down to the last bit and the sign of a NaN, as strings to compare.
namespace mbl::physics {

template <class Number>
    requires std::is_arithmetic_v<Number>
void append(std::string& bytes, Number value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline void append(std::string& bytes, const std::string& text) {
    append(bytes, text.size());
    bytes += text;
}

inline void append(std::string& bytes, std::span<const double> values) {
    append(bytes, values.size());
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

inline std::string bytes_of(std::span<const double> values) {
    std::string bytes;
    append(bytes, values);
    return bytes;
}

inline std::string bytes_of(const CurveGroup& group) {
    std::string bytes;
    append(bytes, group.first);
    append(bytes, group.count);
    for (const SpectralSum& sum : group.spectral) {
        append(bytes, sum.op);
        append(bytes, sum.bin_width);
        append(bytes, sum.k_min);
        append(bytes, sum.thermal);
        append(bytes, sum.typical_log);
    }
    for (const DensitySum& sum : group.density) {
        append(bytes, sum.op);
        append(bytes, sum.counts);
    }
    return bytes;
}

inline std::string bytes_of(const Gate& gate) {
    std::string bytes;
    for (const double figure : {gate.trace, gate.frobenius, gate.residual, gate.orthogonality, gate.sum_rule})
        append(bytes, figure);
    append(bytes, gate.finite);
    return bytes;
}

/// All of a block record but the block's place in its plan.
inline std::string bytes_of(const BlockRecord& record) {
    std::string bytes;
    append(bytes, record.block.first);
    append(bytes, record.block.count);
    append(bytes, record.samples);
    append(bytes, record.scales);
    for (const CurveGroup& group : record.groups) append(bytes, bytes_of(group));
    for (const CurveGroup& group : record.fixed_disorder) append(bytes, bytes_of(group));
    append(bytes, bytes_of(record.gate));
    append(bytes, record.retries);
    append(bytes, record.device);
    return bytes;
}

inline std::string bytes_of(const ProblemResult& result) {
    std::string bytes;
    for (const std::vector<double>& column : result.samples) append(bytes, column);
    append(bytes, result.scales);
    for (const CurveGroup& group : result.groups) append(bytes, bytes_of(group));
    for (const CurveGroup& group : result.fixed_disorder) append(bytes, bytes_of(group));
    append(bytes, bytes_of(result.gate));
    append(bytes, result.retries);
    for (const std::string& device : result.devices) append(bytes, device);
    return bytes;
}

/// What a campaign leaves: summary.csv and results.h5.
struct OutputBytes {
    std::string summary;
    std::string results;
    friend bool operator==(const OutputBytes&, const OutputBytes&) = default;
};

inline OutputBytes outputs_of(const Config& config, const Plan& plan, std::vector<BlockRecord> records) {
    const std::vector<ProblemResult> gathered = gather(plan, std::move(records));
    return {summary_csv(plan, gathered), results_hdf5(config, plan, gathered)};
}

} // namespace mbl::physics
