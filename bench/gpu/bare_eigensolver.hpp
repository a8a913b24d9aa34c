#pragma once

#include "core/index.hpp"

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace mbl::bench {

enum class Routine { syevd, syev_batched };

/// cuSOLVER alone, with vectors, on given matrices; nothing of the program around it.
struct BareTimes {
    Routine routine = Routine::syevd;
    Index matrices = 0;                     ///< per lane, in one call or one after the other
    int lanes = 1;                          ///< host threads, each with a stream, handle and workspace of its own
    std::vector<double> seconds_per_matrix; ///< of each repetition, ascending; never empty
    Index device_workspace_bytes = 0;       ///< of one lane
    Index host_workspace_bytes = 0;
    bool equal_bits = true; ///< the first lane's energies and vectors, first solve against last
};

/// One solve to warm up, then repetitions until `seconds` are over (one at least, seven at most).
/// @param matrices [dim, dim, count] on the host. @throws OutOfMemory, DeviceUnavailable, NumericalError.
BareTimes time_bare_eigensolver(Routine routine, Index dim, Index count, const std::vector<double>& matrices, int lanes,
                                double seconds);

nlohmann::ordered_json to_json(const BareTimes& times);

} // namespace mbl::bench
