#include "campaign/stop_watch.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace mbl {

using namespace std::chrono_literals;

std::chrono::milliseconds parse_walltime(const std::string& text) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    const double seconds = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    constexpr double longest = 366.0 * 24 * 3600;
    const double total = value * seconds;
    if (error != std::errc{} || !(total >= 1) || total > longest) {
        throw UsageError(
            fmt::format("--max-walltime: must be a number and s, m or h, from 1s to 8784h, got \"{}\"; for "
                        "example 90m",
                        text));
    }
    return std::chrono::milliseconds(std::llround(total * 1000));
}

WalltimePlan walltime_plan(std::chrono::milliseconds walltime) {
    const auto reserve = std::min<std::chrono::milliseconds>(30s, walltime / 4);
    return {walltime - reserve, std::min<std::chrono::milliseconds>(stop_grace, reserve * 2 / 3)};
}

StopWatch::StopWatch(std::optional<std::chrono::milliseconds> walltime, std::function<void()> on_stop,
                     std::function<void()> abandon)
    : on_stop_(std::move(on_stop)), abandon_(std::move(abandon)) {
    if (walltime) walltime_ = walltime_plan(*walltime);
    thread_ = std::thread([this] { watch(); });
}

StopWatch::~StopWatch() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void StopWatch::watch() {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    std::optional<Clock::time_point> abandon_at;
    std::unique_lock lock(mutex_);
    // A signal handler may not notify, so look now and then.
    while (!changed_.wait_for(lock, 20ms, [this] { return over_; })) {
        if (walltime_ && Clock::now() - start >= walltime_->stop_after) request_stop_for_walltime();
        if (!stop_requested()) continue;
        if (!abandon_at) {
            const auto grace = walltime_ ? walltime_->grace : stop_grace;
            abandon_at = Clock::now() + grace;
            on_stop_();
        } else if (Clock::now() >= *abandon_at) {
            abandon_();
            return;
        }
    }
}

} // namespace mbl
