#include "campaign/stop_request.hpp"

#include "core/errors.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <string_view>
#include <unistd.h>

namespace mbl {

namespace {

constexpr int walltime = -1;
constexpr std::array stop_signals{SIGTERM, SIGINT, SIGUSR1};

/// 0: nobody; a signal's number; or `walltime`. Initialised at compile time, so that a handler may touch it.
std::atomic<int>& requested_by() noexcept {
    static constinit std::atomic<int> by{0};
    static_assert(std::atomic<int>::is_always_lock_free);
    return by;
}

extern "C" void on_stop_signal(int signal) {
    int nobody = 0;
    if (requested_by().compare_exchange_strong(nobody, signal)) return;
    if (signal != SIGINT) return;
    constexpr std::string_view text = "\nmbl_gpu: ended at once; what is stored stays, the same command continues\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    ::_exit(static_cast<int>(ExitCode::stopped));
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    ::sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

bool is_ignored(int signal) {
    struct sigaction action {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

bool stop_requested() noexcept { return requested_by().load(std::memory_order_relaxed) != 0; }

std::string stop_reason() {
    switch (requested_by().load()) {
    case SIGTERM: return "SIGTERM";
    case SIGINT: return "SIGINT";
    case SIGUSR1: return "SIGUSR1";
    case walltime: return "--max-walltime";
    default: return "";
    }
}

void request_stop_for_walltime() noexcept {
    int nobody = 0;
    requested_by().compare_exchange_strong(nobody, walltime);
}

StopSignals::StopSignals() {
    requested_by() = 0;
    for (const int signal : stop_signals) {
        if (!is_ignored(signal)) handle(signal, on_stop_signal);
    }
    handle(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() {
    for (const int signal : stop_signals) {
        if (!is_ignored(signal)) handle(signal, SIG_DFL);
    }
    handle(SIGPIPE, SIG_DFL);
    requested_by() = 0;
}

} // namespace mbl
