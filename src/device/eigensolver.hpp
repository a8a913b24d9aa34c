#pragma once

#include "backend/verbs.hpp"
#include "core/index.hpp"
#include "device_buffer.hpp"
#include "library_handles.hpp"

#include <vector>

namespace mbl {

/// The two cuSOLVER routines a size can be served by.
enum class EigensolverRoutine { batched, one_by_one };

/// Which routine serves which D: fixed, so that results do not depend on the machine's mood.
/// `XsyevBatched` allows n * n * batch <= 2^31 - 1 and fewer than 65,536 matrices.
EigensolverRoutine eigensolver_routine(Index dim, Index count);

/// Doubles of device workspace to plan with: what the library asks for is known on the device only. cuSOLVER's
/// divide and conquer needs about 2 n^2 doubles per matrix beside the matrix itself.
Index eigensolver_workspace_bound(Index dim, Index count);

/// Symmetric eigensolver of one lane: cusolverDnXsyevd, or cusolverDnXsyevBatched by the table above.
class Eigensolver {
  public:
    explicit Eigensolver(cudaStream_t stream);

    /// Doubles of device workspace for `count` matrices.
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

    cudaStream_t stream_;
    CusolverHandle handle_;
    CusolverParams params_;
    std::vector<unsigned char> host_workspace_;
};

} // namespace mbl
