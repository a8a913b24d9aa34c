#pragma once

#include <string>

namespace mbl {

/// Whether this process was asked to stop. Lanes look at it between batches.
bool stop_requested() noexcept;

/// Who asked: "SIGTERM", "--max-walltime"; empty if nobody did.
std::string stop_reason();

/// What --max-walltime does when its time has come.
void request_stop_for_walltime() noexcept;

/// While it lives, SIGTERM, SIGINT and SIGUSR1 ask the process to stop instead of ending it, and a SIGINT after that ends it at
/// once (exit code 75; what is committed is safe). A signal that the caller had ignored (nohup, a background job)
/// stays ignored. SIGPIPE is ignored: a closed terminal must not end a campaign. One at a time.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
};

} // namespace mbl
