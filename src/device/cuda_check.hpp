#pragma once

#include "core/errors.hpp"

#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <cufft.h>
#include <cusolverDn.h>
#include <source_location>

namespace mbl {

/// Every CUDA and library call goes through check(): a failure becomes an exception with the call's place and the
/// library's own words. @throws OutOfMemory, DeviceUnavailable.
void check(cudaError_t status, std::source_location where = std::source_location::current());
void check(cublasStatus_t status, std::source_location where = std::source_location::current());
void check(cusolverStatus_t status, std::source_location where = std::source_location::current());
void check(cufftResult status, std::source_location where = std::source_location::current());

/// For destructors: a failure is logged to stderr, never thrown.
void check_quietly(cudaError_t status, std::source_location where = std::source_location::current()) noexcept;

} // namespace mbl
