#pragma once

#include "backend/device.hpp"
#include "plan/shard.hpp"

#include <functional>
#include <optional>
#include <string>

namespace mbl {

/// What --shard asks for.
struct ShardChoice {
    Shard shard;
    std::optional<int> local_task; ///< the worker's number among those that srun started on this host
};

/// Looks up a variable of the environment; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// The environment of this process.
Environment process_environment();

/// Parses i/n (i = 0 … n-1), or auto, which reads the variables of the scheduler that started this process:
/// a Slurm array (SLURM_ARRAY_TASK_ID and _MIN, _MAX, _STEP, _COUNT), srun's tasks (SLURM_PROCID, SLURM_STEP_NUM_TASKS; of an array
/// with several tasks each, every task is a worker), an AWS Batch array (AWS_BATCH_JOB_ARRAY_INDEX, _SIZE), a Kubernetes
/// indexed job (JOB_COMPLETION_INDEX; Kubernetes does not tell the count: MBL_SHARD_COUNT). MBL_SHARD_COUNT, where it is set, is the count
/// of any of them, and the array's index then is the shard's: so an array of the missing indices alone can be sent again.
/// @throws UsageError anything else, no scheduler, two of them, variables that contradict each other.
ShardChoice parse_shard(const std::string& text, const Environment& environment);

/// One worker per GPU: where srun's tasks see several GPUs and `auto` is asked for, each takes its own in turn.
/// @param devices CUDA devices that this process sees.
DeviceRequest device_of(const ShardChoice& choice, const DeviceRequest& request, int devices);

} // namespace mbl
