#pragma once

#include "core/index.hpp"
#include "cuda_check.hpp"

#include <source_location>
#include <utility>

namespace mbl {

/// Shape of a launch: blocks of `threads`, and dynamic shared memory per block.
struct LaunchShape {
    dim3 blocks;
    unsigned threads = 256;
    std::size_t shared_bytes = 0;
};

/// Blocks of `threads` that cover `count` indices. @throws DeviceUnavailable beyond the grid limit 2^31 - 1.
inline unsigned blocks_for(Index count, unsigned threads) {
    const Index blocks = (count + threads - 1) / threads;
    if (blocks > 0x7fffffff) throw DeviceUnavailable("launch: more blocks than a grid can hold");
    return static_cast<unsigned>(blocks);
}

/// The only way to start a kernel: checked at the call's place. An empty grid is an error on a device; callers return
/// before. Arguments are converted to the kernel's own parameter types.
template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), const LaunchShape& shape, cudaStream_t stream, Arguments&&... arguments) {
    cudaLaunchConfig_t config{};
    config.gridDim = shape.blocks;
    config.blockDim = dim3(shape.threads);
    config.dynamicSmemBytes = shape.shared_bytes;
    config.stream = stream;
    check(cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(std::forward<Arguments>(arguments))...));
}

} // namespace mbl
