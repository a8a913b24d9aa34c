#include "backend/gpu_seam.hpp"
#include "batch_capacity.hpp"
#include "campaign/lane_runner.hpp"
#include "gpu_backend.cuh"

namespace mbl {

std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& plan, BubbleScales& scales) {
    return std::make_unique<LaneRunner<GpuBackend>>(GpuBackend(device.ordinal), plan, scales, device.model,
                                                    batch_capacity);
}

} // namespace mbl
