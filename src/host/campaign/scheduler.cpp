#include "campaign/scheduler.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
#include "ipt/impurity_problem.hpp"
#include "plan/cost.hpp"
#include "plan/largest_dim.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <fmt/format.h>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

namespace mbl {

namespace {

/// Why a block cannot be computed here, and what may fit.
std::string no_room(const Problem& problem, const Limits& limits, const OutOfMemory& error) {
    const Index needed = problem.bytes_in_flight;
    const Index left = limits.memory_left ? limits.memory_left() : limits.memory_bytes;
    const std::string what = problem.impurity ? fmt::format("M = {} on {} frequencies", problem.liom_count,
                                                            impurity_shape(*problem.impurity).frequency_count)
                                              : fmt::format("dim = {}", problem.dim);
    return fmt::format("{}; {} needs {} with nothing else in flight and {} are left; {}", error.what(), what,
                       human_bytes(needed), human_bytes(left), advice_on_size(problem, limits, std::min(left, needed)));
}

/// Deals blocks in descending cost while their memory fits: one by one, or, of the impurity model, as many points of one
/// shape as a lane solves at once. One block always may run.
class Dealer {
  public:
    using Batch = std::vector<Block>;

    Dealer(const Plan& plan, const Limits& limits, const BlockFilter& wanted)
        : plan_(plan), limits_(limits), wanted_(wanted), waiting_(plan.blocks.begin(), plan.blocks.end()) {
        std::ranges::stable_sort(waiting_, std::greater{}, [&plan](const Block& b) { return block_cost(plan, b); });
    }

    /// What to compute next; empty when all is dealt, somebody failed or a stop was requested. Waits for memory.
    Batch take() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] {
            leave_out_unwanted();
            return done() || may_start();
        });
        if (done()) return {};
        Batch batch{waiting_.front()};
        waiting_.pop_front();
        bytes_in_flight_ += bytes(batch.front());
        ++batches_in_flight_;
        add_companions(batch);
        return batch;
    }

    void finish(const Batch& batch, std::vector<BlockRecord> records, const BlockSink& sink) {
        const std::lock_guard lock(mutex_);
        land(batch);
        for (BlockRecord& record : records) sink(std::move(record));
    }

    /// Blocks that memory was refused for go back, to be started with fewer beside them: fewer in the batch, then fewer
    /// batches. The results are the same. @throws DeviceUnavailable there was nothing beside the one.
    void give_back(const Batch& batch, const OutOfMemory& error) {
        const std::lock_guard lock(mutex_);
        land(batch);
        if (batch.size() > 1) {
            together_max_ = std::min(together_max_, static_cast<Index>(batch.size()) / 2);
        } else if (batches_in_flight_ == 0) {
            throw DeviceUnavailable(no_room(problem_of(batch.front()), limits_, error));
        } else {
            batches_max_ = batches_in_flight_;
        }
        waiting_.insert(waiting_.begin(), batch.begin(), batch.end());
    }

    /// Blocks that their lane gave up because of a stop.
    void drop(const Batch& batch) {
        const std::lock_guard lock(mutex_);
        land(batch);
    }

    void fail(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
        changed_.notify_all();
    }

    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    void leave_out_unwanted() {
        while (wanted_ && !waiting_.empty() && !wanted_(waiting_.front())) waiting_.pop_front();
    }

    /// Further points of the batch's shape, in their turn, while they fit.
    void add_companions(Batch& batch) {
        const Problem& first = problem_of(batch.front());
        if (!first.impurity || !limits_.points_together) return;
        const ImpurityShape shape = impurity_shape(*first.impurity);
        const auto capacity = static_cast<std::size_t>(std::min(limits_.points_together(first), together_max_));
        for (auto at = waiting_.begin(); at != waiting_.end() && batch.size() < capacity;) {
            const Problem& problem = problem_of(*at);
            if (!problem.impurity || impurity_shape(*problem.impurity) != shape || !fits(*at)) {
                ++at;
                continue;
            }
            if (!wanted_ || wanted_(*at)) {
                bytes_in_flight_ += bytes(*at);
                batch.push_back(*at);
            }
            at = waiting_.erase(at);
        }
    }

    [[nodiscard]] bool done() const { return error_ != nullptr || waiting_.empty() || stop_requested(); }
    [[nodiscard]] bool may_start() const {
        if (batches_in_flight_ == 0) return true;
        return batches_in_flight_ < batches_max_ && fits(waiting_.front());
    }
    [[nodiscard]] bool fits(const Block& block) const {
        return bytes(block) <= limits_.memory_bytes - bytes_in_flight_;
    }
    [[nodiscard]] const Problem& problem_of(const Block& block) const {
        return plan_.problems[static_cast<std::size_t>(block.problem)];
    }
    [[nodiscard]] Index bytes(const Block& block) const { return problem_of(block).bytes_in_flight; }
    void land(const Batch& batch) {
        for (const Block& block : batch) bytes_in_flight_ -= bytes(block);
        --batches_in_flight_;
        changed_.notify_all();
    }

    const Plan& plan_;
    const Limits& limits_;
    const BlockFilter& wanted_;
    std::deque<Block> waiting_;
    Index bytes_in_flight_ = 0;
    Index batches_in_flight_ = 0;
    Index batches_max_ = std::numeric_limits<Index>::max();  ///< lowered when the device refuses memory to one block
    Index together_max_ = std::numeric_limits<Index>::max(); ///< lowered when it refuses memory to several
    std::exception_ptr error_;
    std::mutex mutex_;
    std::condition_variable changed_;
};

/// Runs one batch; nothing where memory was refused and it was given back, or where a stop came between.
std::optional<std::vector<BlockRecord>> run_or_give_back(Runner& runner, const Dealer::Batch& batch, Dealer& dealer) {
    try {
        return runner.run_together(batch);
    } catch (const OutOfMemory& error) {
        dealer.give_back(batch, error);
        return std::nullopt;
    } catch (const Stopped&) {
        dealer.drop(batch);
        return std::nullopt;
    }
}

void work(Dealer& dealer, const RunnerFactory& make_lane, const BlockSink& sink) {
    try {
        const std::unique_ptr<Runner> runner = make_lane();
        for (Dealer::Batch batch = dealer.take(); !batch.empty(); batch = dealer.take()) {
            if (auto records = run_or_give_back(*runner, batch, dealer))
                dealer.finish(batch, std::move(*records), sink);
        }
    } catch (...) {
        dealer.fail(std::current_exception());
    }
}

} // namespace

void run_blocks(const Plan& plan, int lanes, const Limits& limits, const RunnerFactory& make_lane,
                const BlockSink& sink, const BlockFilter& wanted) {
    Dealer dealer(plan, limits, wanted);
    {
        std::vector<std::jthread> threads;
        for (int lane = 0; lane < lanes; ++lane) threads.emplace_back([&] { work(dealer, make_lane, sink); });
    }
    dealer.rethrow();
}

} // namespace mbl
