#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mbl {

/// Sets one value of the document, from the text of a `--set` option: `/json/pointer=value`, split at the
/// first "=". The value is JSON, or else a plain string (`/name=mine`). Missing objects on the way are
/// created; a list entry must exist.
/// @param document an object, without "profiles".
/// @throws UsageError malformed, or a place that cannot be set.
void apply_override(nlohmann::json& document, const std::string& assignment);

} // namespace mbl
