#include "backend/cpu_backend.hpp"
#include "plan/cost.hpp"
#include "solve/realize.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <limits>

/// One realization with all observables against the bare eigensolver on the same matrices, and its steps.
namespace {

using namespace mbl;

constexpr int bubble_spins = 8;

Plan plan_of(int liom_count) {
    Config config;
    config.name = "bench";
    config.model.bubble.spins = bubble_spins;
    SweepConfig sweep;
    sweep.localization_length = {4.0};
    sweep.liom_count = {liom_count};
    config.sweeps = {sweep};
    config.realizations.uniform = 1'000'000;
    Limits limits;
    limits.memory_bytes = std::numeric_limits<Index>::max();
    return make_plan(config, limits);
}

/// A lane with one assembled Hamiltonian; the argument of every benchmark is M.
struct Bench {
    explicit Bench(const benchmark::State& state)
        : plan(plan_of(static_cast<int>(state.range(0)))), problem(plan.problems.front()), batch(lane, problem, 1) {
        batch.count = 1;
        draw_lioms(batch);
        draw_bubbles(batch, scales);
    }
    void assemble() {
        lane.for_each_index(problem.dim * problem.dim,
                            AssembleHamiltonian{batch.bubble.data(), batch.liom_energy.data(),
                                                batch.liom_coupling.data(), problem.bubble_spins, problem.liom_count,
                                                batch.matrices.data()});
    }
    void report(benchmark::State& state) const {
        state.SetItemsProcessed(state.iterations());
        state.counters["dim"] = static_cast<double>(problem.dim);
        state.counters["doubles_per_dim2"] =
            static_cast<double>(realization_bytes(problem))
            / static_cast<double>(sizeof(double) * static_cast<std::size_t>(problem.dim * problem.dim));
    }

    Plan plan;
    const Problem& problem;
    CpuBackend lane;
    BubbleScales scales;
    Batch<CpuBackend> batch;
};

void bare_eigensolver(benchmark::State& state) {
    Bench bench(state);
    for (auto _ : state) {
        state.PauseTiming();
        bench.assemble();
        state.ResumeTiming();
        bench.lane.eigh(Job::vectors, bench.problem.dim, 1, bench.batch.matrices.data(), bench.batch.energies.data(),
                        bench.batch.workspace.data());
    }
    bench.report(state);
}

/// The scale s of each realization is known, as for all points of a campaign but the first.
void realization(benchmark::State& state) {
    Bench bench(state);
    for (auto _ : state) benchmark::DoNotOptimize(realize(bench.batch, bench.scales, 0, 1));
    bench.report(state);
}

/// The first point to meet a realization pays for its scale.
void realization_with_scale(benchmark::State& state) {
    Bench bench(state);
    for (auto _ : state) {
        BubbleScales unknown;
        benchmark::DoNotOptimize(realize(bench.batch, unknown, 0, 1));
    }
    bench.report(state);
}

template <class Step>
void after_diagonalization(benchmark::State& state, const Step& step) {
    Bench bench(state);
    diagonalize(bench.batch);
    for (auto _ : state) step(bench);
    bench.report(state);
}

void gate(benchmark::State& state) {
    after_diagonalization(state, [](Bench& bench) { benchmark::DoNotOptimize(check_eigensystem(bench.batch, 0)); });
}

/// sigma_x_1 with bins of the level spacing and the wide ones, tau_x_M with the level spacing's.
void spectral_functions(benchmark::State& state) {
    after_diagonalization(state, [](Bench& bench) {
        Realization result;
        observe_operators(bench.batch, 0, result);
        benchmark::DoNotOptimize(result);
    });
}

void thouless(benchmark::State& state) {
    after_diagonalization(state, [](Bench& bench) {
        for (const SpinOperator op : thouless_operators(bench.problem))
            benchmark::DoNotOptimize(window_thouless(bench.batch, op));
    });
}

void entropies(benchmark::State& state) {
    after_diagonalization(state, [](Bench& bench) {
        for (const SpinOperator spin : entropy_spins(bench.problem))
            benchmark::DoNotOptimize(window_entropy(bench.batch, spin));
    });
}

void assemble(benchmark::State& state) {
    Bench bench(state);
    for (auto _ : state) bench.assemble();
    bench.report(state);
}

} // namespace

BENCHMARK(bare_eigensolver)->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(realization)->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(realization_with_scale)->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(realization)->DenseRange(0, 4)->Threads(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(gate)->DenseRange(1, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(spectral_functions)->DenseRange(1, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(thouless)->DenseRange(1, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(entropies)->DenseRange(1, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(assemble)->DenseRange(1, 4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_MAIN();
