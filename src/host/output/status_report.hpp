#pragma once

#include "campaign/folder_lock.hpp"
#include "ipt/impurity_solution.hpp"
#include "plan/plan.hpp"
#include "stats/mean_error.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mbl {

/// How far one problem is.
struct ProblemStatus {
    Index realizations_done = 0;
    Index blocks_done = 0;
    Index blocks = 0;
    double cost_to_go = 0;
    MeanError estimate;                               ///< of the first observable that it has, over what is stored
    std::shared_ptr<const ImpuritySolution> impurity; ///< of an impurity point: its report, where it is stored
};

/// How far a campaign is.
struct StatusReport {
    std::string campaign;
    std::optional<LockOwner> running; ///< who works in the results folder, on this campaign or another
    double cost_per_second = 0;       ///< 0: unknown
    double cost_to_go = 0;
    std::vector<ProblemStatus> problems;
    Index damaged = 0; ///< stored blocks whose checksums are wrong; they count as not done
};

/// Looks at the samples that are stored; a campaign may be running meanwhile. No store: nothing is done yet.
/// @throws DataError, IoError.
StatusReport status_report(const std::filesystem::path& store, const Plan& plan);

/// A line per point. Costs are those of its problem, shown with the first point that shares it.
std::string status_text(const StatusReport& report, const Plan& plan);

/// One JSON object.
std::string status_json(const StatusReport& report, const Plan& plan);

} // namespace mbl
