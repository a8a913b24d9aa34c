#pragma once

#include "campaign/block_record.hpp"
#include "plan/plan.hpp"
#include "stats/curve_estimate.hpp"

#include <set>
#include <string>
#include <vector>

namespace mbl {

/// Consecutive realizations that one device model and one version of the program computed.
struct Origin {
    Index first = 0;
    Index count = 0;
    std::string device;
    std::string program;
};

/// All realizations of one problem, in order.
struct ProblemResult {
    std::vector<std::vector<double>> samples; ///< [sample_columns()][realizations]
    std::vector<double> scales;               ///< [realizations]
    std::vector<double> liom_energies;        ///< [realizations, M]
    std::vector<CurveGroup> groups;
    Gate gate; ///< worst figures
    int retries = 0;
    int rescues = 0;
    std::set<std::string> devices;
    std::vector<Origin> origins; ///< as few as possible
};

/// Appends the problem's next block.
void append(ProblemResult& result, BlockRecord record);

/// Joins block records (in any order) problem by problem.
std::vector<ProblemResult> gather(const Plan& plan, std::vector<BlockRecord> records);

/// A spectral curve ready to be plotted.
struct NamedCurve {
    std::string name; ///< spectral_thermal_<operator>, spectral_typical_<operator>
    double bin_width = 0;
    CurveEstimate estimate;
};

std::vector<NamedCurve> curves(const ProblemResult& result);

} // namespace mbl
