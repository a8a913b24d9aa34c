#include "program.hpp"

#include "emulated_thrust.hpp"
#include "sanitizers.hpp"

#include <thrust/iterator/counting_iterator.h>
#include <thrust/sort.h>
#include <thrust/transform_reduce.h>

using namespace self_test;
using emulated::Streams;

namespace {

__global__ void fill(double* values, std::size_t count, double value) {
    const std::size_t i = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) values[i] = value;
}

__global__ void add_to(double* values, const double* others) { values[threadIdx.x] += others[threadIdx.x]; }

struct Square {
    double operator()(long i) const { return static_cast<double>(i * i); }
};

} // namespace

TEST_SUITE("emulated device") {
    TEST_CASE("streams: copies, fills and kernels in order") {
        on_every_machine([] {
            const Stream stream;
            const Memory<double> values(100, stream);
            CHECK(cudaMemsetAsync(values.data(), 0, 800, stream) == cudaSuccess);
            CHECK(launch(fill, {1, 128}, stream, values.data(), 50UL, 2.5) == cudaSuccess);
            const auto result = download(values.data(), 100, stream);
            CHECK(result[49] == 2.5);
            CHECK(result[50] == 0);
        });
    }

    TEST_CASE("streams: events order two streams") {
        on_every_machine([] {
            const Stream first;
            const Stream second;
            const Event filled;
            const Memory<double> a(32, first);
            const Memory<double> b(std::vector<double>(32, 1.0), second);
            CHECK(launch(fill, {1, 32}, first, a.data(), 32UL, 2.0) == cudaSuccess);
            CHECK(cudaEventRecord(filled, first) == cudaSuccess);
            CHECK(cudaStreamWaitEvent(second, filled, 0) == cudaSuccess);
            CHECK(launch(add_to, {1, 32}, second, b.data(), a.data()) == cudaSuccess);
            CHECK(download(b.data(), 32, second)[31] == 3);
            CHECK(cudaEventQuery(filled) == cudaSuccess);
        });
    }

    TEST_CASE("streams: waiting for an event, a device, or by polling") {
        on_every_machine([] {
            const Stream stream;
            const Event done;
            const Memory<double> values(1, stream);
            double seen[3] = {};
            for (int round = 0; round < 3; ++round) {
                CHECK(launch(fill, {1, 32}, stream, values.data(), 1UL, round + 1.0) == cudaSuccess);
                CHECK(cudaMemcpyAsync(&seen[round], values.data(), 8, cudaMemcpyDefault, stream) == cudaSuccess);
                CHECK(cudaEventRecord(done, stream) == cudaSuccess);
                if (round == 0) CHECK(cudaEventSynchronize(done) == cudaSuccess);
                if (round == 1) CHECK(cudaDeviceSynchronize() == cudaSuccess);
                while (cudaStreamQuery(stream) == cudaErrorNotReady) {
                }
                CHECK(seen[round] == round + 1);
            }
        });
    }

    TEST_CASE("streams: Thrust in stream order") {
        on_every_machine([] {
            const Stream stream;
            const Memory<double> keys(std::vector<double>{3, 1, 2}, stream);
            double* first = keys.data();
            double sum = 0;
            CHECK(emulated_on_stream(stream, [=](auto policy) { thrust::stable_sort(policy, first, first + 3); })
                  == cudaSuccess);
            CHECK(emulated_on_stream(stream,
                                     [&sum](auto policy) {
                                         const thrust::counting_iterator<long> i(0);
                                         sum = thrust::transform_reduce(policy, i, i + 4, Square{}, 0.0,
                                                                        thrust::plus<double>());
                                     })
                  == cudaSuccess);
            CHECK(download(first, 3, stream) == std::vector<double>{1, 2, 3});
            CHECK(sum == 14);
        });
    }

    TEST_CASE("streams: lazy: what the host reads before it waits is not there yet") {
        emulated::reset(machine_with(Streams::lazy));
        const Stream stream;
        const Memory<double> values(std::vector<double>{1}, stream);
        double seen = -1;
        CHECK(launch(fill, {1, 32}, stream, values.data(), 1UL, 7.0) == cudaSuccess);
        CHECK(cudaMemcpyAsync(&seen, values.data(), 8, cudaMemcpyDefault, stream) == cudaSuccess);
        CHECK(seen == -1);
        CHECK(cudaStreamSynchronize(stream) == cudaSuccess);
        CHECK(seen == 7);
    }

    TEST_CASE("streams: lazy: an upload whose source is changed too early uploads the change") {
        emulated::reset(machine_with(Streams::lazy));
        const Stream stream;
        const Memory<double> values(1, stream);
        double source = 1;
        CHECK(cudaMemcpyAsync(values.data(), &source, 8, cudaMemcpyDefault, stream) == cudaSuccess);
        source = 2;
        CHECK(download(values.data(), 1, stream)[0] == 2);
    }

    TEST_CASE("streams: lazy: a missing wait between two streams gives wrong numbers"
              * doctest::skip(emulated::under_tsan())) {
        emulated::reset(machine_with(Streams::lazy));
        const Stream first;
        const Stream second;
        const Memory<double> a(std::vector<double>(32, 0.0), first);
        const Memory<double> b(std::vector<double>(32, 1.0), second);
        CHECK(launch(fill, {1, 32}, first, a.data(), 32UL, 2.0) == cudaSuccess);
        CHECK(launch(add_to, {1, 32}, second, b.data(), a.data()) == cudaSuccess);
        CHECK(download(b.data(), 32, second)[0] == 1);
    }

    TEST_CASE("streams: what the runtime refuses") {
        emulated::reset();
        const Stream stream;
        const Memory<double> values(4, stream);
        double host[8] = {};
        CHECK(cudaMemcpyAsync(host, values.data(), 40, cudaMemcpyDefault, stream) == cudaErrorInvalidValue); // too long
        CHECK(cudaMemcpyAsync(host, values.data(), 8, cudaMemcpyHostToDevice, stream) == cudaErrorInvalidValue);
        CHECK(cudaMemcpyAsync(nullptr, host, 8, cudaMemcpyDefault, stream) == cudaErrorInvalidValue);
        CHECK(cudaMemsetAsync(host, 0, 8, stream) == cudaErrorInvalidValue);
        CHECK(cudaFreeAsync(host, stream) == cudaErrorInvalidValue);
        CHECK(cudaMemsetAsync(values.data(), 0, 8, nullptr) == cudaErrorInvalidResourceHandle);
        CHECK(emulated::last_report() == "the default stream is not to be used");
        CHECK(cudaGetLastError() == cudaErrorInvalidResourceHandle);
        CHECK(cudaGetLastError() == cudaSuccess);
        cudaStream_t blocking = nullptr;
        CHECK(cudaStreamCreateWithFlags(&blocking, cudaStreamDefault) == cudaErrorInvalidValue);
        CHECK(std::string(cudaGetErrorName(cudaErrorInvalidValue)) == "cudaErrorInvalidValue");
        CHECK(std::string(cudaGetErrorString(cudaErrorInvalidValue)) == "invalid argument");
    }
}
