#pragma once

#include "plan/plan.hpp"

namespace mbl {

/// The plan of an impurity config: a problem of one block for every point whose parameters differ from those before. Points
/// are nested as the sweep's lists are: hopping, liom_bandwidth, coupling, interaction, temperature, localization_length,
/// bubble_sites, liom_density, layer_rule, liom_count, seed.
/// @throws ConfigError too many points, or a grid that ends before the default plotted frequencies.
/// @throws DeviceUnavailable a point needs more memory than the device has.
Plan make_impurity_plan(const ImpurityConfig& config, std::uint64_t seed, const Limits& limits);

} // namespace mbl
