#pragma once

#include "campaign/runner.hpp"

namespace mbl {

/// The seam to the GPU: defined in src/device, or by gpu_absent.cpp, which throws DeviceUnavailable.
std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& plan, BubbleScales& scales);

} // namespace mbl
