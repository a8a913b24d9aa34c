#include "engine.hpp"
#include "sanitizers.hpp"

// The linker's bounds of all `__shared__` objects; null where there are none.
extern "C" {
extern char __start_emulated_shared[] __attribute__((weak));
extern char __stop_emulated_shared[] __attribute__((weak));
}

namespace emulated {

/// Byte by byte, since ASan's red zones lie between the objects.
__attribute__((no_sanitize("address"))) void refill_static_shared() {
    for (volatile char* byte = __start_emulated_shared; byte < __stop_emulated_shared; ++byte) *byte = '\xFF';
    if (!under_tsan() || __start_emulated_shared == nullptr) return;
    // TSan takes the section for a Java heap, whose blocks are forgotten when they are allocated anew.
    const auto first = (reinterpret_cast<unsigned long>(__start_emulated_shared) + 7) / 8 * 8;
    const auto bytes = (reinterpret_cast<unsigned long>(__stop_emulated_shared) - first) / 8 * 8;
    if (bytes == 0) return;
    static const bool known = (__tsan_java_init(first, bytes), true);
    if (known) __tsan_java_alloc(first, bytes);
}

} // namespace emulated
