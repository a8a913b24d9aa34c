#pragma once

#include "output/status_report.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace mbl {

/// A line per shard, below a head.
std::string shard_lines(const StatusReport& report);

/// An array of objects, one per shard.
nlohmann::json shards_json(const StatusReport& report);

} // namespace mbl
