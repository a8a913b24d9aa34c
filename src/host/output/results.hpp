#pragma once

#include "output/problem_result.hpp"

#include <deque>
#include <functional>
#include <vector>

namespace mbl {

/// The results of a plan's problems, each read when it is first asked for. Samples and reports are small and stay; curve groups and
/// an impurity point's arrays are large and stay only while they fit into a budget, so that a campaign's curves never need to be in
/// memory together. Not thread-safe.
class Results {
  public:
    /// Reads one problem whole.
    using Loader = std::function<ProblemResult(Index problem)>;

    Results(std::size_t problems, Loader load, Index curve_bytes_max = Index{1} << 30);
    /// All of them in memory.
    Results(std::vector<ProblemResult> results); // NOLINT(google-explicit-constructor): a list of results is one

    /// The reference stays valid; its `groups` (or arrays) do until another problem is asked for.
    [[nodiscard]] const ProblemResult& at(std::size_t problem) const;
    /// For who needs samples (or the report) only: loads nothing that has been looked at before.
    [[nodiscard]] const ProblemResult& samples_at(std::size_t problem) const;
    [[nodiscard]] std::size_t size() const noexcept { return loaded_.size(); }

  private:
    void keep(std::size_t problem, ProblemResult result) const;

    struct Slot {
        ProblemResult result;
        bool samples = false;
        bool groups = false;
        Index curve_bytes = 0;
    };
    Loader load_;
    Index curve_bytes_max_ = 0;
    mutable std::vector<Slot> loaded_;
    mutable std::deque<std::size_t> with_groups_; ///< oldest first
    mutable Index curve_bytes_ = 0;
};

} // namespace mbl
