#pragma once

#include <cstddef>
#include <functional>

namespace emulated {

/// A stack of its own, on which one CUDA thread after the other runs. Known to ASan and TSan. Not bound to an OS thread
/// while idle: nothing on its own frames uses thread-local storage.
class Fiber {
  public:
    Fiber();
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// Gives the fiber work; it runs at resume().
    void start(const std::function<void()>& work) { work_ = &work; }

    /// Runs until the work is done or calls suspend(). @returns whether it is done.
    bool resume();

    /// From inside the work: back to resume()'s caller.
    void suspend();

    /// Forgets work that will never be resumed.
    void abandon();

    /// TSan: runs `action` as if by this fiber.
    template <class Action>
    void as_itself(Action action) const {
        if (sanitizer_ == nullptr) return;
        void* outside = enter_sanitizer();
        action();
        leave_sanitizer(outside);
    }

  private:
    static void run(Fiber* self);
    friend void fiber_entry(Fiber* self);
    void prepare();
    void* enter_sanitizer() const;
    static void leave_sanitizer(void* outside);

    const std::function<void()>* work_ = nullptr;
    bool done_ = true;
    char* mapping_ = nullptr;
    char* stack_ = nullptr; // lowest address
    void* inside_sp_ = nullptr;
    void* outside_sp_ = nullptr;
    void* sanitizer_ = nullptr; // TSan's name for it
    void* outside_sanitizer_ = nullptr;
    void* fake_stack_ = nullptr; // ASan's
    const void* outside_stack_ = nullptr;
    std::size_t outside_stack_bytes_ = 0;
};

} // namespace emulated
