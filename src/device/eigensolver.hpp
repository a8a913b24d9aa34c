#pragma once

#include "backend/verbs.hpp"
#include "core/index.hpp"
#include "device_buffer.hpp"
#include "library_handles.hpp"

#include <optional>
#include <vector>

namespace mbl {

/// The two cuSOLVER routines a size can be served by.
enum class EigensolverRoutine { batched, one_by_one };

/// Which routine serves which D, for one matrix as for many: fixed, so that a replay has the bits of the campaign.
EigensolverRoutine eigensolver_routine(Index dim);

/// Symmetric eigensolver of one lane: cusolverDnXsyevd, or cusolverDnXsyevBatched by the table above.
class Eigensolver {
  public:
    explicit Eigensolver(cudaStream_t stream);

    /// Doubles of device workspace for `count` matrices, as the library asks for them.
    /// @throws std::logic_error more than one batched call can take: n * n * count > 2^31 - 1, or count > 65,535.
    Index workspace(Job job, Index dim, Index count);

    /// Column-major matrices [dim, dim, count] become their eigenvectors (Job::vectors); energies [dim, count] ascend.
    /// Waits, since the outcome is known only then.
    EighStatus solve(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace);

  private:
    struct Bytes {
        std::size_t device = 0;
        std::size_t host = 0;
    };
    Bytes query(Job job, Index dim, Index count);
    int* outcomes(Index count);

    cudaStream_t stream_;
    CusolverHandle handle_;
    CusolverParams params_;
    std::vector<unsigned char> host_workspace_;
    std::optional<DeviceBuffer<int>> outcomes_;
};

} // namespace mbl
