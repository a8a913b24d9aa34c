#pragma once

#include "backend/device.hpp"
#include "campaign/block_record.hpp"
#include "plan/plan.hpp"
#include "solve/bubble_scales.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mbl {

/// Computes blocks on one lane. The virtual call is crossed once per block.
class Runner {
  public:
    Runner() = default;
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    virtual ~Runner() = default;

    /// @throws NumericalError a realization failed the gate twice; the message names point and realization.
    /// @throws Stopped a stop was requested between two batches.
    virtual BlockRecord run(const Block& block) = 0;

    /// One realization in full, for `replay`. Its gate may have failed: look at it.
    virtual Realization realize_one(Index problem, Index realization) = 0;
};

/// A runner for one lane of the CPU, the calling thread. @param device_model as cpu_model() says it.
std::unique_ptr<Runner> make_cpu_runner(const std::string& device_model, const Plan& plan, BubbleScales& scales);

/// A runner for one lane of the device. `plan` and `scales` must outlive it and may be shared by all lanes.
/// @throws DeviceUnavailable the device is absent from this build or machine.
std::unique_ptr<Runner> make_runner(const Device& device, const Plan& plan, BubbleScales& scales);

} // namespace mbl
