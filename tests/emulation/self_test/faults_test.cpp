#include "program.hpp"

#include <cmath>
#include <cublas_v2.h>
#include <cufft.h>
#include <cusolverDn.h>

using namespace self_test;

namespace {

/// Workspace and result of an eigensolver call for diag(1, 2, 3) + off-diagonal 0.5.
struct Solver {
    explicit Solver(cudaStream_t stream) {
        REQUIRE(cusolverDnCreate(&handle) == CUSOLVER_STATUS_SUCCESS);
        REQUIRE(cusolverDnSetStream(handle, stream) == CUSOLVER_STATUS_SUCCESS);
        REQUIRE(cusolverDnCreateParams(&params) == CUSOLVER_STATUS_SUCCESS);
    }
    ~Solver() {
        cusolverDnDestroyParams(params);
        cusolverDnDestroy(handle);
    }
    Solver(const Solver&) = delete;
    Solver& operator=(const Solver&) = delete;

    [[nodiscard]] cusolverStatus_t batched_size(std::int64_t n, std::int64_t count) const {
        std::size_t device = 0;
        std::size_t host = 0;
        return cusolverDnXsyevBatched_bufferSize(handle, params, CUSOLVER_EIG_MODE_VECTOR, CUBLAS_FILL_MODE_LOWER, n,
                                                 CUDA_R_64F, nullptr, n, CUDA_R_64F, nullptr, CUDA_R_64F, &device,
                                                 &host, count);
    }

    cusolverDnHandle_t handle = nullptr;
    cusolverDnParams_t params = nullptr;
};

struct Outcome {
    std::vector<double> vectors;
    std::vector<double> energies;
    std::vector<int> info;
};

const std::vector<double> matrix = {1, 0.5, 0.5, 0, 2, 0.5, 0, 0, 3}; // lower triangle, column-major

Outcome solve(bool batched, bool zeroed = true) {
    const Stream stream;
    const Solver solver(stream);
    std::size_t device = 0;
    std::size_t host = 0;
    CHECK(cusolverDnXsyevBatched_bufferSize(solver.handle, solver.params, CUSOLVER_EIG_MODE_VECTOR,
                                            CUBLAS_FILL_MODE_LOWER, 3, CUDA_R_64F, nullptr, 3, CUDA_R_64F, nullptr,
                                            CUDA_R_64F, &device, &host, 2)
          == CUSOLVER_STATUS_SUCCESS);
    std::vector<double> both = matrix;
    both.insert(both.end(), matrix.begin(), matrix.end());
    const Memory<double> a(both, stream);
    const Memory<double> w(6, stream);
    const Memory<char> buffer(device, stream);
    std::vector<char> host_buffer(host);
    const Memory<int> info(2, stream);
    if (zeroed) CHECK(cudaMemsetAsync(buffer.data(), 0, device, stream) == cudaSuccess);
    if (batched) {
        CHECK(cusolverDnXsyevBatched(solver.handle, solver.params, CUSOLVER_EIG_MODE_VECTOR, CUBLAS_FILL_MODE_LOWER, 3,
                                     CUDA_R_64F, a.data(), 3, CUDA_R_64F, w.data(), CUDA_R_64F, buffer.data(), device,
                                     host_buffer.data(), host, info.data(), 2)
              == CUSOLVER_STATUS_SUCCESS);
    } else {
        for (int i = 0; i < 2; ++i) {
            CHECK(cusolverDnXsyevd(solver.handle, solver.params, CUSOLVER_EIG_MODE_VECTOR, CUBLAS_FILL_MODE_LOWER, 3,
                                   CUDA_R_64F, a.data() + 9 * i, 3, CUDA_R_64F, w.data() + 3 * i, CUDA_R_64F,
                                   buffer.data(), device, host_buffer.data(), host, info.data() + i)
                  == CUSOLVER_STATUS_SUCCESS);
        }
    }
    return {download(a.data(), 18, stream), download(w.data(), 6, stream), download(info.data(), 2, stream)};
}

/// Largest element of H x - E x over the eigenpairs of matrix `which`.
double residual(const Outcome& outcome, std::size_t which) {
    const double h[3][3] = {{1, 0.5, 0.5}, {0.5, 2, 0.5}, {0.5, 0.5, 3}};
    double largest = 0;
    for (std::size_t n = 0; n < 3; ++n) {
        const double* x = outcome.vectors.data() + 9 * which + 3 * n;
        for (std::size_t r = 0; r < 3; ++r) {
            const double hx = h[r][0] * x[0] + h[r][1] * x[1] + h[r][2] * x[2];
            largest = std::fmax(largest, std::fabs(hx - outcome.energies[3 * which + n] * x[r]));
        }
    }
    return largest;
}

} // namespace

TEST_SUITE("emulated device") {
    TEST_CASE("libraries: both eigensolvers solve") {
        on_every_machine([] {
            for (const bool batched : {false, true}) {
                const Outcome outcome = solve(batched);
                CHECK(residual(outcome, 0) < 1e-14);
                CHECK(residual(outcome, 1) < 1e-14);
                CHECK(outcome.info == std::vector<int>{0, 0});
            }
            CHECK(emulated::counters().syevd == 2);
            CHECK(emulated::counters().syev_batched == 1);
            CHECK(emulated::counters().matrices == 4);
        });
    }

    TEST_CASE("libraries: the batched eigensolver's documented limits") {
        emulated::reset();
        const Stream stream;
        const Solver solver(stream);
        CHECK(solver.batched_size(1024, 2047) == CUSOLVER_STATUS_SUCCESS);
        CHECK(solver.batched_size(1024, 2048) == CUSOLVER_STATUS_INVALID_VALUE); // n lda count = 2^31
        CHECK(solver.batched_size(2, 65'535) == CUSOLVER_STATUS_SUCCESS);
        CHECK(solver.batched_size(2, 65'536) == CUSOLVER_STATUS_INVALID_VALUE);
    }

    TEST_CASE("planted: a workspace that was not zeroed gives wrong vectors from the batched eigensolver") {
        emulated::reset();
        CHECK(residual(solve(true, false), 0) > 0.1);
        CHECK(residual(solve(false, false), 0) < 1e-14);
    }

    TEST_CASE("faults: a spoiled eigensolve strikes the k-th matrix only") {
        for (const bool batched : {false, true}) {
            emulated::reset();
            emulated::spoil_eigensolves(emulated::Spoil::wrong_vectors, 2);
            const Outcome vectors = solve(batched);
            CHECK(residual(vectors, 0) < 1e-14);
            CHECK(residual(vectors, 1) > 0.1);
            CHECK(residual(solve(batched), 1) < 1e-14);
            emulated::spoil_eigensolves(emulated::Spoil::wrong_energies, 1);
            CHECK(residual(solve(batched), 0) > 1e-4);
            emulated::spoil_eigensolves(emulated::Spoil::not_a_number, 1);
            CHECK(std::isnan(solve(batched).energies[1]));
            emulated::spoil_eigensolves(emulated::Spoil::no_convergence, 2, emulated::forever);
            CHECK(solve(batched).info == std::vector<int>{0, 1});
            CHECK(solve(batched).info == std::vector<int>{1, 1});
        }
        emulated::reset();
    }

    TEST_CASE("libraries: products and transforms") {
        on_every_machine([] {
            const Stream stream;
            cublasHandle_t blas = nullptr;
            CHECK(cublasCreate(&blas) == CUBLAS_STATUS_SUCCESS);
            CHECK(cublasSetStream(blas, stream) == CUBLAS_STATUS_SUCCESS);
            const Memory<double> a(std::vector<double>{1, 2, 3, 4, 5, 6}, stream); // [2, 3]
            const Memory<double> c(std::vector<double>(4, NAN), stream);
            const double one = 1;
            const double zero = 0;
            CHECK(
                cublasDgemm(blas, CUBLAS_OP_N, CUBLAS_OP_T, 2, 2, 3, &one, a.data(), 2, a.data(), 2, &zero, c.data(), 2)
                == CUBLAS_STATUS_SUCCESS);
            CHECK(download(c.data(), 4, stream) == std::vector<double>{35, 44, 44, 56});
            CHECK(
                cublasDgemm(blas, CUBLAS_OP_N, CUBLAS_OP_T, 2, 2, 3, &one, a.data(), 1, a.data(), 2, &zero, c.data(), 2)
                == CUBLAS_STATUS_INVALID_VALUE);
            CHECK(cublasDestroy(blas) == CUBLAS_STATUS_SUCCESS);

            cufftHandle plan = 0;
            int length = 2;
            CHECK(cufftPlanMany(&plan, 1, &length, nullptr, 1, 2, nullptr, 1, 2, CUFFT_Z2Z, 2) == CUFFT_SUCCESS);
            CHECK(cufftSetStream(plan, stream) == CUFFT_SUCCESS);
            const Memory<double> z(std::vector<double>{1, 0, 2, 0, 5, 1, 5, 1}, stream);
            auto* data = reinterpret_cast<cufftDoubleComplex*>(z.data());
            CHECK(cufftExecZ2Z(plan, data, data, CUFFT_FORWARD) == CUFFT_SUCCESS);
            CHECK(download(z.data(), 8, stream) == std::vector<double>{3, 0, -1, 0, 10, 2, 0, 0});
            CHECK(cufftDestroy(plan) == CUFFT_SUCCESS);
        });
    }

    TEST_CASE("planted: a library operand that leaves its allocation is an illegal address") {
        emulated::reset(machine_with(emulated::Streams::lazy));
        const Stream stream;
        cublasHandle_t blas = nullptr;
        REQUIRE(cublasCreate(&blas) == CUBLAS_STATUS_SUCCESS);
        REQUIRE(cublasSetStream(blas, stream) == CUBLAS_STATUS_SUCCESS);
        const Memory<double> a(5, stream); // one short
        const Memory<double> c(4, stream);
        const double one = 1;
        CHECK(cublasDgemm(blas, CUBLAS_OP_N, CUBLAS_OP_T, 2, 2, 3, &one, a.data(), 2, a.data(), 2, &one, c.data(), 2)
              == CUBLAS_STATUS_SUCCESS);
        CHECK(cudaStreamSynchronize(stream) == cudaErrorIllegalAddress);
        CHECK(emulated::last_report() == "gemm: A: 48 bytes do not lie inside one allocation of device memory");
        CHECK(cublasDestroy(blas) == CUBLAS_STATUS_EXECUTION_FAILED);
        emulated::reset();
    }

    TEST_CASE("faults: an allocation is refused, and the next is not") {
        emulated::reset();
        const Stream stream;
        emulated::refuse_allocations(2);
        const Memory<double> first(1, stream);
        void* memory = nullptr;
        CHECK(cudaMallocAsync(&memory, 8, stream) == cudaErrorMemoryAllocation);
        const Memory<double> third(1, stream);
        emulated::refuse_allocations(1);
        cufftHandle plan = 0;
        int length = 8;
        CHECK(cufftPlanMany(&plan, 1, &length, nullptr, 1, 8, nullptr, 1, 8, CUFFT_Z2Z, 1) == CUFFT_ALLOC_FAILED);
        CHECK(emulated::counters().allocations == 4);
    }

    TEST_CASE("faults: a broken device stays broken, and lets go of what is freed") {
        for (const auto streams : {emulated::Streams::eager, emulated::Streams::lazy, emulated::Streams::workers}) {
            emulated::reset(machine_with(streams));
            const emulated::Alive before = emulated::alive();
            {
                const Stream stream;
                const Memory<double> values(4, stream);
                emulated::break_device(2);
                CHECK(cudaMemsetAsync(values.data(), 0, 8, stream) == cudaSuccess);
                CHECK(cudaMemsetAsync(values.data(), 0, 8, stream) == cudaErrorLaunchFailure);
                CHECK(cudaStreamSynchronize(stream) == cudaErrorLaunchFailure);
                cublasHandle_t blas = nullptr;
                CHECK(cublasCreate(&blas) == CUBLAS_STATUS_NOT_INITIALIZED);
            }
            CHECK(emulated::alive() == before);
        }
        emulated::reset();
    }
}
