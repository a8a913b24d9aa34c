#include "backend/gpu_seam.hpp"
#include "batch_capacity.hpp"
#include "cuda_check.hpp"
#include "plan/realization_memory.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace mbl {

namespace {

cudaDeviceProp properties(int ordinal) {
    cudaDeviceProp result{};
    check(cudaGetDeviceProperties(&result, ordinal));
    return result;
}

} // namespace

bool built_with_cuda() { return true; }

int cuda_device_count() {
    int count = 0;
    if (cudaGetDeviceCount(&count) != cudaSuccess) { // no driver, or one too old: the CPU serves
        static_cast<void>(cudaGetLastError());
        return 0;
    }
    return count;
}

std::string cuda_device_model(int ordinal) {
    const cudaDeviceProp device = properties(ordinal);
    return fmt::format("{} (sm_{}{})", device.name, device.major, device.minor);
}

Limits gpu_limits(int ordinal, int lanes) {
    check(cudaSetDevice(ordinal));
    std::size_t free_bytes = 0;
    std::size_t total_bytes = 0;
    check(cudaMemGetInfo(&free_bytes, &total_bytes));
    Limits limits;
    limits.dim_max = Index{1} << 16;
    limits.memory_bytes = static_cast<Index>(free_bytes / 100 * 95); // the libraries keep workspaces of their own
    limits.lanes_max = lanes > 0 ? lanes : 4; // small and medium sizes need several lanes to fill the device
    limits.block_bytes = [](const Problem& problem) {
        const Index capacity = std::min(batch_capacity(problem), problem.realizations);
        return realization_memory(problem).bytes(eigensolver_workspace_bound(problem.dim, capacity), capacity);
    };
    return limits;
}

} // namespace mbl
