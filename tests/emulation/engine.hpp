#pragma once

#include "emulated_device.hpp"
#include "fiber.hpp"

#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

namespace emulated {

struct Extent {
    unsigned x = 1;
    unsigned y = 1;
    unsigned z = 1;
    [[nodiscard]] std::size_t size() const { return std::size_t{x} * y * z; }
};

/// A device error that a task meets while it runs: the device is broken from then on.
struct TaskFault {
    int cuda_error;
    std::string text;
};

/// The fibers of one stream. Under TSan, blocks alternate between two sets, so that no block inherits from another what
/// it has synchronised with: a race between blocks is then seen.
class FiberSets {
  public:
    Fiber& at(unsigned set, std::size_t index) {
        while (sets_[set].size() <= index) sets_[set].push_back(std::make_unique<Fiber>());
        return *sets_[set][index];
    }

  private:
    std::vector<std::unique_ptr<Fiber>> sets_[2];
};

struct KernelLaunch {
    Extent blocks;
    Extent threads;
    std::size_t shared_bytes = 0;
    Order order = Order::ascending;
};

/// Runs a kernel to its end, block after block, on the calling OS thread. @throws TaskFault divergent barrier.
void run_kernel(const KernelLaunch& launch, const std::function<void()>& kernel, FiberSets& fibers);

/// What the lanes of a warp see of each other after a shuffle or a ballot.
struct WarpView {
    unsigned long long value; ///< of the source lane; all bits set where that lane takes no part
    unsigned ballot;          ///< lanes whose predicate holds
};

/// For kernels: wait until all threads of the block, or all lanes of `mask` that have not left, are here.
void block_barrier(const std::source_location& where);
WarpView warp_meeting(const char* operation, unsigned mask, unsigned source_lane, unsigned long long value,
                      bool predicate, const std::source_location& where);
void* block_shared_memory();
unsigned lane_of_thread();

/// Fills all `__shared__` objects of the program with 0xFF.
void refill_static_shared();

/// Sets threadIdx, blockIdx, blockDim, gridDim of the calling OS thread; defined with those variables.
void set_index(const Extent& thread, const Extent& block, const KernelLaunch& launch);

} // namespace emulated
