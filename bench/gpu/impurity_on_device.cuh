#pragma once

#include "gpu_backend.cuh"
#include "impurity_times.hpp"
#include "ipt/solve_impurity.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

/// What time_impurity_points() does. Device code: one source for a card, one for the emulated device includes it.
///
/// What an iteration of one point takes at least, at 2^14 frequencies and 10^3 LIOMs: the LIOM sum 2.4e8 instructions in
/// binary64 (kernels/liom_sum.cuh); four transforms of length 2^15, 5 n log2 n = 2.5e6 operations each, and, in two passes,
/// reading and writing 2^15 complex numbers, 2 MiB each, 8 MiB in all (1.8 us at 4.8 TB/s); the element-wise steps some 5 MiB.
/// A lane transforms 16 rows whatever is asked for: one point alone pays for sixteen.
namespace mbl::bench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Median seconds of work(), after which the lane is waited for. Short work is repeated between two waits.
template <class Work>
double median_seconds(GpuBackend& lane, double seconds, const Work& work) {
    constexpr double long_enough = 0.01;
    constexpr double together_max = 1000;
    constexpr std::size_t repetitions_max = 7;
    const auto timed = [&](int together) {
        const Clock::time_point begin = Clock::now();
        for (int i = 0; i < together; ++i) work();
        lane.synchronize();
        return seconds_since(begin) / together;
    };
    const Clock::time_point begin = Clock::now();
    timed(1); // libraries load their kernels at first use
    const auto together = static_cast<int>(std::clamp(long_enough / timed(1), 1.0, together_max));
    std::vector<double> all;
    do {
        all.push_back(timed(together));
    } while (seconds_since(begin) < seconds && all.size() < repetitions_max);
    return median(std::move(all));
}

std::vector<ImpurityProblem> points_of(const ImpurityCase& what) {
    std::vector<ImpurityProblem> problems;
    for (Index i = 0; i < what.points; ++i) {
        ImpurityProblem problem;
        problem.liom_count = what.liom_count;
        problem.seed = static_cast<std::uint64_t>(i + 1);
        problem.coupling = 1.5;
        problem.interaction = 2;
        problem.temperature = 2;
        problem.localization_length = 10;
        problem.grid.frequency_count = what.frequency_count;
        problem.plot_frequency = default_plot_frequencies(problem.liom_bandwidth);
        problems.push_back(std::move(problem));
    }
    return problems;
}

/// The sum as the grid's iteration asks for it.
double time_liom_sum(ImpurityBatch<GpuBackend>& batch, double seconds) {
    const auto points = static_cast<Index>(batch.work.size());
    const std::vector<double> moments = batch.second_moments();
    std::vector<Complex> frequency;
    std::vector<Complex> green;
    std::vector<Index> slots;
    for (Index slot = 0; slot < points; ++slot) {
        slots.push_back(slot);
        for (Index i = 0; i < batch.grid.count; ++i) {
            frequency.push_back({batch.grid.at(i), 2 * batch.grid.step});
            green.push_back(local_green_root({batch.grid.at(i), 0}, moments[static_cast<std::size_t>(slot)]));
        }
    }
    const Index sites = points * batch.grid.count;
    const auto lane_frequency = copy_to_lane(batch.lane, frequency);
    const auto lane_green = copy_to_lane(batch.lane, green);
    const auto lane_slots = copy_to_lane(batch.lane, slots);
    auto sum = batch.lane.allocate<Complex>(sites);
    auto slope = batch.lane.allocate<Complex>(sites);
    LiomSum job;
    job.baths = batch.baths.views();
    job.sites_per_point = batch.grid.count;
    job.slot = lane_slots.data();
    job.frequency = lane_frequency.data();
    job.local_green = lane_green.data();
    job.green = sum.data();
    job.slope = slope.data();
    return median_seconds(batch.lane, seconds, [&] { liom_sum(batch.lane, job, sites); });
}

/// One iteration's four, of zeros: unnormalised transforms grow.
double time_transforms(ImpurityBatch<GpuBackend>& batch, double seconds) {
    const auto points = static_cast<Index>(batch.work.size());
    const Index length = 2 * batch.grid.count;
    const Index elements = packed_rows<GpuBackend>(points) * length;
    auto data = batch.lane.allocate<Complex>(elements);
    batch.lane.for_each_index(elements, FillZeroComplex{data.data()});
    return median_seconds(batch.lane, seconds, [&] {
        for (const Direction direction :
             {Direction::forward, Direction::backward, Direction::forward, Direction::backward})
            packed_fft(batch.lane, direction, length, points, data.data());
    });
}

/// The first grid solve, without what prepares it. Sets solve_seconds and iterations.
void time_solve(ImpurityBatch<GpuBackend>& batch, double seconds, ImpurityTimes& times) {
    RealAxis<GpuBackend> axis(batch.lane, batch.grid, batch.baths, batch.constants());
    const std::vector<Index> slots = batch.slots(true);
    std::vector<double> tolerance;
    std::vector<int> limit;
    for (const PointWork& point : batch.work) {
        tolerance.push_back(point.problem->grid.tolerance);
        limit.push_back(point.problem->grid.iteration_limit);
    }
    const auto timed = [&] {
        axis.start(slots, batch.second_moments());
        for (const Index slot : slots) axis.set_eta(slot, 2 * batch.grid.step);
        const Clock::time_point begin = Clock::now();
        times.iterations = 0;
        for (const IterationResult& result : axis.solve(slots, tolerance, limit)) times.iterations += result.iterations;
        return seconds_since(begin); // solve() has read its last residuals: it waited
    };
    const Clock::time_point begin = Clock::now();
    timed();
    std::vector<double> all;
    do {
        all.push_back(timed());
    } while (seconds_since(begin) < seconds && all.size() < 7);
    times.solve_seconds = median(std::move(all));
}

} // namespace

ImpurityTimes time_impurity_points(int ordinal, const ImpurityCase& what, double seconds) {
    GpuBackend lane(ordinal);
    const std::vector<ImpurityProblem> points = points_of(what);
    std::vector<const ImpurityProblem*> list;
    for (const ImpurityProblem& point : points) list.push_back(&point);
    const std::span<const ImpurityProblem* const> problems(list);
    ImpurityTimes times;
    times.what = what;
    {
        ImpurityBatch<GpuBackend> batch(lane, problems, nullptr);
        times.liom_sum_seconds = time_liom_sum(batch, seconds / 6);
        times.fft_seconds = time_transforms(batch, seconds / 6);
        time_solve(batch, seconds / 3, times);
    }
    times.whole_seconds = median_seconds(lane, seconds / 3, [&] {
        const std::vector<ImpuritySolution> solutions = solve_impurity(lane, problems);
        times.converged = std::ranges::count_if(solutions, [](const auto& s) { return s.report.converged; });
    });
    return times;
}

} // namespace mbl::bench
