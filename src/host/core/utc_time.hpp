#pragma once

#include <string>

namespace mbl {

/// Now, as "2026-11-24T09:30:00Z". For logs and locks only: results never know when they were made.
std::string utc_time();

} // namespace mbl
