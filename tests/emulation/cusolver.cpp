/// cuSOLVER on LAPACK: Xsyevd and XsyevBatched, binary64. Workspaces are as large as a real library's might be, are used
/// for the work, and hold garbage before and after it.

#include "backend/openblas.hpp"
#include "engine.hpp"
#include "state.hpp"
#include "streams.hpp"

#include <algorithm>
#include <cstring>
#include <cusolverDn.h>
#include <limits>

using namespace emulated;

struct cusolverDnContext {
    cudaStream_t stream = nullptr;
};
struct cusolverDnParams {};

namespace {

enum class Routine { syevd, syev_batched };

struct Solve {
    Routine routine;
    char job;
    char triangle;
    std::int64_t n;
    double* a;
    std::int64_t lda;
    double* w;
    void* device_buffer;
    std::size_t device_bytes;
    void* host_buffer;
    std::size_t host_bytes;
    int* info;
    std::int64_t count;

    void operator()() const;

  private:
    void solve_one(std::int64_t i, bool wrong) const;
};

std::int64_t doubles_of(std::int64_t n) { return 1 + 6 * n + 2 * n * n; }
std::int64_t integers_of(std::int64_t n) { return 3 + 5 * n; }

std::size_t device_bytes_of(std::int64_t n, std::int64_t count) {
    return static_cast<std::size_t>(8 * doubles_of(n) + 4 * integers_of(n) + 64 * count + 256);
}
std::size_t host_bytes_of(std::int64_t n) { return static_cast<std::size_t>(16 * n + 1024); }

/// LAPACK's own 32-bit sizes refuse more; workspaces can be asked for, solving lies far beyond any test.
constexpr std::int64_t solvable_max = 30'000;

/// The documented limits: n lda count <= INT32_MAX and fewer than 65,536 matrices for the batched routine.
bool valid(const Solve& s) {
    if (s.n < 0 || s.lda < std::max<std::int64_t>(1, s.n)) return false;
    if (s.routine == Routine::syevd) return true;
    return s.count >= 0 && s.count < 65'536 && s.n * s.lda * s.count <= std::numeric_limits<std::int32_t>::max();
}

bool real_doubles(cudaDataType a, cudaDataType w, cudaDataType compute) {
    return a == CUDA_R_64F && w == CUDA_R_64F && compute == CUDA_R_64F;
}

void garbage(void* memory, std::size_t bytes) { std::memset(memory, 0xA5, bytes); }

bool all_zero(const void* memory, std::size_t bytes) {
    const auto* first = static_cast<const char*>(memory);
    return std::all_of(first, first + bytes, [](char byte) { return byte == 0; });
}

/// Components moved on by one: still orthonormal, and no eigenvectors.
void rotate_components(double* vectors, std::int64_t n, std::int64_t lda) {
    for (std::int64_t j = 0; j < n; ++j) std::rotate(vectors + j * lda, vectors + j * lda + 1, vectors + j * lda + n);
}

void Solve::solve_one(std::int64_t i, bool wrong) const {
    double* matrix = a + i * lda * n;
    double* energies = w + i * n;
    const auto last = static_cast<std::size_t>((n - 1) * lda + n);
    operand_read("eigensolver: A", matrix, last * sizeof(double));
    operand_written("eigensolver: A", matrix, last * sizeof(double));
    operand_written("eigensolver: W", energies, static_cast<std::size_t>(n) * sizeof(double));
    operand_written("eigensolver: info", info + i, sizeof(int));
    bool spoil = false;
    Spoil how{};
    {
        const Locked s;
        ++s->counters.matrices;
        spoil = s->spoil.strike();
        how = s->spoil_how;
    }
    auto* work = static_cast<double*>(device_buffer);
    auto* integers = reinterpret_cast<int*>(work + doubles_of(n));
    const int dim = static_cast<int>(n);
    const int leading = static_cast<int>(lda);
    const int doubles = static_cast<int>(doubles_of(n));
    const int integer_count = static_cast<int>(integers_of(n));
    const Quiet quiet;
    dsyevd_(&job, &triangle, &dim, matrix, &leading, energies, work, &doubles, integers, &integer_count, info + i);
    if (job == 'N') std::fill(matrix, matrix + last, std::numeric_limits<double>::quiet_NaN()); // "destroyed"
    if ((wrong || (spoil && how == Spoil::wrong_vectors)) && job == 'V') rotate_components(matrix, n, lda);
    if (spoil && how == Spoil::wrong_energies) energies[n / 2] += 1e-3 * (1 + std::abs(energies[n / 2]));
    if (spoil && how == Spoil::not_a_number) {
        energies[n / 2] = matrix[n / 2] = std::numeric_limits<double>::quiet_NaN();
    }
    if (spoil && how == Spoil::no_convergence) {
        std::fill(matrix, matrix + last, std::numeric_limits<double>::quiet_NaN());
        info[i] = 1;
    }
}

void Solve::operator()() const {
    operand_written("eigensolver: device workspace", device_buffer, device_bytes);
    // cuSOLVER before 12.8.1 wanted the batched routine's workspace to be zero.
    const bool wrong = routine == Routine::syev_batched && !all_zero(device_buffer, device_bytes);
    garbage(host_buffer, host_bytes);
    garbage(device_buffer, device_bytes);
    for (std::int64_t i = 0; i < count && n > 0; ++i) solve_one(i, wrong);
    garbage(device_buffer, device_bytes);
}

cusolverStatus_t enqueue_solve(cusolverDnHandle_t handle, cusolverDnParams_t params, const Solve& solve) {
    if (enter() != cudaSuccess) return CUSOLVER_STATUS_INTERNAL_ERROR;
    if (handle == nullptr || params == nullptr) return CUSOLVER_STATUS_NOT_INITIALIZED;
    const bool enough = solve.device_bytes >= device_bytes_of(solve.n, solve.count)
                        && solve.host_bytes >= host_bytes_of(solve.n) && solve.host_buffer != nullptr;
    if (!valid(solve) || solve.n > solvable_max || !enough) return CUSOLVER_STATUS_INVALID_VALUE;
    {
        const Locked s;
        ++(solve.routine == Routine::syevd ? s->counters.syevd : s->counters.syev_batched);
    }
    return enqueue(handle->stream, solve) == cudaSuccess ? CUSOLVER_STATUS_SUCCESS : CUSOLVER_STATUS_INTERNAL_ERROR;
}

cusolverStatus_t sizes(cusolverDnHandle_t handle, const Solve& solve, std::size_t* device_bytes,
                       std::size_t* host_bytes) {
    if (enter() != cudaSuccess) return CUSOLVER_STATUS_INTERNAL_ERROR;
    if (handle == nullptr) return CUSOLVER_STATUS_NOT_INITIALIZED;
    if (!valid(solve)) return CUSOLVER_STATUS_INVALID_VALUE;
    *device_bytes = device_bytes_of(solve.n, solve.count);
    *host_bytes = host_bytes_of(solve.n);
    return CUSOLVER_STATUS_SUCCESS;
}

char letter(cusolverEigMode_t job) { return job == CUSOLVER_EIG_MODE_VECTOR ? 'V' : 'N'; }
char letter(cublasFillMode_t triangle) { return triangle == CUBLAS_FILL_MODE_LOWER ? 'L' : 'U'; }

Solve shape_of(Routine routine, std::int64_t n, std::int64_t lda, std::int64_t count) {
    return {routine, 'N', 'L', n, nullptr, lda, nullptr, nullptr, 0, nullptr, 0, nullptr, count};
}

} // namespace

extern "C" {

cusolverStatus_t cusolverDnCreate(cusolverDnHandle_t* handle) {
    if (enter() != cudaSuccess) return CUSOLVER_STATUS_NOT_INITIALIZED;
    ++Locked()->alive.handles;
    *handle = new cusolverDnContext;
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDestroy(cusolverDnHandle_t handle) {
    if (handle == nullptr) return CUSOLVER_STATUS_NOT_INITIALIZED;
    --Locked()->alive.handles;
    delete handle;
    return enter() == cudaSuccess ? CUSOLVER_STATUS_SUCCESS : CUSOLVER_STATUS_INTERNAL_ERROR;
}

cusolverStatus_t cusolverDnSetStream(cusolverDnHandle_t handle, cudaStream_t stream) {
    if (enter() != cudaSuccess) return CUSOLVER_STATUS_INTERNAL_ERROR;
    if (handle == nullptr || !is_stream(stream)) return CUSOLVER_STATUS_NOT_INITIALIZED;
    handle->stream = stream;
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnCreateParams(cusolverDnParams_t* params) {
    if (enter() != cudaSuccess) return CUSOLVER_STATUS_ALLOC_FAILED;
    ++Locked()->alive.handles;
    *params = new cusolverDnParams;
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDestroyParams(cusolverDnParams_t params) {
    --Locked()->alive.handles;
    delete params;
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnXsyevd_bufferSize(cusolverDnHandle_t handle, cusolverDnParams_t, cusolverEigMode_t,
                                             cublasFillMode_t, std::int64_t n, cudaDataType type_a, const void*,
                                             std::int64_t lda, cudaDataType type_w, const void*, cudaDataType compute,
                                             std::size_t* device_bytes, std::size_t* host_bytes) {
    if (!real_doubles(type_a, type_w, compute)) return CUSOLVER_STATUS_NOT_SUPPORTED;
    return sizes(handle, shape_of(Routine::syevd, n, lda, 1), device_bytes, host_bytes);
}

cusolverStatus_t cusolverDnXsyevd(cusolverDnHandle_t handle, cusolverDnParams_t params, cusolverEigMode_t job,
                                  cublasFillMode_t triangle, std::int64_t n, cudaDataType type_a, void* a,
                                  std::int64_t lda, cudaDataType type_w, void* w, cudaDataType compute,
                                  void* device_buffer, std::size_t device_bytes, void* host_buffer,
                                  std::size_t host_bytes, int* info) {
    if (!real_doubles(type_a, type_w, compute)) return CUSOLVER_STATUS_NOT_SUPPORTED;
    return enqueue_solve(handle, params,
                         {Routine::syevd, letter(job), letter(triangle), n, static_cast<double*>(a), lda,
                          static_cast<double*>(w), device_buffer, device_bytes, host_buffer, host_bytes, info, 1});
}

cusolverStatus_t cusolverDnXsyevBatched_bufferSize(cusolverDnHandle_t handle, cusolverDnParams_t, cusolverEigMode_t,
                                                   cublasFillMode_t, std::int64_t n, cudaDataType type_a, const void*,
                                                   std::int64_t lda, cudaDataType type_w, const void*,
                                                   cudaDataType compute, std::size_t* device_bytes,
                                                   std::size_t* host_bytes, std::int64_t count) {
    if (!real_doubles(type_a, type_w, compute)) return CUSOLVER_STATUS_NOT_SUPPORTED;
    return sizes(handle, shape_of(Routine::syev_batched, n, lda, count), device_bytes, host_bytes);
}

cusolverStatus_t cusolverDnXsyevBatched(cusolverDnHandle_t handle, cusolverDnParams_t params, cusolverEigMode_t job,
                                        cublasFillMode_t triangle, std::int64_t n, cudaDataType type_a, void* a,
                                        std::int64_t lda, cudaDataType type_w, void* w, cudaDataType compute,
                                        void* device_buffer, std::size_t device_bytes, void* host_buffer,
                                        std::size_t host_bytes, int* info, std::int64_t count) {
    if (!real_doubles(type_a, type_w, compute)) return CUSOLVER_STATUS_NOT_SUPPORTED;
    return enqueue_solve(handle, params,
                         {Routine::syev_batched, letter(job), letter(triangle), n, static_cast<double*>(a), lda,
                          static_cast<double*>(w), device_buffer, device_bytes, host_buffer, host_bytes, info, count});
}

} // extern "C"
