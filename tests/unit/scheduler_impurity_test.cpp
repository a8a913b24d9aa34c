#include "campaign/scheduler.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
#include "plan/cost.hpp"
#include "solution_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace mbl;

namespace {

using Batch = std::vector<Block>;

/// Hands every batch to the test before it is "solved".
class BatchRunner final : public Runner {
  public:
    BatchRunner(const Plan& plan, std::function<void(const Batch&)> action) : plan_(plan), action_(std::move(action)) {}
    BlockRecord run(const Block& block) override { return run_together({&block, 1}).front(); }
    std::vector<BlockRecord> run_together(std::span<const Block> blocks) override {
        action_(Batch(blocks.begin(), blocks.end()));
        std::vector<BlockRecord> records;
        for (const Block& block : blocks) records.push_back(solution_cases::record(plan_, block));
        return records;
    }
    Realization realize_one(Index, Index) override { throw std::logic_error("not asked for"); }

  private:
    const Plan& plan_;
    std::function<void(const Batch&)> action_;
};

/// Points with M = 1 … `count`, the costliest last.
Plan points(int count, const std::string& more = "") {
    std::string list;
    for (int m = 1; m <= count; ++m) list += (m == 1 ? "" : ", ") + std::to_string(m);
    return impurity_cases::plan_of({.model = "",
                                    .sweep = R"("interaction": 2, "liom_count": [)" + list + "]" + more,
                                    .more = R"("grid": {"frequency_count": 1024})"});
}

/// `together` points at once on a device where everything fits.
Limits limits_of(Index together, Index memory_bytes = std::numeric_limits<Index>::max()) {
    Limits limits;
    limits.memory_bytes = memory_bytes;
    if (together > 0) limits.points_together = [together](const Problem&) { return together; };
    return limits;
}

/// The batches that were run and the blocks that were stored.
struct Dealt {
    std::vector<Batch> batches;
    std::vector<Index> stored; ///< problems
};

Dealt deal(const Plan& plan, const Limits& limits, int lanes = 1, const std::function<void(const Batch&)>& more = {}) {
    Dealt dealt;
    std::mutex mutex;
    run_blocks(
        plan, lanes, limits,
        [&] {
            return std::make_unique<BatchRunner>(plan, [&](const Batch& batch) {
                {
                    const std::lock_guard lock(mutex);
                    dealt.batches.push_back(batch);
                }
                if (more) more(batch);
            });
        },
        [&](BlockRecord record) { dealt.stored.push_back(record.block.problem); });
    std::ranges::sort(dealt.stored);
    return dealt;
}

std::vector<Index> all_of(const Plan& plan) {
    std::vector<Index> problems;
    for (const Problem& problem : plan.problems) problems.push_back(problem.index);
    return problems;
}

std::vector<std::size_t> sizes(const Dealt& dealt) {
    std::vector<std::size_t> list;
    for (const Batch& batch : dealt.batches) list.push_back(batch.size());
    return list;
}

} // namespace

TEST_CASE("scheduler: impurity points are dealt several at once, the costliest first, and stored one by one") {
    const Plan plan = points(10);
    const Dealt dealt = deal(plan, limits_of(4));
    CHECK(sizes(dealt) == std::vector<std::size_t>{4, 4, 2});
    CHECK(dealt.batches[0][0].problem == 9);
    CHECK(dealt.batches[0][3].problem == 6);
    CHECK(dealt.batches[2][1].problem == 0);
    CHECK(dealt.stored == all_of(plan));
}

TEST_CASE("scheduler: without a word of the device, and on several lanes, every point is still solved once") {
    const Plan plan = points(10);
    CHECK(sizes(deal(plan, limits_of(0))) == std::vector<std::size_t>(10, 1));
    for (const Index together : {1, 3, 32}) CHECK(deal(plan, limits_of(together), 3).stored == all_of(plan));
}

TEST_CASE("scheduler: only points of one shape go together") {
    Plan plan = points(6);
    for (const std::size_t odd : {1U, 3U, 5U}) { // every other one with twice the frequencies
        ImpurityProblem wider = *plan.problems[odd].impurity;
        wider.grid.frequency_count *= 2;
        plan.problems[odd].impurity = std::make_shared<const ImpurityProblem>(wider);
    }
    const auto shape_of = [&](const Block& block) {
        return impurity_shape(*plan.problems[static_cast<std::size_t>(block.problem)].impurity);
    };
    REQUIRE(shape_of(plan.blocks[0]) != shape_of(plan.blocks[1]));
    const Dealt dealt = deal(plan, limits_of(32));
    CHECK(sizes(dealt) == std::vector<std::size_t>{3, 3});
    for (const Batch& batch : dealt.batches) {
        for (const Block& block : batch) CHECK(shape_of(block) == shape_of(batch.front()));
    }
    CHECK(dealt.stored == all_of(plan));
}

TEST_CASE("scheduler: a batch grows only while its points fit into memory") {
    Plan plan = points(7);
    for (Problem& problem : plan.problems) problem.bytes_in_flight = 100;
    CHECK(sizes(deal(plan, limits_of(32, 399))) == std::vector<std::size_t>{3, 3, 1});
    CHECK(sizes(deal(plan, limits_of(32, 1))) == std::vector<std::size_t>(7, 1)); // one always may run
}

TEST_CASE("scheduler: points that memory was refused for start again with fewer together") {
    const Plan plan = points(8);
    const auto holds_two = [](const Batch& batch) {
        if (batch.size() > 2) throw OutOfMemory("device out of memory");
    };
    const Dealt dealt = deal(plan, limits_of(8), 1, holds_two);
    CHECK(sizes(dealt) == std::vector<std::size_t>{8, 4, 2, 2, 2, 2});
    CHECK(dealt.batches[2][0].problem == 7); // still the costliest first
    CHECK(dealt.stored == all_of(plan));
    CHECK(deal(plan, limits_of(8), 3, holds_two).stored == all_of(plan));
}

TEST_CASE("scheduler: a single point that finds no memory ends the campaign, with its size and a way out") {
    const Plan plan = points(2);
    const auto refuse = [](const Batch&) { throw OutOfMemory("device out of memory: 1 bytes were refused"); };
    CHECK_THROWS_WITH_AS(
        deal(plan, limits_of(8), 1, refuse),
        doctest::Contains("device out of memory: 1 bytes were refused; M = 2 on 1024 frequencies needs "),
        DeviceUnavailable);
    CHECK_THROWS_WITH_AS(deal(plan, limits_of(8), 1, refuse), doctest::Contains("write a smaller grid.frequency_count"),
                         DeviceUnavailable);
}

TEST_CASE("scheduler: a batch that is dropped for a stop stores none of its points and starts no other") {
    const Plan plan = points(9);
    const StopSignals signals;
    const Dealt dealt = deal(plan, limits_of(3), 1, [](const Batch& batch) {
        if (batch.front().problem == 8) return;
        std::raise(SIGTERM);
        throw Stopped("dropped");
    });
    CHECK(sizes(dealt) == std::vector<std::size_t>{3, 3});
    CHECK(dealt.stored == std::vector<Index>{6, 7, 8});
}

TEST_CASE("scheduler: blocks of exact diagonalization are dealt one by one whatever the device says of points") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1, 2})}, 600));
    std::vector<std::size_t> batches;
    class OneByOne final : public Runner {
      public:
        explicit OneByOne(std::vector<std::size_t>& sizes) : sizes_(sizes) {}
        BlockRecord run(const Block& block) override {
            BlockRecord record;
            record.block = block;
            return record;
        }
        std::vector<BlockRecord> run_together(std::span<const Block> blocks) override {
            sizes_.push_back(blocks.size());
            return Runner::run_together(blocks);
        }
        Realization realize_one(Index, Index) override { throw std::logic_error("not asked for"); }

      private:
        std::vector<std::size_t>& sizes_;
    };
    Index stored = 0;
    run_blocks(
        plan, 1, limits_of(32), [&] { return std::make_unique<OneByOne>(batches); }, [&](BlockRecord) { ++stored; });
    CHECK(stored == static_cast<Index>(plan.blocks.size()));
    CHECK(batches == std::vector<std::size_t>(plan.blocks.size(), 1));
}

TEST_CASE("estimate: lanes and memory of points that are dealt several at once") {
    Plan plan = points(10);
    for (Problem& problem : plan.problems) problem.bytes_in_flight = 100;
    Limits limits = limits_of(4, 10'000);
    limits.lanes_max = 8;
    CHECK(estimate(plan, limits).lanes == 3); // batches of 4, 4 and 2
    CHECK(estimate(plan, limits).memory_bytes == 1000);
    limits.memory_bytes = 500;
    CHECK(estimate(plan, limits).memory_bytes == 500);
    limits.points_together = nullptr;
    CHECK(estimate(plan, limits).lanes == 5);
    CHECK(estimate(plan, limits).memory_bytes == 500);
}
