#pragma once

#include <cstdint>

namespace mbl {

/// Every size and index: 64-bit, signed, so that D^2 at D = 2^16 and differences never overflow.
using Index = std::int64_t;

} // namespace mbl
