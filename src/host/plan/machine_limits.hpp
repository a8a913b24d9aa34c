#pragma once

#include "backend/device.hpp"
#include "plan/plan.hpp"

namespace mbl {

/// Limits of this machine's CPU: dim up to 2^14, four fifths of the available memory (or of the control group's limit),
/// `threads` lanes (0: one per core this process may use).
Limits cpu_limits(int threads);

/// Limits of the device that a campaign runs on.
Limits device_limits(const Device& device, int threads);

/// Measures seconds_per_cost_unit by a small diagonalization: about 0.05 s on a CPU; on a GPU at the size asked for or at
/// 2048, whichever is smaller, since small matrices tell little about large ones there.
double measure_device_speed(const Device& device, Index dim);

/// The size that dominates a plan, to measure the speed at; 1024 for the impurity model, which has none.
Index largest_dim_of(const Plan& plan);

} // namespace mbl
