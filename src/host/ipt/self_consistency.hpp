#pragma once

#include "core/index.hpp"

#include <algorithm>
#include <vector>

namespace mbl {

/// How the iteration of one point ended.
struct IterationResult {
    int iterations = 0;
    double residual = 0; ///< max |G_{k+1} - G_k| of the last iteration
    bool converged = false;
};

/// Iterates points until each has met its tolerance or its limit; a point that has leaves the others. What a point goes
/// through depends on itself alone.
/// @param slots where the points live  @param tolerance, limit [slots]
/// @param iterate (slots still iterating) -> residual of each, in the same order
template <class Iterate>
std::vector<IterationResult> iterate_points(std::vector<Index> slots, const std::vector<double>& tolerance,
                                            const std::vector<int>& limit, const Iterate& iterate) {
    std::vector<IterationResult> results(tolerance.size());
    while (!slots.empty()) {
        const std::vector<double> residuals = iterate(slots);
        for (std::size_t k = 0; k < slots.size(); ++k) {
            const auto slot = static_cast<std::size_t>(slots[k]);
            IterationResult& result = results[slot];
            ++result.iterations;
            result.residual = residuals[k];
            result.converged = residuals[k] <= tolerance[slot];
        }
        std::erase_if(slots, [&](Index slot) {
            const IterationResult& result = results[static_cast<std::size_t>(slot)];
            return result.converged || result.iterations >= limit[static_cast<std::size_t>(slot)];
        });
    }
    return results;
}

/// Called between two iterations; throws Stopped where a stop was requested. May be null.
using Poll = void (*)();

} // namespace mbl
