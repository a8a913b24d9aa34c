#include "fiber.hpp"

#include "sanitizers.hpp"

#include <cstdint>
#include <new>
#include <sys/mman.h>

#if !defined(__x86_64__)
#error "the stack switch below is written for x86-64"
#endif

extern "C" {
/// Saves the callee's registers and the stack pointer to *save, and goes on where `load` was saved.
void emulated_switch_stack(void** save, void* load);
void emulated_fiber_start();
void emulated_fiber_run(emulated::Fiber* self);
}

asm(R"(
.text
.globl emulated_switch_stack
.type emulated_switch_stack, @function
emulated_switch_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size emulated_switch_stack, .-emulated_switch_stack
.globl emulated_fiber_start
.type emulated_fiber_start, @function
emulated_fiber_start:
    movq %rbx, %rdi
    call emulated_fiber_run
    ud2
.size emulated_fiber_start, .-emulated_fiber_start
)");

namespace emulated {

namespace {

constexpr std::size_t guard_bytes = 4096;
constexpr std::size_t stack_bytes = std::size_t{128} << 10;

} // namespace

Fiber::Fiber() {
    void* memory = mmap(nullptr, guard_bytes + stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    mapping_ = static_cast<char*>(memory);
    mprotect(mapping_, guard_bytes, PROT_NONE);
    stack_ = mapping_ + guard_bytes;
    prepare();
}

Fiber::~Fiber() {
    if (sanitizer_ != nullptr) __tsan_destroy_fiber(sanitizer_);
    munmap(mapping_, guard_bytes + stack_bytes);
}

void Fiber::prepare() {
    auto* top = reinterpret_cast<std::uintptr_t*>(stack_ + stack_bytes);
    *--top = 0; // alignment
    *--top = 0; // where backtraces end
    *--top = reinterpret_cast<std::uintptr_t>(&emulated_fiber_start);
    *--top = 0;                                      // rbp
    *--top = reinterpret_cast<std::uintptr_t>(this); // rbx
    top -= 4;                                        // r12 … r15
    inside_sp_ = top;
    if (under_tsan()) {
        if (sanitizer_ != nullptr) __tsan_destroy_fiber(sanitizer_);
        sanitizer_ = __tsan_create_fiber(0);
    }
    done_ = true;
}

void Fiber::abandon() {
    if (under_asan()) __asan_unpoison_memory_region(stack_, stack_bytes);
    // Fresh pages: TSan forgets who used the old ones.
    static_cast<void>(
        mmap(stack_, stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    prepare();
}

bool Fiber::resume() {
    void* fake_stack = nullptr;
    if (under_asan()) __sanitizer_start_switch_fiber(&fake_stack, stack_, stack_bytes);
    if (sanitizer_ != nullptr) outside_sanitizer_ = enter_sanitizer();
    done_ = false;
    emulated_switch_stack(&outside_sp_, inside_sp_);
    if (under_asan()) __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
    return done_;
}

void Fiber::suspend() {
    if (under_asan()) __sanitizer_start_switch_fiber(&fake_stack_, outside_stack_, outside_stack_bytes_);
    if (sanitizer_ != nullptr) leave_sanitizer(outside_sanitizer_);
    emulated_switch_stack(&inside_sp_, outside_sp_);
    if (under_asan()) __sanitizer_finish_switch_fiber(fake_stack_, &outside_stack_, &outside_stack_bytes_);
}

void Fiber::run(Fiber* self) {
    if (under_asan()) {
        __sanitizer_finish_switch_fiber(nullptr, &self->outside_stack_, &self->outside_stack_bytes_);
    }
    for (;;) {
        (*self->work_)();
        self->done_ = true;
        self->suspend();
    }
}

void fiber_entry(Fiber* self) { Fiber::run(self); }

void* Fiber::enter_sanitizer() const {
    void* outside = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(sanitizer_, 1); // 1: the switch is no synchronisation
    return outside;
}

void Fiber::leave_sanitizer(void* outside) { __tsan_switch_to_fiber(outside, 1); }

} // namespace emulated

extern "C" void emulated_fiber_run(emulated::Fiber* self) { emulated::fiber_entry(self); }
