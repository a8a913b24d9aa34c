#pragma once

#include "cuda_check.hpp"

#include <memory>
#include <type_traits>

namespace mbl {

/// A non-blocking stream: the unique_ptr with this deleter is the stream.
struct DestroyStream {
    void operator()(cudaStream_t stream) const noexcept { check_quietly(cudaStreamDestroy(stream)); }
};
using CudaStream = std::unique_ptr<std::remove_pointer_t<cudaStream_t>, DestroyStream>;

inline CudaStream make_cuda_stream() {
    cudaStream_t stream = nullptr;
    check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    return CudaStream(stream);
}

} // namespace mbl
