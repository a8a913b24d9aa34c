#pragma once

#include "backend/device.hpp"
#include "campaign/block_record.hpp"
#include "plan/plan.hpp"
#include "solve/bubble_scales.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mbl {

/// Computes blocks on one lane. The virtual call is crossed once per block, or once for several impurity points.
class Runner {
  public:
    Runner() = default;
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    virtual ~Runner() = default;

    /// @throws NumericalError a realization failed the gate twice; the message names point and realization.
    /// @throws Stopped a stop was requested between two batches.
    virtual BlockRecord run(const Block& block) = 0;

    /// Blocks that were dealt together: one of exact diagonalization, or impurity points of one shape. Records in their
    /// order; when it throws, none of them is done. Default: one after the other.
    virtual std::vector<BlockRecord> run_together(std::span<const Block> blocks) {
        std::vector<BlockRecord> records;
        for (const Block& block : blocks) records.push_back(run(block));
        return records;
    }

    /// One realization of exact diagonalization in full, for `replay` (an impurity point's block is all there is of it). Its gate may have failed: look at it.
    virtual Realization realize_one(Index problem, Index realization) = 0;
};

/// A runner for one lane of the CPU, the calling thread. @param device_model as cpu_model() says it.
std::unique_ptr<Runner> make_cpu_runner(const std::string& device_model, const Plan& plan, BubbleScales& scales);

/// A runner for one lane of the device. `plan` and `scales` must outlive it and may be shared by all lanes.
/// @throws DeviceUnavailable the device is absent from this build or machine.
std::unique_ptr<Runner> make_runner(const Device& device, const Plan& plan, BubbleScales& scales);

} // namespace mbl
