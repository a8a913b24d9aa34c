#include "campaign/scheduler.hpp"

#include "plan/cost.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace mbl {

namespace {

/// Deals blocks in descending cost while their memory fits. One block always may run.
class Dealer {
  public:
    Dealer(const Plan& plan, Index memory_bytes) : plan_(plan), memory_bytes_(memory_bytes), order_(plan.blocks) {
        std::ranges::stable_sort(order_, std::greater{}, [&plan](const Block& b) { return block_cost(plan, b); });
    }

    /// The next block, or nothing when all are dealt or somebody failed. Waits for memory.
    std::optional<Block> take() {
        std::unique_lock lock(mutex_);
        memory_returned_.wait(
            lock, [this] { return done() || in_flight_ == 0 || in_flight_ + next_bytes() <= memory_bytes_; });
        if (done()) return std::nullopt;
        in_flight_ += next_bytes();
        return order_[next_++];
    }

    void finish(BlockRecord record, const BlockSink& sink) {
        const std::lock_guard lock(mutex_);
        in_flight_ -= bytes(record.block);
        memory_returned_.notify_all();
        sink(std::move(record));
    }

    void fail(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
        memory_returned_.notify_all();
    }

    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    [[nodiscard]] bool done() const { return error_ != nullptr || next_ == order_.size(); }
    [[nodiscard]] Index bytes(const Block& block) const {
        return realization_bytes(plan_.problems[static_cast<std::size_t>(block.problem)]);
    }
    [[nodiscard]] Index next_bytes() const { return bytes(order_[next_]); }

    const Plan& plan_;
    Index memory_bytes_;
    std::vector<Block> order_;
    std::size_t next_ = 0;
    Index in_flight_ = 0;
    std::exception_ptr error_;
    std::mutex mutex_;
    std::condition_variable memory_returned_;
};

void work(Dealer& dealer, const RunnerFactory& make_lane, const BlockSink& sink) {
    try {
        const std::unique_ptr<Runner> runner = make_lane();
        while (const std::optional<Block> block = dealer.take()) dealer.finish(runner->run(*block), sink);
    } catch (...) {
        dealer.fail(std::current_exception());
    }
}

} // namespace

void run_blocks(const Plan& plan, int lanes, Index memory_bytes, const RunnerFactory& make_lane,
                const BlockSink& sink) {
    Dealer dealer(plan, memory_bytes);
    {
        std::vector<std::jthread> threads;
        for (int lane = 0; lane < lanes; ++lane) threads.emplace_back([&] { work(dealer, make_lane, sink); });
    }
    dealer.rethrow();
}

} // namespace mbl
