/// cuBLAS on OpenBLAS: the products that src/device asks for.

#include "backend/openblas.hpp"
#include "engine.hpp"
#include "state.hpp"
#include "streams.hpp"

#include <algorithm>
#include <cublas_v2.h>
#include <limits>

using namespace emulated;

struct cublasContext {
    cudaStream_t stream = nullptr;
};

namespace {

/// One column-major operand: `count` matrices [rows, columns], `stride` apart.
template <class T>
struct Operand {
    T* data;
    std::int64_t rows;
    std::int64_t columns;
    std::int64_t leading;
    long long stride;

    [[nodiscard]] T* matrix(std::int64_t i) const { return data + i * stride; }
    [[nodiscard]] std::size_t bytes() const {
        return rows == 0 || columns == 0 ? 0
                                         : static_cast<std::size_t>((columns - 1) * leading + rows) * sizeof(double);
    }
    [[nodiscard]] bool valid() const {
        return rows >= 0 && columns >= 0 && leading >= std::max<std::int64_t>(1, rows) && fits(columns)
               && fits(leading);
    }
    static bool fits(std::int64_t n) { return n <= std::numeric_limits<int>::max(); }
};

struct Product {
    char op_a;
    char op_b;
    std::int64_t inner;
    double alpha;
    double beta;
    Operand<const double> a;
    Operand<const double> b;
    Operand<double> c;
    std::int64_t count;

    void operator()() const {
        const int m = static_cast<int>(c.rows);
        const int n = static_cast<int>(c.columns);
        const int k = static_cast<int>(inner);
        const int lda = static_cast<int>(a.leading);
        const int ldb = static_cast<int>(b.leading);
        const int ldc = static_cast<int>(c.leading);
        for (std::int64_t i = 0; i < count; ++i) {
            operand_read("gemm: A", a.matrix(i), a.bytes());
            operand_read("gemm: B", b.matrix(i), b.bytes());
            if (beta != 0) operand_read("gemm: C", c.matrix(i), c.bytes());
            operand_written("gemm: C", c.matrix(i), c.bytes());
            const Quiet quiet;
            dgemm_(&op_a, &op_b, &m, &n, &k, &alpha, a.matrix(i), &lda, b.matrix(i), &ldb, &beta, c.matrix(i), &ldc);
        }
    }
};

cublasStatus_t enqueue_product(cublasHandle_t handle, const Product& product) {
    if (enter() != cudaSuccess) return CUBLAS_STATUS_EXECUTION_FAILED;
    if (handle == nullptr) return CUBLAS_STATUS_NOT_INITIALIZED;
    if (product.inner < 0 || product.count < 0 || !product.a.valid() || !product.b.valid() || !product.c.valid()) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    if (product.c.rows == 0 || product.c.columns == 0 || product.count == 0) return CUBLAS_STATUS_SUCCESS;
    ++Locked()->counters.products;
    return enqueue(handle->stream, product) == cudaSuccess ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

char letter(cublasOperation_t operation) { return operation == CUBLAS_OP_N ? 'N' : 'T'; }

} // namespace

extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) {
    if (enter() != cudaSuccess) return CUBLAS_STATUS_NOT_INITIALIZED;
    ++Locked()->alive.handles;
    *handle = new cublasContext;
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasDestroy_v2(cublasHandle_t handle) {
    if (handle == nullptr) return CUBLAS_STATUS_NOT_INITIALIZED;
    --Locked()->alive.handles;
    delete handle;
    return enter() == cudaSuccess ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, cudaStream_t stream) {
    if (enter() != cudaSuccess) return CUBLAS_STATUS_EXECUTION_FAILED;
    if (handle == nullptr || !is_stream(stream)) return CUBLAS_STATUS_INVALID_VALUE;
    handle->stream = stream;
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t handle, void* memory, std::size_t bytes) {
    if (enter() != cudaSuccess) return CUBLAS_STATUS_EXECUTION_FAILED;
    const bool usable = memory != nullptr && inside_allocation(memory, bytes);
    return handle != nullptr && usable ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_INVALID_VALUE;
}

cublasStatus_t cublasDgemmStridedBatched_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b,
                                            std::int64_t m, std::int64_t n, std::int64_t k, const double* alpha,
                                            const double* a, std::int64_t lda, long long stride_a, const double* b,
                                            std::int64_t ldb, long long stride_b, const double* beta, double* c,
                                            std::int64_t ldc, long long stride_c, std::int64_t count) {
    const bool plain_a = op_a == CUBLAS_OP_N;
    const bool plain_b = op_b == CUBLAS_OP_N;
    return enqueue_product(handle, {letter(op_a),
                                    letter(op_b),
                                    k,
                                    *alpha,
                                    *beta,
                                    {a, plain_a ? m : k, plain_a ? k : m, lda, stride_a},
                                    {b, plain_b ? k : n, plain_b ? n : k, ldb, stride_b},
                                    {c, m, n, ldc, stride_c},
                                    count});
}

cublasStatus_t cublasDgemmStridedBatched(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, int m,
                                         int n, int k, const double* alpha, const double* a, int lda,
                                         long long stride_a, const double* b, int ldb, long long stride_b,
                                         const double* beta, double* c, int ldc, long long stride_c, int count) {
    return cublasDgemmStridedBatched_64(handle, op_a, op_b, m, n, k, alpha, a, lda, stride_a, b, ldb, stride_b, beta, c,
                                        ldc, stride_c, count);
}

cublasStatus_t cublasDgemm_v2_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                                 std::int64_t n, std::int64_t k, const double* alpha, const double* a, std::int64_t lda,
                                 const double* b, std::int64_t ldb, const double* beta, double* c, std::int64_t ldc) {
    return cublasDgemmStridedBatched_64(handle, op_a, op_b, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

cublasStatus_t cublasDgemm_v2(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, int m, int n,
                              int k, const double* alpha, const double* a, int lda, const double* b, int ldb,
                              const double* beta, double* c, int ldc) {
    return cublasDgemm_v2_64(handle, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

const char* cublasGetStatusName(cublasStatus_t status) {
    switch (status) {
    case CUBLAS_STATUS_SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case CUBLAS_STATUS_ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case CUBLAS_STATUS_INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case CUBLAS_STATUS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    default: return "CUBLAS_STATUS_INTERNAL_ERROR";
    }
}

const char* cublasGetStatusString(cublasStatus_t status) {
    return status == CUBLAS_STATUS_SUCCESS ? "success" : "the call failed";
}

} // extern "C"
