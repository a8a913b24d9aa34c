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
/// seconds), or JSON lines. Not thread-safe: the scheduler calls it under its lock.
class Progress {
  public:
    Progress(ProgressMode mode, const Plan& plan, std::FILE* stream = stderr);

    void block_done(const BlockRecord& record);
    void finish();

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
    double cost_done_ = 0;
    Index realizations_total_ = 0;
    Index realizations_done_ = 0;
};

} // namespace mbl
