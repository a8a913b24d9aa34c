#include "backend/device.hpp"
#include "backend/gpu_seam.hpp"
#include "backend/measure_speed.hpp"
#include "batch_capacity.hpp"
#include "campaign/lane_runner.hpp"
#include "gpu_backend.cuh"

namespace mbl {

std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& plan, BubbleScales& scales) {
    const auto rescue = [&plan, &scales] { return make_cpu_runner(cpu_model(), plan, scales); };
    return std::make_unique<LaneRunner<GpuBackend>>(GpuBackend(device.ordinal), plan, scales, device.model,
                                                    batch_capacity, rescue);
}

double measure_gpu_speed(int ordinal, Index dim) {
    GpuBackend lane(ordinal);
    const Index count = eigensolver_routine(dim) == EigensolverRoutine::batched ? 16 : 1;
    measure_speed(lane, dim, count); // libraries load their kernels at first use
    return measure_speed(lane, dim, count);
}

} // namespace mbl
