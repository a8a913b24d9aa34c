#pragma once

#include <string>

namespace mbl {

/// The JSON Schema (draft 2020-12) of a config, from the descriptions that the reader checks (describe.hpp): every key,
/// its text, limits and default; model.kind decides which keys there are. Rules between several keys are not in it. Indented, with a final line feed.
std::string config_schema();

} // namespace mbl
