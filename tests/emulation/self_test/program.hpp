#pragma once

#include "emulated_device.hpp"

#include <cstdio>
#include <doctest/doctest.h>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

/// What the self-tests' small CUDA programs are made of: the runtime's own calls, hardly wrapped.
namespace self_test {

class Stream {
  public:
    Stream() { REQUIRE(cudaStreamCreateWithFlags(&handle_, cudaStreamNonBlocking) == cudaSuccess); }
    ~Stream() { cudaStreamDestroy(handle_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    operator cudaStream_t() const { return handle_; } // NOLINT(google-explicit-constructor)

  private:
    cudaStream_t handle_ = nullptr;
};

class Event {
  public:
    Event() { REQUIRE(cudaEventCreateWithFlags(&handle_, cudaEventDisableTiming) == cudaSuccess); }
    ~Event() { cudaEventDestroy(handle_); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    operator cudaEvent_t() const { return handle_; } // NOLINT(google-explicit-constructor)

  private:
    cudaEvent_t handle_ = nullptr;
};

/// Device memory of a stream.
template <class T>
class Memory {
  public:
    Memory(std::size_t count, cudaStream_t stream) : stream_(stream) {
        void* memory = nullptr;
        REQUIRE(cudaMallocAsync(&memory, count * sizeof(T), stream) == cudaSuccess);
        data_ = static_cast<T*>(memory);
    }
    Memory(const std::vector<T>& values, cudaStream_t stream) : Memory(values.size(), stream) {
        CHECK(cudaMemcpyAsync(data_, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice, stream)
              == cudaSuccess);
        CHECK(cudaStreamSynchronize(stream) == cudaSuccess);
    }
    ~Memory() { cudaFreeAsync(data_, stream_); }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    [[nodiscard]] T* data() const { return data_; }

  private:
    T* data_ = nullptr;
    cudaStream_t stream_;
};

template <class T>
std::vector<T> download(const T* data, std::size_t count, cudaStream_t stream) {
    std::vector<T> values(count);
    CHECK(cudaMemcpyAsync(values.data(), data, count * sizeof(T), cudaMemcpyDefault, stream) == cudaSuccess);
    CHECK(cudaStreamSynchronize(stream) == cudaSuccess);
    return values;
}

struct Shape {
    dim3 blocks;
    dim3 threads;
    std::size_t shared_bytes = 0;
};

template <class... Parameters, class... Arguments>
cudaError_t launch(void (*kernel)(Parameters...), const Shape& shape, cudaStream_t stream, Arguments&&... arguments) {
    cudaLaunchConfig_t config{};
    config.gridDim = shape.blocks;
    config.blockDim = shape.threads;
    config.dynamicSmemBytes = shape.shared_bytes;
    config.stream = stream;
    return cudaLaunchKernelEx(&config, kernel, std::forward<Arguments>(arguments)...);
}

template <class T>
T* shared_memory() {
    return static_cast<T*>(emulated_dynamic_shared());
}

/// A correct program is right, and silent, on every kind of machine.
template <class Program>
void on_every_machine(Program program) {
    for (const auto streams : {emulated::Streams::eager, emulated::Streams::lazy, emulated::Streams::workers}) {
        for (const auto order : {emulated::Order::ascending, emulated::Order::descending}) {
            CAPTURE(static_cast<int>(streams));
            CAPTURE(static_cast<int>(order));
            emulated::Machine machine;
            machine.streams = streams;
            machine.order = order;
            emulated::reset(machine);
            const emulated::Alive before = emulated::alive();
            program();
            CHECK(emulated::alive() == before);
            CHECK(emulated::last_report() == "");
        }
    }
    emulated::reset();
}

inline emulated::Machine machine_with(emulated::Streams streams, emulated::Order order = emulated::Order::ascending) {
    emulated::Machine machine;
    machine.streams = streams;
    machine.order = order;
    return machine;
}

/// Runs one skipped test case of this program in a process of its own. @returns all that it wrote.
inline std::string output_of(const std::string& test_case) {
    char program[4096] = {};
    const auto length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    REQUIRE(length > 0);
    const std::string command = "TSAN_OPTIONS=\"$TSAN_OPTIONS atexit_sleep_ms=0\" '" + std::string(program)
                                + "' --no-skip --test-case='" + test_case + "' 2>&1";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    REQUIRE(pipe != nullptr);
    std::string output;
    char line[4096];
    while (std::fgets(line, sizeof(line), pipe.get()) != nullptr) output += line;
    return output;
}

} // namespace self_test
