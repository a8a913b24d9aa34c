#include "device_memory.hpp"

#include "cuda_check.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <limits>

namespace mbl {

namespace {

cudaMemPool_t pool_of(int ordinal) {
    cudaMemPool_t pool = nullptr;
    check(cudaDeviceGetDefaultMemPool(&pool, ordinal));
    return pool;
}

/// Gives memory that nobody uses back to the driver.
void empty_pool() {
    int ordinal = 0;
    check(cudaGetDevice(&ordinal));
    check(cudaMemPoolTrimTo(pool_of(ordinal), 0));
}

} // namespace

void keep_freed_memory(int ordinal) {
    std::uint64_t everything = std::numeric_limits<std::uint64_t>::max();
    check(cudaMemPoolSetAttribute(pool_of(ordinal), cudaMemPoolAttrReleaseThreshold, &everything));
}

void* allocate_device_memory(Index bytes, cudaStream_t stream) {
    void* memory = nullptr;
    const cudaError_t first = cudaMallocAsync(&memory, static_cast<std::size_t>(bytes), stream);
    if (first != cudaErrorMemoryAllocation) {
        check(first);
        return memory;
    }
    static_cast<void>(cudaGetLastError()); // a refused allocation leaves the device usable
    check(cudaStreamSynchronize(stream));  // what this stream has freed counts only then
    empty_pool();
    try {
        check(cudaMallocAsync(&memory, static_cast<std::size_t>(bytes), stream));
    } catch (const OutOfMemory&) {
        throw OutOfMemory(fmt::format("device out of memory: {} bytes were refused", bytes));
    }
    return memory;
}

Index free_device_memory() {
    empty_pool();
    std::size_t free_bytes = 0;
    std::size_t total_bytes = 0;
    check(cudaMemGetInfo(&free_bytes, &total_bytes));
    return static_cast<Index>(free_bytes);
}

} // namespace mbl
