#pragma once

#include "campaign/runner.hpp"

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace mbl::bench {

/// Realizations with all observables, as a campaign computes them.
struct WholeTimes {
    int lanes = 1;
    Index realizations = 0;                      ///< in all repetitions and lanes
    std::vector<double> seconds_per_realization; ///< of each repetition, ascending; never empty
    int retries = 0;                             ///< realizations that did not pass the gate at once
    [[nodiscard]] double median() const { return seconds_per_realization[seconds_per_realization.size() / 2]; }
};

/// Every lane computes a block to warm up (the scales of its realizations are known from then on), then the same block
/// again in each repetition, until `seconds` are over (one at least, seven at most).
/// @param problem its index in the plan.
WholeTimes time_whole_realizations(const Device& device, const Plan& plan, Index problem, BubbleScales& scales,
                                   int lanes, double seconds);

nlohmann::ordered_json to_json(const WholeTimes& times);

} // namespace mbl::bench
