#pragma once

#include "cuda_check.hpp"

#include <memory>
#include <type_traits>

namespace mbl {

struct DestroyCublas {
    void operator()(cublasHandle_t handle) const noexcept { static_cast<void>(cublasDestroy(handle)); }
};
using CublasHandle = std::unique_ptr<std::remove_pointer_t<cublasHandle_t>, DestroyCublas>;

/// A cuBLAS handle bound to a stream.
inline CublasHandle make_cublas(cudaStream_t stream) {
    cublasHandle_t handle = nullptr;
    check(cublasCreate(&handle));
    CublasHandle owner(handle);
    check(cublasSetStream(handle, stream));
    return owner;
}

struct DestroyCusolver {
    void operator()(cusolverDnHandle_t handle) const noexcept { static_cast<void>(cusolverDnDestroy(handle)); }
};
using CusolverHandle = std::unique_ptr<std::remove_pointer_t<cusolverDnHandle_t>, DestroyCusolver>;

/// A cuSOLVER handle bound to a stream. Each lane needs its own: a handle serves one host thread.
inline CusolverHandle make_cusolver(cudaStream_t stream) {
    cusolverDnHandle_t handle = nullptr;
    check(cusolverDnCreate(&handle));
    CusolverHandle owner(handle);
    check(cusolverDnSetStream(handle, stream));
    return owner;
}

struct DestroyCusolverParams {
    void operator()(cusolverDnParams_t params) const noexcept { static_cast<void>(cusolverDnDestroyParams(params)); }
};
using CusolverParams = std::unique_ptr<std::remove_pointer_t<cusolverDnParams_t>, DestroyCusolverParams>;

inline CusolverParams make_cusolver_params() {
    cusolverDnParams_t params = nullptr;
    check(cusolverDnCreateParams(&params));
    return CusolverParams(params);
}

} // namespace mbl
