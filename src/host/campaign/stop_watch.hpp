#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace mbl {

/// How long after a request to stop a campaign may go on: exit 75 within 30 s.
inline constexpr std::chrono::seconds stop_grace{20};

/// Parses --max-walltime: a number and s, m or h, for example 90m; at least 1 s. @throws UsageError.
std::chrono::milliseconds parse_walltime(const std::string& text);

/// When a campaign with this walltime is asked to stop, and how long it may go on then.
struct WalltimePlan {
    std::chrono::milliseconds stop_after{};
    std::chrono::milliseconds grace{};
};
WalltimePlan walltime_plan(std::chrono::milliseconds walltime);

/// A thread that asks for a stop when the walltime is nearly over, and that ends a campaign which was asked to stop and
/// does not: an eigensolver cannot be interrupted, and one call may take many minutes.
class StopWatch {
  public:
    /// @param on_stop called once when a stop was asked for; @param abandon called after the grace: it must end the process.
    StopWatch(std::optional<std::chrono::milliseconds> walltime, std::function<void()> on_stop,
              std::function<void()> abandon);
    ~StopWatch();
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;

  private:
    void watch();

    std::optional<WalltimePlan> walltime_;
    std::function<void()> on_stop_;
    std::function<void()> abandon_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread thread_; ///< last: it uses the others
};

} // namespace mbl
