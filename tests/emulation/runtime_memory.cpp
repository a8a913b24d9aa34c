#include "state.hpp"
#include "streams.hpp"

#include <cstring>

using namespace emulated;

namespace {

enum class Side { device, page_locked, pageable };

Side side_of(const void* memory) {
    const auto allocation = allocation_at(memory);
    if (!allocation) return Side::pageable;
    return allocation->device == host_memory ? Side::page_locked : Side::device;
}

/// Memory that a copy may touch: pageable (nothing is known of it), or wholly inside one valid allocation.
bool accessible(const void* memory, std::size_t bytes) {
    const auto allocation = allocation_at(memory);
    return memory != nullptr && (!allocation || (allocation->valid && inside_allocation(memory, bytes)));
}

bool agrees(cudaMemcpyKind kind, const void* to, const void* from) {
    const bool to_device = side_of(to) == Side::device;
    const bool from_device = side_of(from) == Side::device;
    switch (kind) {
    case cudaMemcpyDefault: return true;
    case cudaMemcpyHostToHost: return !to_device && !from_device;
    case cudaMemcpyHostToDevice: return to_device && !from_device;
    case cudaMemcpyDeviceToHost: return !to_device && from_device;
    case cudaMemcpyDeviceToDevice: return to_device && from_device;
    default: return false;
    }
}

cudaError_t allocate_or_refuse(void** memory, std::size_t bytes, int device) {
    *memory = nullptr;
    if (bytes == 0) return cudaSuccess;
    *memory = allocate(bytes, device);
    return *memory == nullptr ? failed(cudaErrorMemoryAllocation) : cudaSuccess;
}

} // namespace

extern "C" {

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
    if (const cudaError_t error = enter()) return error;
    return allocate_or_refuse(memory, bytes, current_device());
}

cudaError_t cudaMallocAsync(void** memory, std::size_t bytes, cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    if (!is_stream(stream)) return failed(cudaErrorInvalidResourceHandle);
    if (bytes == 0) return failed(cudaErrorInvalidValue);
    return allocate_or_refuse(memory, bytes, stream->device);
}

cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
    if (const cudaError_t error = enter()) return error;
    return allocate_or_refuse(memory, bytes, host_memory);
}

cudaError_t cudaHostAlloc(void** memory, std::size_t bytes, unsigned int /*flags*/) {
    return cudaMallocHost(memory, bytes);
}

/// Waits for the whole device, as the real one does.
cudaError_t cudaFree(void* memory) {
    const cudaError_t error = enter();
    if (memory == nullptr) return error;
    if (side_of(memory) != Side::device || !invalidate(memory)) return failed(cudaErrorInvalidValue);
    drain_device(current_device());
    deallocate(memory);
    return error;
}

cudaError_t cudaFreeHost(void* memory) {
    const cudaError_t error = enter();
    if (memory == nullptr) return error;
    if (side_of(memory) != Side::page_locked || !invalidate(memory)) return failed(cudaErrorInvalidValue);
    drain_device(current_device());
    deallocate(memory);
    return error;
}

/// On a broken device the error is returned, and the memory freed all the same: what is left then has leaked.
cudaError_t cudaFreeAsync(void* memory, cudaStream_t stream) {
    const cudaError_t error = enter();
    if (!is_stream(stream)) return failed(cudaErrorInvalidResourceHandle);
    if (side_of(memory) != Side::device || !invalidate(memory)) return failed(cudaErrorInvalidValue);
    const cudaError_t enqueued = enqueue(
        stream, [memory] { deallocate(memory); }, When::always);
    return error != cudaSuccess ? error : enqueued;
}

/// The pool of a device. There is nothing behind it: what is freed is free at once.
cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int device) {
    if (const cudaError_t error = enter()) return error;
    if (device < 0 || device >= static_cast<int>(Locked()->machine.devices.size()))
        return failed(cudaErrorInvalidDevice);
    static int anything = 0;
    *pool = reinterpret_cast<cudaMemPool_t>(&anything);
    return cudaSuccess;
}

cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t pool, cudaMemPoolAttr /*attribute*/, void* value) {
    if (const cudaError_t error = enter()) return error;
    return pool != nullptr && value != nullptr ? cudaSuccess : failed(cudaErrorInvalidValue);
}

cudaError_t cudaMemPoolTrimTo(cudaMemPool_t pool, std::size_t /*keep_bytes*/) {
    if (const cudaError_t error = enter()) return error;
    return pool != nullptr ? cudaSuccess : failed(cudaErrorInvalidValue);
}

cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* total_bytes) {
    if (const cudaError_t error = enter()) return error;
    const Locked s;
    const auto device = static_cast<std::size_t>(current_device());
    *total_bytes = s->machine.devices[device].memory_bytes;
    *free_bytes = *total_bytes - s->bytes[device];
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    if (bytes == 0) return cudaSuccess;
    if (!accessible(to, bytes) || !accessible(from, bytes) || !agrees(kind, to, from)) {
        return failed(cudaErrorInvalidValue);
    }
    ++Locked()->counters.copies;
    return enqueue(stream, [to, from, bytes] { std::memcpy(to, from, bytes); });
}

cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t bytes, cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    if (bytes == 0) return cudaSuccess;
    if (side_of(memory) != Side::device || !accessible(memory, bytes)) return failed(cudaErrorInvalidValue);
    return enqueue(stream, [memory, value, bytes] { std::memset(memory, value, bytes); });
}

} // extern "C"
