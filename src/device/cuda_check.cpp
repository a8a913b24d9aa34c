#include "cuda_check.hpp"

#include <fmt/format.h>
#include <string_view>

namespace mbl {

namespace {

/// File name without the folders of the machine that built it.
std::string place(const std::source_location& where) {
    const std::string_view path = where.file_name();
    const auto slash = path.find_last_of('/');
    return fmt::format("{}:{}", slash == std::string_view::npos ? path : path.substr(slash + 1), where.line());
}

std::string message(const char* library, const char* name, int code, const char* text,
                    const std::source_location& where) {
    return fmt::format("{} {} ({}): {} at {}; run `mbl_gpu doctor`, or use --device cpu", library, name, code, text,
                       place(where));
}

const char* cusolver_name(cusolverStatus_t status) {
    switch (status) {
    case CUSOLVER_STATUS_NOT_INITIALIZED: return "CUSOLVER_STATUS_NOT_INITIALIZED";
    case CUSOLVER_STATUS_ALLOC_FAILED: return "CUSOLVER_STATUS_ALLOC_FAILED";
    case CUSOLVER_STATUS_INVALID_VALUE: return "CUSOLVER_STATUS_INVALID_VALUE";
    case CUSOLVER_STATUS_ARCH_MISMATCH: return "CUSOLVER_STATUS_ARCH_MISMATCH";
    case CUSOLVER_STATUS_EXECUTION_FAILED: return "CUSOLVER_STATUS_EXECUTION_FAILED";
    case CUSOLVER_STATUS_INTERNAL_ERROR: return "CUSOLVER_STATUS_INTERNAL_ERROR";
    case CUSOLVER_STATUS_NOT_SUPPORTED: return "CUSOLVER_STATUS_NOT_SUPPORTED";
    default: return "CUSOLVER_STATUS";
    }
}

const char* cufft_name(cufftResult status) {
    switch (status) {
    case CUFFT_INVALID_PLAN: return "CUFFT_INVALID_PLAN";
    case CUFFT_ALLOC_FAILED: return "CUFFT_ALLOC_FAILED";
    case CUFFT_INVALID_VALUE: return "CUFFT_INVALID_VALUE";
    case CUFFT_INTERNAL_ERROR: return "CUFFT_INTERNAL_ERROR";
    case CUFFT_EXEC_FAILED: return "CUFFT_EXEC_FAILED";
    case CUFFT_SETUP_FAILED: return "CUFFT_SETUP_FAILED";
    case CUFFT_INVALID_SIZE: return "CUFFT_INVALID_SIZE";
    default: return "CUFFT_RESULT";
    }
}

} // namespace

void check(cudaError_t status, std::source_location where) {
    if (status == cudaSuccess) return;
    const std::string text =
        message("CUDA", cudaGetErrorName(status), static_cast<int>(status), cudaGetErrorString(status), where);
    if (status == cudaErrorMemoryAllocation) {
        static_cast<void>(cudaGetLastError()); // a refused allocation leaves the device usable
        throw OutOfMemory(text);
    }
    throw DeviceUnavailable(text);
}

void check(cublasStatus_t status, std::source_location where) {
    if (status == CUBLAS_STATUS_SUCCESS) return;
    const std::string text =
        message("cuBLAS", cublasGetStatusName(status), static_cast<int>(status), cublasGetStatusString(status), where);
    if (status == CUBLAS_STATUS_ALLOC_FAILED) throw OutOfMemory(text);
    throw DeviceUnavailable(text);
}

void check(cusolverStatus_t status, std::source_location where) {
    if (status == CUSOLVER_STATUS_SUCCESS) return;
    const std::string text = message("cuSOLVER", cusolver_name(status), static_cast<int>(status), "call failed", where);
    if (status == CUSOLVER_STATUS_ALLOC_FAILED) throw OutOfMemory(text);
    throw DeviceUnavailable(text);
}

void check(cufftResult status, std::source_location where) {
    if (status == CUFFT_SUCCESS) return;
    const std::string text = message("cuFFT", cufft_name(status), static_cast<int>(status), "call failed", where);
    if (status == CUFFT_ALLOC_FAILED) throw OutOfMemory(text);
    throw DeviceUnavailable(text);
}

void check_quietly(cudaError_t status, std::source_location where) noexcept {
    if (status == cudaSuccess || status == cudaErrorCudartUnloading) return;
    try {
        fmt::print(
            stderr, "mbl_gpu: {}\n",
            message("CUDA", cudaGetErrorName(status), static_cast<int>(status), cudaGetErrorString(status), where));
    } catch (...) { // a destructor has nobody left to tell
    }
}

} // namespace mbl
