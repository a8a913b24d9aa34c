#pragma once

#include "campaign/folder_lock.hpp"
#include "ipt/impurity_solution.hpp"
#include "plan/plan.hpp"
#include "plan/shard.hpp"
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

/// How far one shard's share is.
struct ShardStatus {
    Shard shard;
    Index blocks_done = 0; ///< stored in whatever file
    Index blocks = 0;
    double cost_to_go = 0;
    bool has_file = false;
    std::optional<LockOwner> running;
};

/// How far a campaign is.
struct StatusReport {
    std::string campaign;
    std::optional<LockOwner> running; ///< who works in the results folder, on this campaign or another
    double cost_per_second = 0;       ///< 0: unknown
    double cost_to_go = 0;
    std::vector<ProblemStatus> problems;
    std::vector<bool> stored;        ///< [plan.blocks]
    std::vector<ShardStatus> shards; ///< every one of every count that files in the folder are of
    Index damaged = 0;               ///< stored blocks whose checksums are wrong; they count as not done
};

/// Looks at the samples that are stored in any of the files; campaigns may be running meanwhile. Files that are not there, or still
/// empty, hold nothing. @throws DataError, IoError.
StatusReport status_report(const std::vector<std::filesystem::path>& stores, const Plan& plan);

/// Where the shards of one count are, by what the report knows to be stored; whether their files are there and their workers running.
std::vector<ShardStatus> shard_status(const StatusReport& report, const Plan& plan, Index count,
                                      const std::filesystem::path& results);

/// A line per point. Costs are those of its problem, shown with the first point that shares it.
std::string status_text(const StatusReport& report, const Plan& plan);

/// One JSON object.
std::string status_json(const StatusReport& report, const Plan& plan);

} // namespace mbl
