// Lists on the host live until the lane is synchronized, and none is on its way where a poll may throw.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <stdexcept>
#include <vector>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

/// A CPU lane that copies as late as a stream may: before the next verb that could use the copy, or at synchronize().
class LateLane : public CpuBackend {
  public:
    template <class T>
    void copy(const T* from, T* to, Index count) {
        const auto bytes = static_cast<std::size_t>(count) * sizeof(T);
        if (count > 0) pending_.push_back([=] { std::memcpy(to, from, bytes); });
    }
    void synchronize() { finish(); }
    template <class F>
    void for_each_index(Index count, const F& f) {
        ++unfinished_; // what is read by a verb may only be known to be read once the lane is synchronized
        run_pending();
        CpuBackend::for_each_index(count, f);
    }
    template <class Value, class T>
    void reduce_rows(Index rows, Index columns, const Value& value, T* sums) {
        run_pending();
        CpuBackend::reduce_rows(rows, columns, value, sums);
    }
    void fft(Direction direction, Index length, Index count, Complex* data) {
        run_pending();
        CpuBackend::fft(direction, length, count, data);
    }
    void liom_sum(const LiomSum& job, Index count) {
        run_pending();
        CpuBackend::liom_sum(job, count);
    }
    [[nodiscard]] bool is_idle() const { return pending_.empty() && unfinished_ == 0; }

  private:
    void run_pending() {
        for (const auto& one : pending_) one();
        if (!pending_.empty()) ++unfinished_;
        pending_.clear();
    }
    void finish() {
        run_pending();
        unfinished_ = 0;
    }
    std::vector<std::function<void()>> pending_;
    int unfinished_ = 0; ///< verbs enqueued and not waited for
};

/// What poll(), a plain function, looks at and counts.
struct PollWatch {
    const LateLane* lane = nullptr;
    int polls = 0;
    int busy_polls = 0;
    int stop_at = 0;
};

PollWatch& watch() {
    static PollWatch one;
    return one;
}

struct Stop {};

void poll() {
    PollWatch& state = watch();
    ++state.polls;
    if (!state.lane->is_idle()) ++state.busy_polls;
    if (state.polls == state.stop_at) throw Stop{};
}

std::vector<ImpurityProblem> few_points() {
    std::vector<ImpurityProblem> problems{layered(6, 1.5, 2), layered(3, 0.5, 0), bare(1)};
    for (ImpurityProblem& problem : problems) {
        problem.grid.frequency_count = 256;
        problem.liom_bandwidth = 0.2;
    }
    return problems;
}

std::vector<ImpuritySolution> solve_late(const std::vector<ImpurityProblem>& problems, int stop) {
    LateLane lane;
    watch() = {&lane, 0, 0, stop};
    std::vector<const ImpurityProblem*> list;
    for (const ImpurityProblem& problem : problems) list.push_back(&problem);
    return solve_impurity(lane, std::span<const ImpurityProblem* const>(list), poll);
}

} // namespace

TEST_CASE("impurity: late copies change nothing, and a poll finds the lane idle") {
    const std::vector<ImpurityProblem> problems = few_points();
    const std::vector<ImpuritySolution> late = solve_late(problems, 0);
    CHECK(watch().polls > 20);
    CHECK(watch().busy_polls == 0);
    const int all = watch().polls;
    const std::vector<ImpuritySolution> plain = solve(problems);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        CHECK(late[i].report.converged == plain[i].report.converged);
        CHECK(late[i].spectral_function == plain[i].spectral_function);
        CHECK(late[i].plot_spectral_function == plain[i].plot_spectral_function);
        CHECK(largest_difference(late[i].matsubara_green, plain[i].matsubara_green) == 0);
        CHECK(late[i].liom_filling == plain[i].liom_filling);
    }
    for (const int stop : {1, all / 2, all}) CHECK_THROWS_AS(solve_late(problems, stop), Stop);
}

TEST_CASE("impurity: points of different shapes are refused") {
    std::vector<ImpurityProblem> problems = few_points();
    problems[2].grid.frequency_count = 512;
    CHECK_THROWS_WITH_AS(solve(problems),
                         "solve_impurity: the points need different frequencies; group them by impurity_shape",
                         std::invalid_argument);
}
