#pragma once

#include "campaign/block_record.hpp"
#include "plan/plan.hpp"

#include <chrono>
#include <cstdio>
#include <string>

namespace mbl {

enum class ProgressMode { automatic, bar, plain, json, none };

/// Parses --progress. @throws UsageError.
ProgressMode parse_progress(const std::string& text);

/// Tells a user where a campaign stands, on stderr: a bar on a terminal, plain lines elsewhere (at most one every ten
/// seconds), or JSON lines. Rates and ETA count what this run computes; shares and counts include what it found.
/// A stream that cannot be written (a closed terminal) ends no campaign. Not thread-safe: the scheduler calls it under its lock.
class Progress {
  public:
    Progress(ProgressMode mode, const Plan& plan, std::FILE* stream = stderr);

    /// A block that was stored before this run.
    void block_found(const Block& block);
    /// A block that turned out not to be needed.
    void block_left_out(const Block& block);
    void block_done(const BlockRecord& record);
    void finish();

    /// Of this run, in units of realization_cost().
    [[nodiscard]] double cost_per_second() const;

  private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] std::string headline(const BlockRecord& record) const;
    void show(const std::string& headline, bool last);

    ProgressMode mode_;
    const Plan& plan_;
    std::FILE* stream_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point shown_;
    double cost_total_ = 0;
    double cost_found_ = 0;
    double cost_done_ = 0; ///< in this run
    Index realizations_total_ = 0;
    Index realizations_found_ = 0;
    Index realizations_done_ = 0; ///< in this run
};

} // namespace mbl
