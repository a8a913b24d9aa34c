#pragma once

#include "campaign/stderr_target.hpp"
#include "campaign/store.hpp"
#include "output/results.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mbl {

/// A block that should be in the store is not there, or not as it was written.
class BlockLost : public DataError {
  public:
    using DataError::DataError;
};

/// That error, of this block. @param found what the look for it gave.
BlockLost lost(const Store& store, const Problem& problem, const Block& block, const FoundBlock& found);

/// The plan's blocks, by whether the store has them.
struct BlockLists {
    std::vector<Block> found;
    std::vector<Block> missing;
};
BlockLists look_up(const Plan& plan, Store& store);

/// The same under a target, which takes the stored samples. Blocks of problems that have reached it are not missing; damaged ones are.
BlockLists look_up(const Plan& plan, Store& store, StderrProgress& target);

/// Cuts the plan to what the target takes (as far as it is stored) and looks up what is left. No target: the plan stays.
BlockLists cut_to_stored(Plan& plan, Store& store, const std::optional<StderrTarget>& target);

/// The plan's results, read from the store as they are asked for. Both must outlive it. @throws BlockLost while reading; Stopped.
Results stored_results(const Plan& plan, Store& store);

/// The table of numbers that lies beside results.h5: summary.csv, or ipt_summary.csv of the impurity model.
const char* summary_file(const Plan& plan);

/// Writes folder/results.h5 and the table of numbers: both, or none. @param target_stderr as given, or empty.
/// @throws BlockLost, IoError, Stopped.
void export_results(const std::filesystem::path& folder, const Config& config, const Plan& plan, Store& store,
                    const std::string& target_stderr);

/// What marks a campaign as finished: config, program, what was computed, and the files as they are now. Equal stamps mean that there
/// is nothing to do.
std::string finished_stamp(const std::filesystem::path& folder, const Config& config, const Plan& plan,
                           const std::string& target_stderr);

} // namespace mbl
