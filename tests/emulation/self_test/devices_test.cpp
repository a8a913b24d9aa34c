#include "program.hpp"

#include "sanitizers.hpp"

#include <cmath>

using namespace self_test;
using emulated::Order;
using emulated::Streams;

namespace {

__global__ void nothing(int) {}

__global__ void read_unwritten(double* out) { out[0] = shared_memory<double>()[3]; }

__global__ void read_unwritten_static(double* out) {
    __shared__ double never_written[4];
    if (threadIdx.x == 0 && blockIdx.x == 0) never_written[1] = 5;
    out[blockIdx.x] = never_written[1];
}

/// Without its barrier; in ascending order the fault does not show.
__global__ void shift_down(double* out) {
    auto* values = shared_memory<double>();
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = threadIdx.x == 0 ? 0 : values[threadIdx.x - 1];
}

constexpr unsigned barrier_line = __LINE__ + 2;
__global__ void half_waits() {
    if (threadIdx.x < 100) __syncthreads();
}

__global__ void two_barriers() {
    if (threadIdx.x < 32) {
        __syncwarp();
        __syncthreads();
    } else {
        __syncthreads();
    }
}

} // namespace

TEST_SUITE("emulated device") {
    TEST_CASE("devices: several, with their own memory") {
        emulated::Machine machine;
        machine.devices = {{"Large", 1 << 20, 8, 9, 0}, {"Small", 1 << 10, 2, 8, 6}};
        emulated::reset(machine);
        int count = 0;
        CHECK(cudaGetDeviceCount(&count) == cudaSuccess);
        CHECK(count == 2);
        cudaDeviceProp properties{};
        CHECK(cudaGetDeviceProperties(&properties, 1) == cudaSuccess);
        CHECK(std::string(properties.name) == "Small");
        CHECK(properties.major == 8);
        CHECK(cudaGetDeviceProperties(&properties, 2) == cudaErrorInvalidDevice);
        int value = 0;
        CHECK(cudaDeviceGetAttribute(&value, cudaDevAttrMultiProcessorCount, 0) == cudaSuccess);
        CHECK(value == 8);

        const Stream on_large;
        CHECK(cudaSetDevice(1) == cudaSuccess);
        CHECK(launch(nothing, {1, 32}, on_large, 1) == cudaErrorInvalidResourceHandle); // a stream of another device
        {
            const Stream on_small;
            const Memory<char> half(512, on_small);
            std::size_t free_bytes = 0;
            std::size_t total_bytes = 0;
            CHECK(cudaMemGetInfo(&free_bytes, &total_bytes) == cudaSuccess);
            CHECK(free_bytes == 512);
            CHECK(total_bytes == 1024);
            void* memory = nullptr;
            CHECK(cudaMallocAsync(&memory, 513, on_small) == cudaErrorMemoryAllocation);
            CHECK(cudaMallocAsync(&memory, 513, on_large) == cudaSuccess);
            CHECK(cudaSetDevice(0) == cudaSuccess);
            CHECK(cudaFreeAsync(memory, on_large) == cudaSuccess);
            CHECK(cudaSetDevice(1) == cudaSuccess);
        }
        CHECK(cudaSetDevice(2) == cudaErrorInvalidDevice);
        CHECK(cudaSetDevice(0) == cudaSuccess);
    }

    TEST_CASE("devices: none, or no driver") {
        emulated::Machine machine;
        machine.devices.clear();
        emulated::reset(machine);
        int count = 7;
        CHECK(cudaGetDeviceCount(&count) == cudaErrorNoDevice);
        CHECK(count == 0);
        CHECK(cudaSetDevice(0) == cudaErrorNoDevice);
        machine.driver = false;
        emulated::reset(machine);
        CHECK(cudaGetDeviceCount(&count) == cudaErrorInsufficientDriver);
        emulated::reset();
    }

    TEST_CASE("launch: what a device refuses") {
        emulated::reset();
        const Stream stream;
        CHECK(launch(nothing, {0, 32}, stream, 1) == cudaErrorInvalidConfiguration); // an empty grid
        CHECK(static_cast<int>(cudaErrorInvalidConfiguration) == 9);
        CHECK(launch(nothing, {1, 0}, stream, 1) == cudaErrorInvalidConfiguration);
        CHECK(launch(nothing, {1, 1025}, stream, 1) == cudaErrorInvalidConfiguration);
        CHECK(launch(nothing, {dim3(1, 65536), 1}, stream, 1) == cudaErrorInvalidConfiguration);
        CHECK(launch(nothing, {1, 32, 48 * 1024 + 1}, stream, 1) == cudaErrorInvalidValue);
        CHECK(cudaFuncSetAttribute(nothing, cudaFuncAttributeMaxDynamicSharedMemorySize, 100 * 1024) == cudaSuccess);
        CHECK(launch(nothing, {1, 32, 100 * 1024}, stream, 1) == cudaSuccess);
        CHECK(launch(nothing, {1, 32, 100 * 1024 + 1}, stream, 1) == cudaErrorInvalidValue);
        CHECK(cudaFuncSetAttribute(nothing, cudaFuncAttributeMaxDynamicSharedMemorySize, 228 * 1024)
              == cudaErrorInvalidValue);
        CHECK(emulated::counters().launches == 1);
    }

    TEST_CASE("planted: memory that nobody wrote is not a number") {
        emulated::reset();
        const Stream stream;
        const Memory<double> fresh(3, stream);
        CHECK(std::isnan(download(fresh.data(), 1, stream)[0]));
        CHECK(launch(read_unwritten, {1, 1, 64}, stream, fresh.data()) == cudaSuccess);
        CHECK(std::isnan(download(fresh.data(), 1, stream)[0]));
        CHECK(launch(read_unwritten_static, {3, 1}, stream, fresh.data()) == cudaSuccess);
        CHECK(download(fresh.data(), 1, stream)[0] == 5);
        CHECK(std::isnan(download(fresh.data() + 1, 1, stream)[0])); // the next block finds nothing
    }

    TEST_CASE("planted: a missing barrier shows in one of the two orders" * doctest::skip(emulated::under_tsan())) {
        double last[2] = {};
        for (const auto order : {Order::ascending, Order::descending}) {
            emulated::reset(machine_with(Streams::eager, order));
            const Stream stream;
            const Memory<double> out(64, stream);
            CHECK(launch(shift_down, {1, 64, 64 * sizeof(double)}, stream, out.data()) == cudaSuccess);
            last[order == Order::descending] = download(out.data(), 64, stream)[63];
        }
        CHECK(last[0] == 62);
        CHECK(std::isnan(last[1]));
        emulated::reset();
    }

    TEST_CASE("planted: a divergent barrier is named, and breaks the device") {
        for (const auto streams : {Streams::eager, Streams::lazy, Streams::workers}) {
            emulated::reset(machine_with(streams));
            const Stream stream;
            launch(half_waits, {2, 128}, stream);
            CHECK(cudaStreamSynchronize(stream) == cudaErrorLaunchFailure);
            CHECK(emulated::last_report()
                  == "divergent barrier in block (0, 0, 0): threads 0..99 wait in __syncthreads at devices_test.cpp:"
                         + std::to_string(barrier_line) + ", 100..127 left");
            emulated::reset(machine_with(streams));
            const Stream other;
            launch(two_barriers, {1, 64}, other);
            CHECK(cudaStreamSynchronize(other) == cudaErrorLaunchFailure);
            emulated::reset();
            const Stream after; // the fibers that were abandoned serve again
            CHECK(launch(nothing, {1, 128}, after, 1) == cudaSuccess);
        }
    }
}
