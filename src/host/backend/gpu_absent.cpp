#include "backend/device.hpp"
#include "campaign/runner_gpu.hpp"
#include "core/errors.hpp"

/// Stands in for src/device in a build without CUDA.
namespace mbl {

bool built_with_cuda() { return false; }

int cuda_device_count() { return 0; }

std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& /*plan*/, BubbleScales& /*scales*/) {
    throw DeviceUnavailable("cuda:" + std::to_string(device.ordinal)
                            + ": this program was built without CUDA; use --device cpu");
}

} // namespace mbl
