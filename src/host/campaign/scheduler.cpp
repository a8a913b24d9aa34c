#include "campaign/scheduler.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
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

/// Deals blocks in descending cost while their memory fits. One block always may run.
class Dealer {
  public:
    Dealer(const Plan& plan, const Limits& limits, const BlockFilter& wanted)
        : plan_(plan), limits_(limits), wanted_(wanted), waiting_(plan.blocks.begin(), plan.blocks.end()) {
        std::ranges::stable_sort(waiting_, std::greater{}, [&plan](const Block& b) { return block_cost(plan, b); });
    }

    /// The next block, or nothing when all are dealt, somebody failed or a stop was requested. Waits for memory.
    std::optional<Block> take() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] {
            leave_out_unwanted();
            return done() || may_start();
        });
        if (done()) return std::nullopt;
        const Block block = waiting_.front();
        waiting_.pop_front();
        bytes_in_flight_ += bytes(block);
        ++blocks_in_flight_;
        return block;
    }

    void finish(BlockRecord record, const BlockSink& sink) {
        const std::lock_guard lock(mutex_);
        land(record.block);
        sink(std::move(record));
    }

    /// A block that memory was refused for goes back, to be started with fewer beside it. The result is the same.
    /// @throws DeviceUnavailable there was nothing beside it.
    void give_back(const Block& block, const OutOfMemory& error) {
        const std::lock_guard lock(mutex_);
        land(block);
        if (blocks_in_flight_ == 0) {
            const Problem& problem = plan_.problems[static_cast<std::size_t>(block.problem)];
            const Index left = limits_.memory_left ? limits_.memory_left() : limits_.memory_bytes;
            throw DeviceUnavailable(fmt::format("{}; dim = {} needs {} with nothing else in flight and {} are left; {}",
                                                error.what(), problem.dim, human_bytes(bytes(block)), human_bytes(left),
                                                advice_on_size(problem, limits_, std::min(left, bytes(block)))));
        }
        blocks_max_ = blocks_in_flight_;
        waiting_.push_front(block);
    }

    /// A block that its lane gave up because of a stop.
    void drop(const Block& block) {
        const std::lock_guard lock(mutex_);
        land(block);
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
    [[nodiscard]] bool done() const { return error_ != nullptr || waiting_.empty() || stop_requested(); }
    [[nodiscard]] bool may_start() const {
        if (blocks_in_flight_ == 0) return true;
        return blocks_in_flight_ < blocks_max_ && bytes_in_flight_ + bytes(waiting_.front()) <= limits_.memory_bytes;
    }
    [[nodiscard]] Index bytes(const Block& block) const {
        return plan_.problems[static_cast<std::size_t>(block.problem)].bytes_in_flight;
    }
    void land(const Block& block) {
        bytes_in_flight_ -= bytes(block);
        --blocks_in_flight_;
        changed_.notify_all();
    }

    const Plan& plan_;
    const Limits& limits_;
    const BlockFilter& wanted_;
    std::deque<Block> waiting_;
    Index bytes_in_flight_ = 0;
    Index blocks_in_flight_ = 0;
    Index blocks_max_ = std::numeric_limits<Index>::max(); ///< lowered when the device refuses memory
    std::exception_ptr error_;
    std::mutex mutex_;
    std::condition_variable changed_;
};

/// Runs one block; nothing where memory was refused and the block was given back, or where a stop came between.
std::optional<BlockRecord> run_or_give_back(Runner& runner, const Block& block, Dealer& dealer) {
    try {
        return runner.run(block);
    } catch (const OutOfMemory& error) {
        dealer.give_back(block, error);
        return std::nullopt;
    } catch (const Stopped&) {
        dealer.drop(block);
        return std::nullopt;
    }
}

void work(Dealer& dealer, const RunnerFactory& make_lane, const BlockSink& sink) {
    try {
        const std::unique_ptr<Runner> runner = make_lane();
        while (const std::optional<Block> block = dealer.take()) {
            if (auto record = run_or_give_back(*runner, *block, dealer)) dealer.finish(std::move(*record), sink);
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
