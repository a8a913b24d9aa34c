#pragma once

#include <string_view>

namespace mbl {

/// Occupies descriptors 0, 1 and 2 where the caller closed them, so that no file of ours can become "standard output"; writing to
/// them fails as before. To be called first.
void occupy_standard_descriptors();

/// Tells the user something on stderr. Where that is closed or full, nobody listens, and that is no error.
void say(std::string_view text);

} // namespace mbl
