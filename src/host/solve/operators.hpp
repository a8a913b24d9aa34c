#pragma once

#include "spin.hpp"

namespace mbl {

/// tau^x_M, on the last LIOM: the least significant spin.
inline PauliString tau_x_last() { return {spin_mask(1, 0), 0}; }

} // namespace mbl
