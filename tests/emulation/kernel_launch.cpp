#include "emulated_cuda.hpp"
#include "state.hpp"
#include "streams.hpp"

#include <algorithm>

using namespace emulated;

namespace emulated {

void set_index(const Extent& thread, const Extent& block, const KernelLaunch& launch) {
    threadIdx = {thread.x, thread.y, thread.z};
    blockIdx = {block.x, block.y, block.z};
    blockDim = {launch.threads.x, launch.threads.y, launch.threads.z};
    gridDim = {launch.blocks.x, launch.blocks.y, launch.blocks.z};
}

/// A kernel into its stream, if a device would accept it.
cudaError_t launch(const cudaLaunchConfig_t& config, const void* kernel, std::function<void()> call) {
    if (const cudaError_t error = enter()) return error;
    const dim3& blocks = config.gridDim;
    const dim3& threads = config.blockDim;
    KernelLaunch shape{{blocks.x, blocks.y, blocks.z}, {threads.x, threads.y, threads.z}, config.dynamicSmemBytes};
    if (shape.blocks.size() == 0 || blocks.x > 0x7fffffff || blocks.y > 65535 || blocks.z > 65535
        || shape.threads.size() == 0 || shape.threads.size() > 1024 || threads.z > 64) {
        return failed(cudaErrorInvalidConfiguration);
    }
    {
        const Locked s;
        const auto promised = s->shared_limits.find(kernel);
        if (shape.shared_bytes > (promised == s->shared_limits.end() ? shared_bytes : promised->second)) {
            return failed(cudaErrorInvalidValue);
        }
        ++s->counters.launches;
        s->counters.blocks += static_cast<long>(shape.blocks.size());
        shape.order = s->machine.order;
    }
    return enqueue(config.stream, [shape, stream = config.stream, call = std::move(call)] {
        run_kernel(shape, call, *stream->fibers);
    });
}

cudaError_t enqueue_thrust(cudaStream_t stream, std::function<void()> body) {
    if (const cudaError_t error = enter()) return error;
    ++Locked()->counters.thrust;
    return enqueue(stream, std::move(body));
}

} // namespace emulated

extern "C" cudaError_t cudaFuncSetAttribute(const void* kernel, cudaFuncAttribute attribute, int value) {
    if (const cudaError_t error = enter()) return error;
    const bool known = attribute == cudaFuncAttributeMaxDynamicSharedMemorySize;
    if (!known || value < 0 || static_cast<std::size_t>(value) > shared_bytes_optin)
        return failed(cudaErrorInvalidValue);
    Locked()->shared_limits[kernel] = std::max(shared_bytes, static_cast<std::size_t>(value));
    return cudaSuccess;
}
