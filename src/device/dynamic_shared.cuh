#pragma once

namespace mbl {

/// The block's dynamic shared memory as an array of T. The emulated device supplies its own form of this one function.
#if defined(MBL_EMULATED_DEVICE)
template <class T>
T* dynamic_shared() {
    return static_cast<T*>(emulated_dynamic_shared());
}
#else
template <class T>
__device__ T* dynamic_shared() {
    extern __shared__ double mbl_dynamic_shared[];
    return reinterpret_cast<T*>(mbl_dynamic_shared);
}
#endif

} // namespace mbl
