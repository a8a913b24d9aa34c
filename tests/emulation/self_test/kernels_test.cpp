#include "program.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace self_test;

namespace {

__global__ void block_sums(const double* values, double* sums) {
    auto* partial = shared_memory<double>();
    partial[threadIdx.x] = values[blockIdx.x * blockDim.x + threadIdx.x];
    __syncthreads();
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) partial[threadIdx.x] += partial[threadIdx.x + half];
        __syncthreads();
    }
    if (threadIdx.x == 0) sums[blockIdx.x] = partial[0];
}

__global__ void histogram(const int* values, int count, int* bins, int bin_count) {
    auto* counts = shared_memory<int>();
    for (int bin = static_cast<int>(threadIdx.x); bin < bin_count; bin += static_cast<int>(blockDim.x)) counts[bin] = 0;
    __syncthreads();
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) atomicAdd(&counts[values[i]], 1);
    __syncthreads();
    for (int bin = static_cast<int>(threadIdx.x); bin < bin_count; bin += static_cast<int>(blockDim.x)) {
        atomicAdd(&bins[bin], counts[bin]);
    }
}

/// One warp per row; __shared__ and shuffles.
__global__ void row_sums(const double* values, unsigned columns, double* sums) {
    __shared__ double first_of_row[4];
    const unsigned warp = threadIdx.x / 32;
    const unsigned lane = threadIdx.x % 32;
    const unsigned row = blockIdx.x * 4 + warp;
    double sum = 0;
    for (unsigned c = lane; c < columns; c += 32) sum += values[row * columns + c];
    for (unsigned step = 16; step > 0; step /= 2) sum += __shfl_down_sync(0xffffffff, sum, step);
    if (lane == 0) first_of_row[warp] = sum;
    __syncwarp();
    if (lane == 31) sums[row] = first_of_row[warp];
}

__global__ void indices(unsigned* seen) {
    const unsigned thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    const unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    atomicAdd(&seen[block * blockDim.x * blockDim.y * blockDim.z + thread], 1 + thread + 1000 * block);
}

/// One block of 40 threads: a whole warp and 8 lanes of another.
__global__ void warp_words(int* out) {
    const int t = static_cast<int>(threadIdx.x);
    int* mine = out + t * 8;
    mine[0] = __shfl_sync(0xffffffff, t, 3);
    mine[1] = __shfl_up_sync(0xffffffff, t, 1);
    mine[2] = __shfl_xor_sync(0xffffffff, t, 1);
    mine[3] = __shfl_down_sync(0xffffffff, t, 1, 4);
    mine[4] = static_cast<int>(__ballot_sync(0xffffffff, t % 3 == 0));
    mine[5] = __any_sync(0xffffffff, t == 35);
    mine[6] = __all_sync(0xffffffff, t < 32);
    mine[7] = t < 2 ? __shfl_sync(0x3, t, 5) : 0; // lane 5 takes no part
}

__global__ void extremes(double* out, const double* values) {
    const double value = values[threadIdx.x];
    atomicMax(&out[0], value);
    atomicMin(&out[1], value);
    if (value == 3) atomicExch(&out[2], value);
    atomicCAS(&out[3], 0, value == 5 ? value : 0);
}

__global__ void early_leavers(int* out) {
    if (threadIdx.x >= 20) return; // lanes that have left are not waited for
    out[threadIdx.x] = static_cast<int>(__ballot_sync(0xffffffff, 1));
}

std::vector<double> ramp(std::size_t count) {
    std::vector<double> values(count);
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

} // namespace

TEST_SUITE("emulated device") {
    TEST_CASE("kernels: barriers and dynamic shared memory") {
        on_every_machine([] {
            const Stream stream;
            const Memory<double> values(ramp(7 * 128), stream);
            const Memory<double> sums(7, stream);
            CHECK(launch(block_sums, {7, 128, 128 * sizeof(double)}, stream, values.data(), sums.data())
                  == cudaSuccess);
            const auto result = download(sums.data(), 7, stream);
            for (int b = 0; b < 7; ++b) CHECK(result[static_cast<std::size_t>(b)] == 128 * (128 * b) + 128 * 129 / 2);
        });
    }

    TEST_CASE("kernels: atomics in shared and device memory") {
        on_every_machine([] {
            const Stream stream;
            std::vector<int> numbers(1000);
            for (int i = 0; i < 1000; ++i) numbers[static_cast<std::size_t>(i)] = i * i % 17;
            const Memory<int> values(numbers, stream);
            const Memory<int> bins(std::vector<int>(17, 0), stream);
            CHECK(launch(histogram, {8, 128, 17 * sizeof(int)}, stream, values.data(), 1000, bins.data(), 17)
                  == cudaSuccess);
            const auto result = download(bins.data(), 17, stream);
            for (int bin = 0; bin < 17; ++bin)
                CHECK(result[static_cast<std::size_t>(bin)] == std::ranges::count(numbers, bin));
        });
    }

    TEST_CASE("kernels: shuffles and __shared__") {
        on_every_machine([] {
            const Stream stream;
            const Memory<double> values(ramp(12 * 50), stream);
            const Memory<double> sums(12, stream);
            CHECK(launch(row_sums, {3, 128}, stream, values.data(), 50U, sums.data()) == cudaSuccess);
            const auto result = download(sums.data(), 12, stream);
            for (int row = 0; row < 12; ++row)
                CHECK(result[static_cast<std::size_t>(row)] == 50 * 50 * row + 50 * 51 / 2);
        });
    }

    TEST_CASE("kernels: indices in three dimensions") {
        on_every_machine([] {
            const Stream stream;
            const Memory<unsigned> seen(std::vector<unsigned>(24 * 24, 0), stream);
            CHECK(launch(indices, {{2, 3, 4}, {4, 3, 2}}, stream, seen.data()) == cudaSuccess);
            const auto result = download(seen.data(), 24 * 24, stream);
            for (unsigned i = 0; i < 24 * 24; ++i) CHECK(result[i] == 1 + i % 24 + 1000 * (i / 24));
        });
    }

    TEST_CASE("kernels: every warp operation") {
        on_every_machine([] {
            const Stream stream;
            const Memory<int> out(40 * 8, stream);
            CHECK(launch(warp_words, {1, 40}, stream, out.data()) == cudaSuccess);
            const auto result = download(out.data(), 40 * 8, stream);
            const auto word = [&](std::size_t thread, std::size_t i) { return result[thread * 8 + i]; };
            CHECK(word(9, 0) == 3);
            CHECK(word(39, 0) == 35);
            CHECK(word(0, 1) == 0);
            CHECK(word(33, 1) == 32);
            CHECK(word(6, 2) == 7);
            CHECK(word(5, 3) == 6);
            CHECK(word(7, 3) == 7); // the last of a group of four keeps its own
            CHECK(word(0, 4) == 0x49249249);
            CHECK(word(0, 5) == 0);
            CHECK(word(32, 5) == 1);
            CHECK(word(31, 6) == 1);
            CHECK(word(32, 6) == 0);
            CHECK(word(0, 7) == -1);
        });
    }

    TEST_CASE("kernels: atomic extremes, exchange, compare and swap") {
        on_every_machine([] {
            const Stream stream;
            const Memory<double> values(ramp(64), stream);
            const Memory<double> out(std::vector<double>{0, 100, 0, 0}, stream);
            CHECK(launch(extremes, {1, 64}, stream, out.data(), values.data()) == cudaSuccess);
            CHECK(download(out.data(), 4, stream) == std::vector<double>{64, 1, 3, 5});
        });
    }

    TEST_CASE("kernels: lanes that left are not waited for") {
        on_every_machine([] {
            const Stream stream;
            const Memory<int> out(20, stream);
            CHECK(launch(early_leavers, {1, 32}, stream, out.data()) == cudaSuccess);
            for (const int ballot : download(out.data(), 20, stream)) CHECK(ballot == 0xfffff);
        });
    }
}
