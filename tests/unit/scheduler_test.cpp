#include "campaign/scheduler.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
#include "plan/cost.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

using namespace mbl;
using namespace std::chrono_literals;

namespace {

/// Does with a block whatever the test wants, on whichever lane it is.
class FakeRunner final : public Runner {
  public:
    explicit FakeRunner(std::function<void(const Block&)> action) : action_(std::move(action)) {}
    BlockRecord run(const Block& block) override {
        action_(block);
        BlockRecord record;
        record.block = block;
        return record;
    }
    Realization realize_one(Index, Index) override { throw std::logic_error("not asked for"); }

  private:
    std::function<void(const Block&)> action_;
};

RunnerFactory lanes_that(std::function<void(const Block&)> action) {
    return [action = std::move(action)] { return std::make_unique<FakeRunner>(action); };
}

/// 4 blocks of dim 512, 2 of dim 256 and 3 of dim 1024, in this order.
Plan nine_blocks() {
    Config c = plan_cases::config(8, {plan_cases::chain({1}, {1, 0, 2})});
    c.realizations.uniform.reset();
    c.realizations.by_liom_count = {{1, 512}, {0, 257}, {2, 192}};
    return plan_cases::plan(c);
}

/// Equal blocks of one problem.
Plan equal_blocks(Index count) {
    return plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 256 * count));
}

Limits memory_of(Index bytes) {
    Limits limits;
    limits.memory_bytes = bytes;
    return limits;
}

const Limits unlimited = memory_of(std::numeric_limits<Index>::max());

/// Counts what is in flight, and its memory.
class InFlight {
  public:
    explicit InFlight(const Plan& plan) : plan_(plan) {}
    void enter(const Block& block) {
        const std::lock_guard lock(mutex_);
        bytes_ += bytes(block);
        largest_bytes_ = std::max(largest_bytes_, bytes_);
        largest_count_ = std::max(largest_count_, ++count_);
    }
    void leave(const Block& block) {
        const std::lock_guard lock(mutex_);
        bytes_ -= bytes(block);
        --count_;
    }
    [[nodiscard]] Index largest_bytes() const { return largest_bytes_; }
    [[nodiscard]] int largest_count() const { return largest_count_; }

  private:
    [[nodiscard]] Index bytes(const Block& block) const {
        return realization_bytes(plan_.problems[static_cast<std::size_t>(block.problem)]);
    }
    const Plan& plan_;
    std::mutex mutex_;
    Index bytes_ = 0;
    Index largest_bytes_ = 0;
    int count_ = 0;
    int largest_count_ = 0;
};

} // namespace

TEST_CASE("scheduler: every block once, whatever the number of lanes") {
    const Plan plan = nine_blocks();
    for (const int lanes : {1, 2, 5, 20}) {
        std::vector<std::pair<Index, Index>> computed;
        run_blocks(plan, lanes, unlimited, lanes_that([](const Block&) { std::this_thread::yield(); }),
                   [&](BlockRecord record) { computed.emplace_back(record.block.problem, record.block.index); });
        std::ranges::sort(computed);
        std::vector<std::pair<Index, Index>> expected;
        for (const Block& block : plan.blocks) expected.emplace_back(block.problem, block.index);
        CHECK(computed == expected);
    }
}

TEST_CASE("scheduler: the costliest first, equal ones in the plan's order") {
    const Plan plan = nine_blocks();
    std::vector<Block> dealt;
    run_blocks(plan, 1, unlimited, lanes_that([&](const Block& block) { dealt.push_back(block); }), [](BlockRecord) {});
    REQUIRE(dealt.size() == 9);
    for (std::size_t i = 1; i < dealt.size(); ++i) {
        const double before = block_cost(plan, dealt[i - 1]);
        const double cost = block_cost(plan, dealt[i]);
        CHECK(before >= cost);
        if (before == cost) CHECK(dealt[i - 1].index < dealt[i].index);
    }
    CHECK(plan.problems[static_cast<std::size_t>(dealt.front().problem)].dim == 1024);
    CHECK(dealt.back().count == 1); // the partial block of dim 256
}

TEST_CASE("scheduler: lanes work side by side, each with a runner of its own") {
    const Plan plan = equal_blocks(2);
    std::mutex mutex;
    std::condition_variable both;
    int arrived = 0;
    bool met = true;
    std::atomic<int> runners = 0;
    const auto meet = [&](const Block&) {
        std::unique_lock lock(mutex);
        ++arrived;
        both.notify_all();
        if (!both.wait_for(lock, 20s, [&] { return arrived == 2; })) met = false;
    };
    run_blocks(
        plan, 2, unlimited,
        [&] {
            ++runners;
            return std::make_unique<FakeRunner>(meet);
        },
        [](BlockRecord) {});
    CHECK(met);
    CHECK(runners == 2);
}

TEST_CASE("scheduler: blocks start only while all in flight fit into memory") {
    const Plan plan = nine_blocks();
    const Index large = realization_bytes(plan_cases::problem_of(plan, 2));
    const Index small = realization_bytes(plan_cases::problem_of(plan, 1));
    REQUIRE(3 * small < large);
    for (const Index memory : {large, large + small, 2 * large}) {
        InFlight in_flight(plan);
        int finished = 0;
        const auto work = [&](const Block& block) {
            in_flight.enter(block);
            std::this_thread::sleep_for(3ms);
            in_flight.leave(block);
        };
        run_blocks(plan, 4, memory_of(memory), lanes_that(work), [&](BlockRecord) { ++finished; });
        CHECK(finished == 9);
        CHECK(in_flight.largest_bytes() <= memory);
        CHECK(in_flight.largest_bytes() >= large);
        if (memory >= large + small) CHECK(in_flight.largest_count() >= 2);
    }
}

TEST_CASE("scheduler: one block always may run, however little memory there is") {
    const Plan plan = nine_blocks();
    InFlight in_flight(plan);
    int finished = 0;
    const auto work = [&](const Block& block) {
        in_flight.enter(block);
        std::this_thread::yield();
        in_flight.leave(block);
    };
    run_blocks(plan, 3, memory_of(1), lanes_that(work), [&](BlockRecord) { ++finished; });
    CHECK(finished == 9);
    CHECK(in_flight.largest_count() == 1);
}

TEST_CASE("scheduler: the first error is rethrown and nothing new is started") {
    const Plan plan = equal_blocks(1000);
    for (const int lanes : {1, 4}) {
        std::atomic<int> started = 0;
        std::atomic<int> finished = 0;
        const auto work = [&](const Block& block) {
            ++started;
            if (block.index == 10) throw NumericalError("block 10 is wrong");
            std::this_thread::sleep_for(1ms);
        };
        CHECK_THROWS_WITH_AS(run_blocks(plan, lanes, unlimited, lanes_that(work), [&](BlockRecord) { ++finished; }),
                             "block 10 is wrong", NumericalError);
        CHECK(started < 500);
        CHECK(finished == started - 1); // the others finish the block they are at
        if (lanes == 1) CHECK(finished == 10);
    }
}

TEST_CASE("scheduler: a lane that waits for memory hears of an error") {
    const Plan plan = equal_blocks(50);
    const Index memory = realization_bytes(plan.problems.front()); // one at a time
    const auto work = [](const Block& block) {
        std::this_thread::sleep_for(1ms);
        if (block.index == 3) throw std::runtime_error("out of luck");
    };
    CHECK_THROWS_WITH_AS(run_blocks(plan, 4, memory_of(memory), lanes_that(work), [](BlockRecord) {}), "out of luck",
                         std::runtime_error);
}

TEST_CASE("scheduler: errors of the sink and of making a lane count like any other") {
    const Plan plan = equal_blocks(20);
    int taken = 0;
    const auto sink = [&](BlockRecord) {
        if (++taken == 5) throw IoError("cannot store");
    };
    CHECK_THROWS_WITH_AS(run_blocks(plan, 2, unlimited, lanes_that([](const Block&) {}), sink), "cannot store",
                         IoError);
    CHECK(taken >= 5);
    CHECK(taken < 20);
    const RunnerFactory absent = []() -> std::unique_ptr<Runner> { throw DeviceUnavailable("no device"); };
    CHECK_THROWS_WITH_AS(run_blocks(plan, 2, unlimited, absent, [](BlockRecord) {}), "no device", DeviceUnavailable);
}

TEST_CASE("scheduler: the sink is never called twice at once") {
    const Plan plan = equal_blocks(50);
    std::atomic<int> inside = 0;
    bool alone = true;
    run_blocks(plan, 4, unlimited, lanes_that([](const Block&) {}), [&](BlockRecord) {
        if (++inside != 1) alone = false;
        std::this_thread::sleep_for(200us);
        --inside;
    });
    CHECK(alone);
}

TEST_CASE("scheduler: nothing to do") {
    int finished = 0;
    run_blocks(Plan{}, 3, unlimited, lanes_that([](const Block&) {}), [&](BlockRecord) { ++finished; });
    CHECK(finished == 0);
}

TEST_CASE("scheduler: refused memory means fewer blocks in flight, and every block is computed all the same") {
    const Plan plan = equal_blocks(12);
    std::mutex mutex;
    int in_flight = 0;
    int refusals = 0;
    const auto run = [&](const Block&) {
        {
            const std::lock_guard lock(mutex);
            if (++in_flight > 1) { // the device holds one block
                --in_flight;
                ++refusals;
                throw OutOfMemory("device out of memory");
            }
        }
        std::this_thread::sleep_for(5ms);
        const std::lock_guard lock(mutex);
        --in_flight;
    };
    std::vector<Index> done;
    run_blocks(plan, 3, unlimited, lanes_that(run), [&](BlockRecord record) { done.push_back(record.block.index); });
    std::ranges::sort(done);
    REQUIRE(done.size() == 12);
    for (Index k = 0; k < 12; ++k) CHECK(done[static_cast<std::size_t>(k)] == k);
    CHECK(refusals >= 1);
    CHECK(refusals <= 2); // and never again after the first lesson
}

TEST_CASE("scheduler: memory refused with nothing else in flight ends the campaign, naming what may fit") {
    const Plan plan = equal_blocks(3);
    const auto run = [](const Block&) { throw OutOfMemory("device out of memory: 1 bytes were refused"); };
    CHECK_THROWS_WITH_AS(run_blocks(plan, 1, unlimited, lanes_that(run), [](BlockRecord) {}),
                         doctest::Contains("dim = 16 needs 9 KiB with nothing else in flight and"), DeviceUnavailable);
    Limits half_taken = unlimited; // by somebody else, since the plan was made
    const Problem& problem = plan.problems.front();
    half_taken.memory_left = [&] { return realization_bytes(problem) / 5; };
    CHECK_THROWS_WITH_AS(run_blocks(plan, 1, half_taken, lanes_that(run), [](BlockRecord) {}),
                         doctest::Contains("the largest Hamiltonian that fits is dim = 4: write fewer"),
                         DeviceUnavailable);
}

TEST_CASE("scheduler: after a request to stop nothing is started, and what is finished is kept") {
    const Plan plan = equal_blocks(200);
    for (const int lanes : {1, 4}) {
        const StopSignals signals;
        std::atomic<int> started = 0;
        int finished = 0;
        const auto work = [&](const Block&) {
            if (++started == 10) std::raise(SIGTERM);
            std::this_thread::sleep_for(1ms);
        };
        run_blocks(plan, lanes, unlimited, lanes_that(work), [&](BlockRecord) { ++finished; });
        CHECK(started >= 10);
        CHECK(started < 10 + 4 * lanes);
        CHECK(finished == started);
    }
}

TEST_CASE("scheduler: a block that a lane drops for a stop is not kept and no error; lanes that wait hear of it") {
    const Plan plan = equal_blocks(50);
    const Index memory = realization_bytes(plan.problems.front()); // one at a time: three lanes wait
    const StopSignals signals;
    int finished = 0;
    const auto work = [&](const Block& block) {
        if (block.index < 5) return;
        std::raise(SIGTERM);
        throw Stopped("dropped");
    };
    run_blocks(plan, 4, memory_of(memory), lanes_that(work), [&](BlockRecord) { ++finished; });
    CHECK(finished == 5);
}

TEST_CASE("scheduler: blocks that are not wanted any more when their turn comes are left out") {
    const Plan plan = equal_blocks(40);
    for (const int lanes : {1, 3}) {
        std::vector<Index> done;
        int left_out = 0;
        const auto wanted = [&](const Block& block) {
            const bool yes = block.index < 10 || block.index % 7 == 0;
            left_out += yes ? 0 : 1;
            return yes;
        };
        run_blocks(
            plan, lanes, unlimited, lanes_that([](const Block&) {}),
            [&](BlockRecord record) { done.push_back(record.block.index); }, wanted);
        CHECK(done.size() == 14); // 0 … 9, 14, 21, 28, 35
        CHECK(left_out == 26);    // each asked once
    }
}
