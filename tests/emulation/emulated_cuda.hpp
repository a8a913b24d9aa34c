#pragma once

/// Forced include (-include) of every device source that is compiled for the emulated device: what plain g++ lacks after
/// cuda_runtime.h. An intrinsic that is not here does not compile; add it here first, and a self-test with it.

#if defined(__CUDACC__)
#error "this header stands in for nvcc"
#endif

// cudaLaunchKernelEx exists for g++ too, but erases the types of the arguments.
#define cudaLaunchKernelEx cudaLaunchKernelExByAddress
#include <cuda_runtime.h>
#undef cudaLaunchKernelEx

#include "engine.hpp"

#include <bit>
#include <cstdint>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

#if !defined(__launch_bounds__)
#define __launch_bounds__(...)
#endif
// Trivial and without initialisers; filled with 0xFF before every block. One translation unit may have them in templates or
// in plain functions, not in both (g++: "section type conflict").
#undef __shared__
#define __shared__ static __attribute__((section("emulated_shared")))

inline constinit thread_local uint3 threadIdx{};
inline constinit thread_local uint3 blockIdx{};
inline constinit thread_local uint3 blockDim{};
inline constinit thread_local uint3 gridDim{};
inline constexpr int warpSize = 32;

namespace emulated {

cudaError_t launch(const cudaLaunchConfig_t& config, const void* kernel, std::function<void()> call);

using Place = std::source_location;

/// A value of at most 8 bytes as the bits that travel between lanes.
template <class T>
unsigned long long to_bits(T value) {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(unsigned long long));
    unsigned long long bits = 0;
    __builtin_memcpy(&bits, &value, sizeof(T));
    return bits;
}
template <class T>
T from_bits(unsigned long long bits) {
    T value;
    __builtin_memcpy(&value, &bits, sizeof(T));
    return value;
}

template <class T>
T shuffle(const char* operation, unsigned mask, T value, unsigned source, const Place& where) {
    return from_bits<T>(warp_meeting(operation, mask, source, to_bits(value), false, where).value);
}

inline unsigned vote(const char* operation, unsigned mask, bool predicate, const Place& where) {
    return warp_meeting(operation, mask, 0, 0, predicate, where).ballot;
}

} // namespace emulated

/// The one function in which dynamic shared memory differs, see src/device/dynamic_shared.cuh.
inline void* emulated_dynamic_shared() { return emulated::block_shared_memory(); }

template <class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
    static_assert((!std::is_reference_v<Parameters> && ...), "kernel parameters are passed by value");
    return emulated::launch(*config, reinterpret_cast<const void*>(kernel),
                            [kernel, values = std::tuple<Parameters...>(static_cast<Parameters>(
                                         std::forward<Arguments>(arguments))...)] { std::apply(kernel, values); });
}

template <class... Parameters>
cudaError_t cudaFuncSetAttribute(void (*kernel)(Parameters...), cudaFuncAttribute attribute, int value) {
    return cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), attribute, value);
}

inline void __syncthreads(emulated::Place where = emulated::Place::current()) { emulated::block_barrier(where); }

inline void __syncwarp(unsigned mask = 0xffffffff, emulated::Place where = emulated::Place::current()) {
    emulated::warp_meeting("__syncwarp", mask, 0, 0, false, where);
}

template <class T>
T __shfl_sync(unsigned mask, T value, int lane, int width = warpSize,
              emulated::Place where = emulated::Place::current()) {
    const unsigned first = emulated::lane_of_thread() / static_cast<unsigned>(width) * static_cast<unsigned>(width);
    return emulated::shuffle("__shfl_sync", mask, value,
                             first + static_cast<unsigned>(lane) % static_cast<unsigned>(width), where);
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = warpSize,
                   emulated::Place where = emulated::Place::current()) {
    const unsigned lane = emulated::lane_of_thread();
    const bool inside = lane % static_cast<unsigned>(width) + delta < static_cast<unsigned>(width);
    return emulated::shuffle("__shfl_down_sync", mask, value, inside ? lane + delta : lane, where);
}

template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = warpSize,
                 emulated::Place where = emulated::Place::current()) {
    const unsigned lane = emulated::lane_of_thread();
    const bool inside = lane % static_cast<unsigned>(width) >= delta;
    return emulated::shuffle("__shfl_up_sync", mask, value, inside ? lane - delta : lane, where);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lane_mask, int width = warpSize,
                  emulated::Place where = emulated::Place::current()) {
    const unsigned lane = emulated::lane_of_thread();
    const unsigned source = lane ^ static_cast<unsigned>(lane_mask);
    const bool inside = source / static_cast<unsigned>(width) <= lane / static_cast<unsigned>(width);
    return emulated::shuffle("__shfl_xor_sync", mask, value, inside ? source : lane, where);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, emulated::Place where = emulated::Place::current()) {
    return emulated::vote("__ballot_sync", mask, predicate != 0, where);
}
inline int __any_sync(unsigned mask, int predicate, emulated::Place where = emulated::Place::current()) {
    return emulated::vote("__any_sync", mask, predicate != 0, where) != 0 ? 1 : 0;
}
inline int __all_sync(unsigned mask, int predicate, emulated::Place where = emulated::Place::current()) {
    return emulated::vote("__all_sync", mask, predicate == 0, where) == 0 ? 1 : 0;
}

/// Atomics: relaxed, as on a device. T is the type of the object.
template <class T, class Change>
T emulated_atomic(T* object, Change change) {
    T old;
    __atomic_load(object, &old, __ATOMIC_RELAXED);
    for (;;) {
        T wanted = change(old);
        if (__atomic_compare_exchange(object, &old, &wanted, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return old;
    }
}
template <class T>
T atomicAdd(T* object, std::type_identity_t<T> value) {
    return emulated_atomic(object, [value](T old) { return static_cast<T>(old + value); });
}
template <class T>
T atomicMax(T* object, std::type_identity_t<T> value) {
    return emulated_atomic(object, [value](T old) { return old < value ? value : old; });
}
template <class T>
T atomicMin(T* object, std::type_identity_t<T> value) {
    return emulated_atomic(object, [value](T old) { return value < old ? value : old; });
}
template <class T>
T atomicExch(T* object, std::type_identity_t<T> value) {
    return emulated_atomic(object, [value](T) { return value; });
}
template <class T>
T atomicCAS(T* object, std::type_identity_t<T> compare, std::type_identity_t<T> value) {
    return emulated_atomic(object, [compare, value](T old) { return old == compare ? value : old; });
}
