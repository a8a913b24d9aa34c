#pragma once

#include "cuda_check.hpp"

#if defined(MBL_EMULATED_DEVICE)
#include <emulated_thrust.hpp>
#else
#include <thrust/system/cuda/execution_policy.h>
#endif

#include <utility>

namespace mbl {

/// Runs a Thrust algorithm in stream order: body(policy). The body takes everything by value, as raw pointers and named
/// functors. It may return before the work is done.
template <class Body>
void on_stream(cudaStream_t stream, Body body) {
#if defined(MBL_EMULATED_DEVICE)
    check(emulated_on_stream(stream, [body](auto policy) { body(policy); }));
#else
    body(thrust::cuda::par_nosync.on(stream));
#endif
}

/// The same for an algorithm with a result; waits for it.
template <class T, class Body>
T value_on_stream(cudaStream_t stream, Body body) {
#if defined(MBL_EMULATED_DEVICE)
    T result{};
    check(emulated_on_stream(stream, [body, &result](auto policy) { result = body(policy); }));
    check(cudaStreamSynchronize(stream));
    return result;
#else
    return body(thrust::cuda::par.on(stream));
#endif
}

} // namespace mbl
