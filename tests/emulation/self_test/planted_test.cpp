#include "program.hpp"

#include "sanitizers.hpp"

#include <cublas_v2.h>

#include <cstring>

// Faults that a sanitizer must see. Each is a test case of its own, skipped here, which a child process runs; the child's
// words must name the kind of fault and the place.

using namespace self_test;
using emulated::Streams;

namespace {

constexpr unsigned threads = 64;
constexpr std::size_t shared_bytes = threads * sizeof(double);

__global__ void misses_syncthreads(double* out) {
    auto* values = shared_memory<double>();
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = values[(threadIdx.x + 1) % threads];
}

__global__ void misses_syncwarp(double* out) {
    auto* values = shared_memory<double>();
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = values[threadIdx.x ^ 1U];
}

/// The first thread may write the next value before the others have read this one.
__global__ void misses_barrier_after_broadcast(double* out) {
    auto* value = shared_memory<double>();
    for (int round = 0; round < 3; ++round) {
        if (threadIdx.x == 0) value[0] = round;
        __syncthreads();
        out[threadIdx.x] = value[0];
    }
}

/// The shuffle waits for the other lanes, but orders no memory.
__global__ void trusts_shuffle(double* out) {
    auto* values = shared_memory<double>();
    values[threadIdx.x] = threadIdx.x;
    const int lane = __shfl_xor_sync(0xffffffff, static_cast<int>(threadIdx.x), 1);
    out[threadIdx.x] = values[lane];
}

__global__ void races_in_static_shared(double* out) {
    __shared__ double values[threads];
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = values[(threadIdx.x + 1) % threads];
}

__global__ void races_between_blocks(double* out) {
    __syncthreads();
    out[threadIdx.x] += 1;
}

/// Blocks of one column collide, as when a tile's offset is forgotten.
__global__ void races_between_distant_blocks(double* out) {
    __syncthreads();
    out[blockIdx.x * blockDim.x + threadIdx.x] += 1;
}

__global__ void fill(double* out, double value) { out[threadIdx.x] = value; }

__global__ void copy_all(double* out, const double* from) { out[threadIdx.x] = from[threadIdx.x]; }

__global__ void leaves_dynamic_shared(double*) { shared_memory<double>()[threadIdx.x + 1] = 1; }

__global__ void leaves_static_shared(double* out) {
    __shared__ double values[threads];
    double* first = values;
    first[threadIdx.x + 1] = 1;
    out[threadIdx.x] = first[threadIdx.x];
}

void run(void (*kernel)(double*), dim3 blocks) {
    emulated::reset(machine_with(Streams::workers));
    const Stream stream;
    const Memory<double> out(std::vector<double>(std::size_t{8} * threads, 0.0), stream);
    CHECK(launch(kernel, {blocks, threads, shared_bytes}, stream, out.data()) == cudaSuccess);
    CHECK(cudaStreamSynchronize(stream) == cudaSuccess);
}

} // namespace

TEST_SUITE("emulated device") {
    TEST_CASE("race: missing __syncthreads" * doctest::skip()) { run(misses_syncthreads, 1); }
    TEST_CASE("race: missing __syncwarp" * doctest::skip()) { run(misses_syncwarp, 1); }
    TEST_CASE("race: missing barrier after a broadcast" * doctest::skip()) { run(misses_barrier_after_broadcast, 1); }
    TEST_CASE("race: shuffle taken for a barrier" * doctest::skip()) { run(trusts_shuffle, 1); }
    TEST_CASE("race: static shared memory" * doctest::skip()) { run(races_in_static_shared, 1); }
    TEST_CASE("race: two blocks" * doctest::skip()) { run(races_between_blocks, 2); }
    TEST_CASE("race: distant blocks" * doctest::skip()) { run(races_between_distant_blocks, dim3(8, 2)); }

    TEST_CASE("race: host reads without waiting" * doctest::skip()) {
        emulated::reset(machine_with(Streams::workers));
        const Stream stream;
        const Memory<double> out(threads, stream);
        std::vector<double> seen(threads, 0.0);
        launch(fill, {1, threads}, stream, out.data(), 1.0);
        cudaMemcpyAsync(seen.data(), out.data(), 8 * threads, cudaMemcpyDefault, stream);
        volatile double sum = 0;
        for (const double value : seen) sum = sum + value;
        cudaStreamSynchronize(stream);
    }

    TEST_CASE("race: upload source changed too early" * doctest::skip()) {
        emulated::reset(machine_with(Streams::workers));
        const Stream stream;
        const Memory<double> out(threads, stream);
        std::vector<double> source(threads, 1.0);
        cudaMemcpyAsync(out.data(), source.data(), 8 * threads, cudaMemcpyDefault, stream);
        source[5] = 2;
        cudaStreamSynchronize(stream);
    }

    TEST_CASE("race: two streams without an event" * doctest::skip()) {
        emulated::reset(machine_with(Streams::workers));
        const Stream first;
        const Stream second;
        const Memory<double> from(threads, first);
        const Memory<double> to(threads, second);
        launch(fill, {1, threads}, first, from.data(), 1.0);
        launch(copy_all, {1, threads}, second, to.data(), from.data());
        cudaStreamSynchronize(second);
        cudaStreamSynchronize(first);
    }

    TEST_CASE("race: product of unfinished factors" * doctest::skip()) {
        emulated::reset(machine_with(Streams::workers));
        const Stream first;
        const Stream second;
        cublasHandle_t blas = nullptr;
        cublasCreate(&blas);
        cublasSetStream(blas, second);
        const Memory<double> from(threads, first);
        const Memory<double> to(threads, second);
        const double one = 1;
        const double zero = 0;
        launch(fill, {1, threads}, first, from.data(), 1.0);
        cublasDgemm(blas, CUBLAS_OP_N, CUBLAS_OP_N, 8, 8, 8, &one, from.data(), 8, from.data(), 8, &zero, to.data(), 8);
        cublasDestroy(blas);
        cudaStreamSynchronize(second);
        cudaStreamSynchronize(first);
    }

    TEST_CASE("overrun: dynamic shared memory" * doctest::skip()) { run(leaves_dynamic_shared, 1); }
    TEST_CASE("overrun: static shared memory" * doctest::skip()) { run(leaves_static_shared, 1); }

    TEST_CASE("overrun: device memory" * doctest::skip()) {
        emulated::reset();
        const Stream stream;
        const Memory<double> out(threads - 1, stream);
        launch(fill, {1, threads}, stream, out.data(), 1.0);
    }

    TEST_CASE("overrun: freed device memory" * doctest::skip()) {
        emulated::reset(machine_with(Streams::lazy));
        const Stream stream;
        double* memory = nullptr;
        {
            const Memory<double> gone(threads, stream);
            memory = gone.data();
        }
        launch(fill, {1, threads}, stream, memory, 1.0);
    }

    TEST_CASE("overrun: host touches device memory" * doctest::skip()) {
        emulated::reset(machine_with(Streams::lazy));
        const Stream stream;
        const Memory<double> out(threads, stream);
        launch(fill, {1, threads}, stream, out.data(), 1.0);
        cudaStreamSynchronize(stream);
        volatile double value = out.data()[3];
        (void)value;
    }

    TEST_CASE("overrun: host buffer of a copy" * doctest::skip()) {
        emulated::reset(machine_with(Streams::lazy));
        const Stream stream;
        const Memory<double> out(std::vector<double>(threads, 1.0), stream);
        std::vector<double> seen(threads - 1);
        cudaMemcpyAsync(seen.data(), out.data(), 8 * threads, cudaMemcpyDefault, stream);
        cudaStreamSynchronize(stream);
    }

    TEST_CASE("planted: TSan sees every race, and names its place" * doctest::skip(!emulated::under_tsan())) {
        const std::pair<const char*, const char*> races[] = {
            {"missing __syncthreads", "misses_syncthreads"},
            {"missing __syncwarp", "misses_syncwarp"},
            {"missing barrier after a broadcast", "misses_barrier_after_broadcast"},
            {"shuffle taken for a barrier", "trusts_shuffle"},
            {"static shared memory", "races_in_static_shared"},
            {"two blocks", "races_between_blocks"},
            {"distant blocks", "races_between_distant_blocks"},
            {"host reads without waiting", "planted_test.cpp"},
            {"upload source changed too early", "planted_test.cpp"},
            {"two streams without an event", "copy_all"},
            {"product of unfinished factors", "operand_read"},
        };
        for (const auto& [name, place] : races) {
            const std::string output = output_of("race: " + std::string(name));
            CAPTURE(name);
            CAPTURE(output);
            CHECK(output.find("ThreadSanitizer: data race") != std::string::npos);
            CHECK(output.find(place) != std::string::npos);
        }
    }

    TEST_CASE("planted: ASan sees every overrun, and names its place" * doctest::skip(!emulated::under_asan())) {
        const std::pair<const char*, const char*> overruns[] = {
            {"dynamic shared memory", "leaves_dynamic_shared"},
            {"static shared memory", "planted_test.cpp"},
            {"device memory", "fill"},
            {"freed device memory", "fill"},
            {"host touches device memory", "use-after-poison"},
            {"host buffer of a copy", "heap-buffer-overflow"},
        };
        for (const auto& [name, place] : overruns) {
            const std::string output = output_of("overrun: " + std::string(name));
            CAPTURE(name);
            CAPTURE(output);
            const bool seen = output.find("ERROR: AddressSanitizer") != std::string::npos
                              || output.find("runtime error: store to address") != std::string::npos; // UBSan's words
            CHECK(seen);
            CHECK(output.find(place) != std::string::npos);
        }
    }
}
