#include "eigensolver.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

namespace mbl {

namespace {

/// Above this size one matrix fills the device, and several lanes overlap what does not. Not yet measured on a device.
constexpr Index batched_dim_max = 1024;

/// The batched routine's limits, despite its 64-bit arguments.
void require_one_call(Index dim, Index count) {
    if (dim * dim * count > std::numeric_limits<std::int32_t>::max() || count > 65'535) {
        throw std::logic_error(fmt::format("XsyevBatched: {} matrices of dim {} exceed one call", count, dim));
    }
}

cusolverEigMode_t mode(Job job) { return job == Job::vectors ? CUSOLVER_EIG_MODE_VECTOR : CUSOLVER_EIG_MODE_NOVECTOR; }

} // namespace

EigensolverRoutine eigensolver_routine(Index dim) {
    return dim <= batched_dim_max ? EigensolverRoutine::batched : EigensolverRoutine::one_by_one;
}

Eigensolver::Eigensolver(cudaStream_t stream)
    : stream_(stream), handle_(make_cusolver(stream)), params_(make_cusolver_params()) {}

Eigensolver::Bytes Eigensolver::query(Job job, Index dim, Index count) {
    Bytes bytes;
    if (eigensolver_routine(dim) == EigensolverRoutine::batched) {
        require_one_call(dim, count);
        check(cusolverDnXsyevBatched_bufferSize(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim,
                                                CUDA_R_64F, nullptr, dim, CUDA_R_64F, nullptr, CUDA_R_64F,
                                                &bytes.device, &bytes.host, count));
    } else {
        check(cusolverDnXsyevd_bufferSize(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim,
                                          CUDA_R_64F, nullptr, dim, CUDA_R_64F, nullptr, CUDA_R_64F, &bytes.device,
                                          &bytes.host));
    }
    return bytes;
}

Index Eigensolver::workspace(Job job, Index dim, Index count) {
    const std::size_t bytes = query(job, dim, count).device;
    return static_cast<Index>((bytes + sizeof(double) - 1) / sizeof(double));
}

/// Device memory for the library's info codes, kept for the next call.
int* Eigensolver::outcomes(Index count) {
    if (!outcomes_ || outcomes_->size() < count) {
        outcomes_.reset();
        outcomes_.emplace(count, stream_);
    }
    return outcomes_->data();
}

EighStatus Eigensolver::solve(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace) {
    if (count == 0) return {};
    const Bytes bytes = query(job, dim, count);
    host_workspace_.resize(std::max(host_workspace_.size(), bytes.host));
    int* info = outcomes(count);
    if (eigensolver_routine(dim) == EigensolverRoutine::batched) {
        // Before 12.8.1 an unzeroed workspace gave wrong vectors.
        check(cudaMemsetAsync(workspace, 0, bytes.device, stream_));
        check(cusolverDnXsyevBatched(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim, CUDA_R_64F,
                                     matrices, dim, CUDA_R_64F, energies, CUDA_R_64F, workspace, bytes.device,
                                     host_workspace_.data(), bytes.host, info, count));
    } else {
        for (Index i = 0; i < count; ++i) {
            check(cusolverDnXsyevd(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim, CUDA_R_64F,
                                   matrices + i * dim * dim, dim, CUDA_R_64F, energies + i * dim, CUDA_R_64F, workspace,
                                   bytes.device, host_workspace_.data(), bytes.host, info + i));
        }
    }
    std::vector<int> outcome(static_cast<std::size_t>(count));
    check(cudaMemcpyAsync(outcome.data(), info, outcome.size() * sizeof(int), cudaMemcpyDeviceToHost, stream_));
    check(cudaStreamSynchronize(stream_));
    const auto failed = std::ranges::find_if(outcome, [](int value) { return value != 0; });
    if (failed == outcome.end()) return {};
    return {failed - outcome.begin(), *failed};
}

} // namespace mbl
