#include "backend/cpu_backend.hpp"
#include "backend/gpu_seam.hpp"
#include "campaign/lane_runner.hpp"

namespace mbl {

std::unique_ptr<Runner> make_runner(const Device& device, const Plan& plan, BubbleScales& scales) {
    if (device.kind == DeviceKind::cuda) return make_gpu_runner(device, plan, scales);
    const auto one_at_a_time = [](const Problem&) { return Index{1}; }; // a core's cache holds no more
    return std::make_unique<LaneRunner<CpuBackend>>(CpuBackend{}, plan, scales, device.model, one_at_a_time);
}

} // namespace mbl
