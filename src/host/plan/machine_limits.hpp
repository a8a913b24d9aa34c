#pragma once

#include "backend/device.hpp"
#include "plan/plan.hpp"

namespace mbl {

/// Limits of this machine's CPU: dim up to 2^14, four fifths of the available memory (or of the control group's limit),
/// `threads` lanes (0: one per core this process may use).
Limits cpu_limits(int threads);

/// Limits of the device that a campaign runs on.
Limits device_limits(const Device& device, int threads);

/// Measures seconds_per_cost_unit by one small diagonalization (about 0.05 s).
double measure_cpu_speed();

} // namespace mbl
