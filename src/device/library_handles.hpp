#pragma once

#include "cuda_check.hpp"

#include <memory>
#include <type_traits>

namespace mbl {

/// Owns a library handle; `destroy` is the library's own function.
template <auto destroy>
struct DestroyHandle {
    template <class T>
    void operator()(T* handle) const noexcept {
        static_cast<void>(destroy(handle));
    }
};

using CublasHandle = std::unique_ptr<std::remove_pointer_t<cublasHandle_t>, DestroyHandle<&cublasDestroy>>;
using CusolverHandle = std::unique_ptr<std::remove_pointer_t<cusolverDnHandle_t>, DestroyHandle<&cusolverDnDestroy>>;
using CusolverParams =
    std::unique_ptr<std::remove_pointer_t<cusolverDnParams_t>, DestroyHandle<&cusolverDnDestroyParams>>;

/// A new handle of either library, made by its own `create`.
template <class Owner, class Create>
Owner make_handle(const Create& create) {
    typename Owner::pointer handle = nullptr;
    check(create(&handle));
    return Owner(handle);
}

/// A cuBLAS handle bound to a stream.
inline CublasHandle make_cublas(cudaStream_t stream) {
    auto handle = make_handle<CublasHandle>(cublasCreate);
    check(cublasSetStream(handle.get(), stream));
    return handle;
}

/// A cuSOLVER handle bound to a stream. Each lane needs its own: a handle serves one host thread.
inline CusolverHandle make_cusolver(cudaStream_t stream) {
    auto handle = make_handle<CusolverHandle>(cusolverDnCreate);
    check(cusolverDnSetStream(handle.get(), stream));
    return handle;
}

inline CusolverParams make_cusolver_params() { return make_handle<CusolverParams>(cusolverDnCreateParams); }

} // namespace mbl
