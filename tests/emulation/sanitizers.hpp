#pragma once

#include <cstddef>

/// What the emulation tells the sanitizers. The functions are weak: in a program without TSan or ASan they are null, so
/// that one library serves all builds. The library itself is compiled with -fno-sanitize=thread.
extern "C" {
#define MBL_WEAK __attribute__((weak))
void __tsan_acquire(void*) MBL_WEAK;
void __tsan_release(void*) MBL_WEAK;
void __tsan_read_range(void*, unsigned long) MBL_WEAK;
void __tsan_write_range(void*, unsigned long) MBL_WEAK;
void* __tsan_get_current_fiber() MBL_WEAK;
void* __tsan_create_fiber(unsigned) MBL_WEAK;
void __tsan_destroy_fiber(void*) MBL_WEAK;
void __tsan_switch_to_fiber(void*, unsigned) MBL_WEAK;
void __tsan_java_init(unsigned long, unsigned long) MBL_WEAK;
void __tsan_java_alloc(unsigned long, unsigned long) MBL_WEAK;
void AnnotateIgnoreReadsBegin(const char*, int) MBL_WEAK;
void AnnotateIgnoreReadsEnd(const char*, int) MBL_WEAK;
void AnnotateIgnoreWritesBegin(const char*, int) MBL_WEAK;
void AnnotateIgnoreWritesEnd(const char*, int) MBL_WEAK;
void AnnotateIgnoreSyncBegin(const char*, int) MBL_WEAK;
void AnnotateIgnoreSyncEnd(const char*, int) MBL_WEAK;
void __asan_poison_memory_region(const volatile void*, std::size_t) MBL_WEAK;
void __asan_unpoison_memory_region(const volatile void*, std::size_t) MBL_WEAK;
void __sanitizer_start_switch_fiber(void**, const void*, std::size_t) MBL_WEAK;
void __sanitizer_finish_switch_fiber(void*, const void**, std::size_t*) MBL_WEAK;
#undef MBL_WEAK
}

namespace emulated {

inline bool under_tsan() { return __tsan_acquire != nullptr; }
inline bool under_asan() { return __asan_poison_memory_region != nullptr; }

/// The true edges, enqueue -> task -> wait, by the address of a token.
inline void release(void* token) {
    if (under_tsan()) __tsan_release(token);
}
inline void acquire(void* token) {
    if (under_tsan()) __tsan_acquire(token);
}

inline void touch_read(const void* memory, std::size_t bytes) {
    if (under_tsan()) __tsan_read_range(const_cast<void*>(memory), bytes);
}
inline void touch_written(void* memory, std::size_t bytes) {
    if (under_tsan()) __tsan_write_range(memory, bytes);
}

/// While one lives, TSan looks away: the emulation's own locks and lists are no synchronisation of the program's.
class Quiet {
  public:
    Quiet() {
        if (!under_tsan()) return;
        AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
        AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
        AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    }
    ~Quiet() {
        if (!under_tsan()) return;
        AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
        AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
        AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
};

} // namespace emulated
