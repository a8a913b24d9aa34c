#include "eigensolver.hpp"

#include <algorithm>
#include <limits>

namespace mbl {

namespace {

/// Above this size one matrix fills the device, and several lanes overlap what does not. Not yet measured on a device.
constexpr Index batched_dim_max = 1024;
constexpr Index batched_elements_max = std::numeric_limits<std::int32_t>::max();
constexpr Index batched_count_max = 65'535;

cusolverEigMode_t mode(Job job) { return job == Job::vectors ? CUSOLVER_EIG_MODE_VECTOR : CUSOLVER_EIG_MODE_NOVECTOR; }

} // namespace

EigensolverRoutine eigensolver_routine(Index dim, Index count) {
    const bool fits = dim * dim * count <= batched_elements_max && count <= batched_count_max;
    return dim <= batched_dim_max && count > 1 && fits ? EigensolverRoutine::batched : EigensolverRoutine::one_by_one;
}

Index eigensolver_workspace_bound(Index dim, Index count) {
    const Index per_matrix = 2 * dim * dim + 64 * dim;
    return eigensolver_routine(dim, count) == EigensolverRoutine::batched ? per_matrix * count : per_matrix;
}

Eigensolver::Eigensolver(cudaStream_t stream)
    : stream_(stream), handle_(make_cusolver(stream)), params_(make_cusolver_params()) {}

Eigensolver::Bytes Eigensolver::query(Job job, Index dim, Index count) {
    Bytes bytes;
    if (eigensolver_routine(dim, count) == EigensolverRoutine::batched) {
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

EighStatus Eigensolver::solve(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace) {
    if (count == 0) return {};
    const Bytes bytes = query(job, dim, count);
    host_workspace_.resize(std::max(host_workspace_.size(), bytes.host));
    DeviceBuffer<int> info(count, stream_);
    if (eigensolver_routine(dim, count) == EigensolverRoutine::batched) {
        // Before 12.8.1 an unzeroed workspace gave wrong vectors.
        check(cudaMemsetAsync(workspace, 0, bytes.device, stream_));
        check(cusolverDnXsyevBatched(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim, CUDA_R_64F,
                                     matrices, dim, CUDA_R_64F, energies, CUDA_R_64F, workspace, bytes.device,
                                     host_workspace_.data(), bytes.host, info.data(), count));
    } else {
        for (Index i = 0; i < count; ++i) {
            check(cusolverDnXsyevd(handle_.get(), params_.get(), mode(job), CUBLAS_FILL_MODE_LOWER, dim, CUDA_R_64F,
                                   matrices + i * dim * dim, dim, CUDA_R_64F, energies + i * dim, CUDA_R_64F, workspace,
                                   bytes.device, host_workspace_.data(), bytes.host, info.data() + i));
        }
    }
    std::vector<int> outcome(static_cast<std::size_t>(count));
    check(cudaMemcpyAsync(outcome.data(), info.data(), outcome.size() * sizeof(int), cudaMemcpyDeviceToHost, stream_));
    check(cudaStreamSynchronize(stream_));
    const auto failed = std::ranges::find_if(outcome, [](int value) { return value != 0; });
    if (failed == outcome.end()) return {};
    return {failed - outcome.begin(), *failed};
}

} // namespace mbl
