#pragma once

#include "core/index.hpp"
#include "cuda_check.hpp"
#include "device_memory.hpp"

#include <fmt/format.h>
#include <limits>
#include <type_traits>
#include <utility>

namespace mbl {

/// Uninitialised device memory, allocated and freed in the order of a stream: work enqueued before the destructor may
/// still use it. Must not outlive the stream.
template <class T>
class DeviceBuffer {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    /// @throws OutOfMemory the device refuses; names the bytes.
    DeviceBuffer(Index count, cudaStream_t stream) : size_(count), stream_(stream) {
        if (count < 0 || count > std::numeric_limits<Index>::max() / static_cast<Index>(sizeof(T))) {
            throw OutOfMemory(fmt::format("device memory: {} elements of {} bytes exceed 64 bits", count, sizeof(T)));
        }
        if (count == 0) return;
        data_ = static_cast<T*>(allocate_device_memory(count * static_cast<Index>(sizeof(T)), stream));
    }
    DeviceBuffer(DeviceBuffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)), stream_(other.stream_) {}
    DeviceBuffer(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(DeviceBuffer&&) = delete;
    ~DeviceBuffer() {
        if (data_ != nullptr) check_quietly(cudaFreeAsync(data_, stream_));
    }

    [[nodiscard]] T* data() noexcept { return data_; }
    [[nodiscard]] const T* data() const noexcept { return data_; }
    [[nodiscard]] Index size() const noexcept { return size_; }

  private:
    T* data_ = nullptr;
    Index size_ = 0;
    cudaStream_t stream_;
};

} // namespace mbl
