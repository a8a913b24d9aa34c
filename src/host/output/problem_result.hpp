#pragma once

#include "campaign/block_record.hpp"
#include "plan/plan.hpp"
#include "stats/curve_estimate.hpp"

#include <memory>
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

/// All realizations of one problem, in order, or the solution of an impurity point.
struct ProblemResult {
    std::vector<std::vector<double>> samples; ///< [sample_columns()][realizations]
    std::vector<double> scales;               ///< [realizations]
    std::vector<double> liom_energies;        ///< [realizations, M]
    std::vector<CurveGroup> groups;
    std::vector<CurveGroup> fixed_disorder; ///< curves of realization 0 by itself
    Gate gate;                              ///< worst figures
    int retries = 0;
    int rescues = 0;
    std::set<std::string> devices;
    std::vector<Origin> origins;                      ///< as few as possible
    std::shared_ptr<const ImpuritySolution> impurity; ///< of an impurity point; null for exact diagonalization
};

/// Appends the problem's next block.
void append(ProblemResult& result, BlockRecord record);

/// Joins block records (in any order) problem by problem.
std::vector<ProblemResult> gather(const Plan& plan, std::vector<BlockRecord> records);

/// The realizations' values of a sample column. @throws std::logic_error no such column.
const std::vector<double>& samples_of(const ProblemResult& result, std::string_view observable, std::string_view op);

} // namespace mbl
