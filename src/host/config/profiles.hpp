#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mbl {

enum class Patched { no, yes };

/// Takes "profiles" out of the document and merges the one called `profile` into the rest (RFC 7386: objects
/// merge, null removes a key, anything else replaces). "paper" without an entry leaves the rest as it is.
/// @param document an object. @return whether there was a patch.
/// @throws ConfigError "profiles" is not an object of objects. @throws UsageError no such profile; lists
/// those there are.
Patched apply_profile(nlohmann::json& document, const std::string& profile);

} // namespace mbl
