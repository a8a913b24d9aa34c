#pragma once

/// Thrust's C++ system, executed in stream order; see src/device/thrust_on_stream.cuh.

#if !defined(THRUST_DEVICE_SYSTEM) || THRUST_DEVICE_SYSTEM != THRUST_DEVICE_SYSTEM_CPP
#error "compile with -DTHRUST_DEVICE_SYSTEM=THRUST_DEVICE_SYSTEM_CPP"
#endif

#include <functional>
#include <thrust/system/cpp/execution_policy.h>
#include <utility>

namespace emulated {
cudaError_t enqueue_thrust(cudaStream_t stream, std::function<void()> body);
}

template <class Body>
cudaError_t emulated_on_stream(cudaStream_t stream, Body body) {
    return emulated::enqueue_thrust(stream, [body = std::move(body)] { body(thrust::cpp::par); });
}
