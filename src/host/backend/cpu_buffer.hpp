#pragma once

#include "core/errors.hpp"
#include "core/index.hpp"

#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>

namespace mbl {

/// Uninitialised memory aligned to 64 bytes; alignment is fixed so that vectorised libraries round alike every time.
template <class T>
class CpuBuffer {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    /// @throws OutOfMemory when the machine has not that much memory.
    explicit CpuBuffer(Index count) : size_(count) {
        constexpr Index alignment = 64;
        constexpr Index count_max = (std::numeric_limits<Index>::max() - alignment) / static_cast<Index>(sizeof(T));
        if (count < 0 || count > count_max) throw too_large(count);
        const Index bytes = (count * static_cast<Index>(sizeof(T)) + alignment) / alignment * alignment;
        data_.reset(static_cast<T*>(std::aligned_alloc(alignment, static_cast<std::size_t>(bytes))));
        if (!data_) throw too_large(count);
    }

    [[nodiscard]] T* data() noexcept { return data_.get(); }
    [[nodiscard]] const T* data() const noexcept { return data_.get(); }
    [[nodiscard]] Index size() const noexcept { return size_; }

  private:
    static OutOfMemory too_large(Index count) {
        return OutOfMemory("out of memory: " + std::to_string(count) + " elements of " + std::to_string(sizeof(T))
                           + " bytes were refused; use fewer --threads or smaller sizes");
    }

    struct Free {
        void operator()(T* pointer) const noexcept { std::free(pointer); }
    };
    std::unique_ptr<T, Free> data_;
    Index size_;
};

} // namespace mbl
