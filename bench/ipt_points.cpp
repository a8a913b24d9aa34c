#include "backend/cpu_backend.hpp"
#include "ipt/solve_impurity.hpp"

#include <benchmark/benchmark.h>

#include <array>

/// The impurity model's LIOM sum, transforms, iteration and whole points, on one core. The argument is M, or how many
/// transforms go together.
namespace {

using namespace mbl;

/// A point of Fig. 6 at V = 1.5.
ImpurityProblem point_of(int liom_count) {
    ImpurityProblem problem;
    problem.liom_count = liom_count;
    problem.coupling = 1.5;
    problem.interaction = 2;
    problem.temperature = 2;
    problem.localization_length = 10;
    problem.plot_frequency = default_plot_frequencies(problem.liom_bandwidth);
    return problem;
}

struct Bench {
    explicit Bench(const benchmark::State& state) : problem(point_of(static_cast<int>(state.range(0)))) {}
    ImpurityProblem problem;
    std::array<const ImpurityProblem*, 1> problems{&problem};
    CpuBackend lane;
};

void liom_sum(benchmark::State& state) {
    Bench bench(state);
    const ImpurityBatch<CpuBackend> batch(bench.lane, bench.problems, nullptr);
    std::vector<Complex> frequency;
    std::vector<Complex> green;
    for (Index i = 0; i < batch.grid.count; ++i) {
        frequency.push_back({batch.grid.at(i), 2 * batch.grid.step});
        green.push_back(local_green_root({batch.grid.at(i), 0}, batch.second_moments().front()));
    }
    std::vector<Complex> sum(frequency.size());
    LiomSum job;
    job.baths = batch.baths.views();
    job.sites_per_point = batch.grid.count;
    job.frequency = frequency.data();
    job.local_green = green.data();
    job.green = sum.data();
    for (auto _ : state) {
        mbl::liom_sum(bench.lane, job, batch.grid.count);
        benchmark::DoNotOptimize(sum.data());
    }
    state.counters["pairs"] = static_cast<double>(batch.grid.count) * bench.problem.liom_count;
}

/// One iteration's four transforms.
void fft(benchmark::State& state) {
    CpuBackend lane;
    constexpr Index length = Index{2} * 16384;
    const Index rows = state.range(0);
    std::vector<Complex> data(static_cast<std::size_t>(rows * length), Complex{1e-3, 0});
    for (auto _ : state) {
        for (const Direction direction :
             {Direction::forward, Direction::backward, Direction::forward, Direction::backward})
            lane.fft(direction, length, rows, data.data());
        for (Complex& value : data) value = {1e-3, 0}; // unnormalised transforms grow
    }
}

/// The first grid solve, until it has converged.
void self_consistency(benchmark::State& state) {
    Bench bench(state);
    const ImpurityBatch<CpuBackend> batch(bench.lane, bench.problems, nullptr);
    RealAxis<CpuBackend> axis(bench.lane, batch.grid, batch.baths, batch.constants());
    double iterations = 0;
    for (auto _ : state) {
        axis.start({0}, batch.second_moments());
        axis.set_eta(0, 2 * batch.grid.step);
        iterations = axis.solve({0}, {bench.problem.grid.tolerance}, {200}).front().iterations;
    }
    state.counters["points_iterations"] = iterations;
}

void whole_point(benchmark::State& state) {
    Bench bench(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(solve_impurity(bench.lane, std::span<const ImpurityProblem* const>(bench.problems)));
}

} // namespace

BENCHMARK(liom_sum)->Arg(55)->Arg(990)->Arg(10011)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(fft)->Arg(1)->Arg(16)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(self_consistency)->Arg(55)->Arg(990)->Arg(10011)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(whole_point)->Arg(55)->Arg(990)->Arg(10011)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_MAIN();
