#pragma once

#include "core/index.hpp"

#include <nlohmann/json_fwd.hpp>

namespace mbl::bench {

/// Points of Fig. 6 at V = 1.5, U = 2, T = 2, each with a seed of its own, on a grid of that figure's width.
struct ImpurityCase {
    Index points = 1; ///< solved together
    int liom_count = 1000;
    int frequency_count = 16384;
};

/// The impurity model on one lane; medians.
struct ImpurityTimes {
    ImpurityCase what;
    double liom_sum_seconds = 0; ///< the sum and its slope at every frequency of every point
    double fft_seconds = 0;      ///< the transforms of one iteration of all points
    double solve_seconds = 0;    ///< the first grid solve of all points, until each has converged
    Index iterations = 0;        ///< in it, summed over points
    double whole_seconds = 0;    ///< whole points: grid, twins, curves, distances
    Index converged = 0;         ///< of these points

    [[nodiscard]] double points_iterations_per_second() const {
        return static_cast<double>(iterations) / solve_seconds;
    }
    /// Of an iteration of all points.
    [[nodiscard]] double fft_share() const {
        return fft_seconds * points_iterations_per_second() / static_cast<double>(what.points);
    }
};

/// Each measurement once to warm up, then until its part of `seconds` is over (one repetition at least, seven at most).
/// @throws OutOfMemory, DeviceUnavailable.
ImpurityTimes time_impurity_points(int ordinal, const ImpurityCase& what, double seconds);

nlohmann::ordered_json to_json(const ImpurityTimes& times);

} // namespace mbl::bench
