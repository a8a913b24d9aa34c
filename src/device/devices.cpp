#include "backend/gpu_seam.hpp"
#include "batch_capacity.hpp"
#include "cuda_check.hpp"
#include "device_memory.hpp"
#include "eigensolver.hpp"
#include "plan/cost.hpp"
#include "plan/realization_memory.hpp"
#include "solve/batch.hpp"
#include "stream.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <memory>
#include <tuple>

namespace mbl {

namespace {

cudaDeviceProp properties(int ordinal) {
    cudaDeviceProp result{};
    check(cudaGetDeviceProperties(&result, ordinal));
    return result;
}

/// What cuSOLVER asks for, looked up once per shape: a plan has many points and few shapes.
class WorkspaceQuery {
  public:
    Index operator()(Job job, Index dim, Index count) {
        const auto [entry, is_new] = known_.try_emplace({job, dim, count}, 0);
        if (is_new) entry->second = eigensolver_.workspace(job, dim, count);
        return entry->second;
    }

  private:
    CudaStream stream_ = make_cuda_stream();
    Eigensolver eigensolver_{stream_.get()};
    std::map<std::tuple<Job, Index, Index>, Index> known_;
};

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

std::string cuda_device_memory(int ordinal) {
    return human_bytes(static_cast<Index>(properties(ordinal).totalGlobalMem));
}

Limits gpu_limits(int ordinal, int lanes) {
    check(cudaSetDevice(ordinal));
    Limits limits;
    limits.dim_max = Index{1} << 16;
    limits.memory_left = [ordinal] {
        check(cudaSetDevice(ordinal));
        return free_device_memory() / 100 * 95; // the libraries keep workspaces of their own
    };
    limits.memory_bytes = limits.memory_left();
    limits.lanes_max = lanes > 0 ? lanes : 4; // small and medium sizes need several lanes to fill the device
    limits.lanes_gain = 1;                    // a large one fills it alone
    limits.points_together = [](const Problem&) { return impurity_batch_capacity; };
    limits.block_bytes = [workspace = std::make_shared<WorkspaceQuery>()](const Problem& problem) {
        const Index capacity = std::min(batch_capacity(problem), problem.realizations);
        return realization_memory(problem).bytes(eigensolver_doubles(problem, capacity, std::ref(*workspace)),
                                                 capacity);
    };
    return limits;
}

} // namespace mbl
