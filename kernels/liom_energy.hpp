#pragma once

#include "host_device.hpp"
#include "random.hpp"

#include <cstdint>

namespace mbl {

/// eps_a of LIOM a (0-based) in one realization, uniform in [low, high). A smaller M is a prefix of a larger one.
MBL_HD inline double liom_energy(std::uint64_t seed, std::uint64_t realization, std::uint64_t liom, double low,
                                 double high) {
    return low + (high - low) * uniform({seed, Stream::liom_energy, realization, liom});
}

} // namespace mbl
