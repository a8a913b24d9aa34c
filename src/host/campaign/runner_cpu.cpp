#include "backend/cpu_backend.hpp"
#include "backend/gpu_seam.hpp"
#include "campaign/lane_runner.hpp"

namespace mbl {

std::unique_ptr<Runner> make_cpu_runner(const std::string& device_model, const Plan& plan, BubbleScales& scales) {
    const auto one_at_a_time = [](const Problem&) { return Index{1}; }; // a core's cache holds no more
    return std::make_unique<LaneRunner<CpuBackend>>(CpuBackend{}, plan, scales, device_model, one_at_a_time);
}

std::unique_ptr<Runner> make_runner(const Device& device, const Plan& plan, BubbleScales& scales) {
    if (device.kind == DeviceKind::cuda) return make_gpu_runner(device, plan, scales);
    return make_cpu_runner(device.model, plan, scales);
}

} // namespace mbl
