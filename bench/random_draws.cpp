#include "goe_fill.hpp"

#include <benchmark/benchmark.h>
#include <vector>

/// Nanoseconds per drawn matrix element.
static void fill_goe(benchmark::State& state) {
    const auto dim = static_cast<std::int64_t>(state.range(0));
    std::vector<double> matrix(static_cast<std::size_t>(dim * dim));
    const mbl::FillGoe fill{1, 0, dim, nullptr, matrix.data()};
    for (auto _ : state) {
        for (std::int64_t pair = 0; pair < mbl::FillGoe::pairs(dim); ++pair) fill(pair);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * mbl::FillGoe::packed_size(dim));
}

BENCHMARK(fill_goe)->RangeMultiplier(2)->Range(64, 1024)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
