#pragma once

#include "campaign/progress.hpp"
#include "campaign/runner.hpp"

#include <functional>
#include <vector>

namespace mbl {

/// Makes the runner of one lane.
using RunnerFactory = std::function<std::unique_ptr<Runner>()>;

/// Takes a finished block; called under the scheduler's lock, in the order in which blocks finish.
using BlockSink = std::function<void(BlockRecord)>;

/// Whether a block that has not been started is still of use; called under the scheduler's lock.
using BlockFilter = std::function<bool(const Block&)>;

/// Computes every block of the plan once: blocks are dealt to `lanes` threads, the costliest first (impurity points of one
/// shape several at once, see Limits::points_together), and start only while all in flight fit into the limits' memory. What
/// memory is refused for starts again with fewer beside it; with none beside it the error names what may fit. The first error
/// stops the others after their current block and is rethrown. Once a stop is requested nothing is started any more, and what
/// is in flight may be dropped: ask stop_requested(). Blocks that `wanted` refuses when their turn comes are left out.
void run_blocks(const Plan& plan, int lanes, const Limits& limits, const RunnerFactory& make_lane,
                const BlockSink& sink, const BlockFilter& wanted = nullptr);

} // namespace mbl
