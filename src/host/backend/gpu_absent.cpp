#include "backend/gpu_seam.hpp"
#include "core/errors.hpp"

/// Stands in for src/device in a build without CUDA.
namespace mbl {

namespace {

[[noreturn]] void absent(int ordinal) {
    throw DeviceUnavailable("cuda:" + std::to_string(ordinal)
                            + ": this program was built without CUDA; use --device cpu");
}

} // namespace

bool built_with_cuda() { return false; }

int cuda_device_count() { return 0; }

std::string cuda_device_model(int ordinal) { absent(ordinal); }

std::string cuda_device_memory(int ordinal) { absent(ordinal); }

Limits gpu_limits(int ordinal, int /*lanes*/) { absent(ordinal); }

double measure_gpu_speed(int ordinal, Index /*dim*/) { absent(ordinal); }

std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& /*plan*/, BubbleScales& /*scales*/) {
    absent(device.ordinal);
}

} // namespace mbl
