#include "campaign/stop_request.hpp"
#include "campaign/stop_watch.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace mbl;
using namespace std::chrono_literals;
using config_cases::message_of;

TEST_CASE("stop request: each signal asks, and nothing is asked before or after") {
    for (const auto& [signal, name] : {std::pair{SIGTERM, "SIGTERM"}, {SIGINT, "SIGINT"}, {SIGUSR1, "SIGUSR1"}}) {
        {
            const StopSignals signals;
            CHECK(!stop_requested());
            CHECK(stop_reason().empty());
            std::raise(signal);
            CHECK(stop_requested());
            CHECK(stop_reason() == name);
            std::raise(SIGTERM); // a second one of these changes nothing
            CHECK(stop_reason() == name);
        }
        CHECK(!stop_requested());
    }
}

TEST_CASE("stop request: a second SIGINT ends the process at once, with exit code 75") {
    for (const int first : {SIGINT, SIGTERM}) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(STDERR_FILENO);
            const StopSignals signals;
            std::raise(first);
            std::raise(SIGINT);
            ::_exit(1);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 75);
    }
}

TEST_CASE("stop request: a signal that the caller ignores stays ignored") {
    std::signal(SIGUSR1, SIG_IGN);
    {
        const StopSignals signals;
        std::raise(SIGUSR1);
        CHECK(!stop_requested());
    }
    const bool still_ignored = std::signal(SIGUSR1, SIG_DFL) == SIG_IGN;
    CHECK(still_ignored);
}

TEST_CASE("stop request: writing into a closed pipe ends no campaign") {
    const StopSignals signals;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    CHECK(::write(ends[1], "x", 1) == -1);
    ::close(ends[1]);
}

TEST_CASE("stop watch: what --max-walltime accepts") {
    CHECK(parse_walltime("90m") == 90min);
    CHECK(parse_walltime("1.5h") == 90min);
    CHECK(parse_walltime("30s") == 30s);
    CHECK(parse_walltime("0.5m") == 30s);
    for (const std::string wrong : {"", "90", "m", "-5m", "0s", "0.9s", "90 m", "90min", "1h30m", "nan m", "nanm",
                                    "infh", "1e300h", "9000h", "1,5h"}) {
        CAPTURE(wrong);
        CHECK(message_of<UsageError>([&] { parse_walltime(wrong); })
              == "--max-walltime: must be a number and s, m or h, from 1s to 8784h, got \"" + wrong
                     + "\"; for example 90m");
    }
}

TEST_CASE("stop watch: there is time to stop before the walltime is over") {
    for (const auto walltime : {1s, 10s, 60s, 120s, 5400s, 864000s}) {
        const WalltimePlan plan = walltime_plan(walltime);
        CHECK(plan.stop_after >= walltime * 3 / 4);
        CHECK(plan.grace <= stop_grace);
        CHECK(plan.stop_after + plan.grace < walltime);
    }
    CHECK(walltime_plan(90min).stop_after == 90min - 30s);
}

TEST_CASE("stop watch: the walltime asks for a stop; who stops in time is not ended") {
    const StopSignals signals;
    std::atomic<int> stops = 0;
    std::atomic<int> ends = 0;
    {
        const StopWatch watch(
            1s, [&] { ++stops; }, [&] { ++ends; });
        for (int i = 0; i < 2000 && !stop_requested(); ++i) std::this_thread::sleep_for(5ms);
        CHECK(stop_reason() == "--max-walltime");
        for (int i = 0; i < 2000 && stops == 0; ++i) std::this_thread::sleep_for(5ms);
    }
    CHECK(stops == 1);
    CHECK(ends == 0);
}

TEST_CASE("stop watch: who does not stop is ended after the grace") {
    const StopSignals signals;
    std::atomic<int> ends = 0;
    const StopWatch watch(
        1s, [] {}, [&] { ++ends; });
    std::raise(SIGTERM);
    for (int i = 0; i < 4000 && ends == 0; ++i) std::this_thread::sleep_for(5ms);
    CHECK(ends == 1);
}

TEST_CASE("stop watch: without request and walltime nothing happens") {
    int calls = 0;
    {
        const StopWatch watch(
            std::nullopt, [&] { ++calls; }, [&] { ++calls; });
    }
    CHECK(calls == 0);
}
