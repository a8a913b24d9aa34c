#pragma once

#include "campaign/block_record.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace mbl {

/// --target-stderr OBSERVABLE[:OPERATOR]=VALUE: how small an error is wanted.
struct StderrTarget {
    std::size_t column = 0; ///< of sample_columns()
    double standard_error = 0;
    std::string text; ///< as given
};

/// @throws UsageError not of this form, or no such observable; lists those there are.
StderrTarget parse_stderr_target(const std::string& text);

/// Decides how many realizations of each problem a target takes: the smallest contiguous prefix of whole blocks, of at least 32
/// realizations, whose standard error is small enough; all of the plan's where none is, or where the observable does not
/// exist. A pure function of the results: neither the order in which blocks finish nor those beyond the prefix matter.
class StderrProgress {
  public:
    StderrProgress(const Plan& plan, StderrTarget target);

    /// Takes a finished block, in any order.
    void add(const BlockRecord& record);

    /// Whether the problem has what it needs; blocks that are not part of its prefix are then of no use.
    [[nodiscard]] bool reached(Index problem) const { return problems_.at(static_cast<std::size_t>(problem)).reached; }

    /// The plan, its problems cut to the prefixes where these are known.
    [[nodiscard]] Plan cut(const Plan& plan) const;

  private:
    struct Prefix {
        std::map<Index, std::vector<double>> waiting; ///< by block: finished, but not yet adjoining
        std::vector<double> values;
        Index blocks = 0;
        bool reached = false;
    };
    void extend(const Problem& problem, Prefix& prefix) const;

    const Plan& plan_;
    StderrTarget target_;
    std::vector<Prefix> problems_;
};

} // namespace mbl
