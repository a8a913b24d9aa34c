#include "gpu_backend.cuh"

#include "gap_ratio.cuh"
#include "histogram_rows.cuh"
#include "liom_sum.cuh"
#include "reduced_density.cuh"
#include "row_maxima.cuh"

#include <algorithm>
#include <stdexcept>

namespace mbl {

static_assert(Backend<GpuBackend>);

void GpuBackend::multiply(const Multiply& product) {
    if (product.rows == 0 || product.columns == 0 || product.count == 0) return;
    const cublasOperation_t left = product.left == Transpose::yes ? CUBLAS_OP_T : CUBLAS_OP_N;
    const Index lda = product.left == Transpose::yes ? product.inner : product.rows;
    const double one = 1;
    const double zero = 0;
    check(cublasDgemmStridedBatched_64(cublas_.get(), left, CUBLAS_OP_N, product.rows, product.columns, product.inner,
                                       &one, product.a, lda, product.stride_a, product.b, product.inner,
                                       product.stride_b, &zero, product.c, product.rows, product.stride_c,
                                       product.count));
}

void GpuBackend::histogram_rows(const HistogramRows& job) {
    if (job.bins == 0) return;
    constexpr unsigned threads = 128;
    // Tiles share the scratch that the generic form uses for rows: [bins, 2 tiles]. A pure function of the job.
    const Index tiles = std::clamp<Index>(job.slab_rows / 2, 1, std::min<Index>(job.states, 64));
    if (job.slab_rows < 2) {
        throw std::logic_error("histogram_rows: the scratch must hold two rows");
    }
    const HistogramTiles tiled{job.energies,
                               job.elements,
                               job.dim,
                               job.first_state,
                               job.states,
                               job.bin_width,
                               job.k_min,
                               job.bins,
                               (job.states + tiles - 1) / tiles,
                               job.slab,
                               job.slab + tiles * job.bins};
    const unsigned blocks = blocks_for(job.bins, threads);
    launch(histogram_tiles, {dim3(blocks, static_cast<unsigned>(tiles)), threads}, stream_.get(), tiled);
    launch(histogram_join, {blocks, threads}, stream_.get(), tiled, tiles, job.sum, job.sum_log);
}

void GpuBackend::gap_ratio(const WindowGapRatio& job, Index count) {
    if (job.ratios_per_realization <= 0 || count == 0) return;
    constexpr unsigned threads = 128;
    const dim3 blocks(blocks_for(job.ratios_per_realization, threads), static_cast<unsigned>(count));
    launch(window_gap_ratios, {blocks, threads, (threads + 2) * sizeof(double)}, stream_.get(), job);
}

void GpuBackend::reduced_density(const ReducedDensity& job, Index states) {
    if (states == 0) return;
    constexpr unsigned threads = 128;
    launch(reduced_density_by_block, {blocks_for(states, 1), threads, std::size_t{3} * threads * sizeof(double)},
           stream_.get(), job);
}

void GpuBackend::liom_sum(const LiomSum& job, Index count) {
    if (count == 0) return;
    constexpr unsigned threads = 128;
    if (job.active != nullptr || job.point_of_site != nullptr || job.sites_per_point < threads
        || count % job.sites_per_point != 0) {
        return for_each_index(count, job); // sites of several points side by side
    }
    constexpr Index capacity = 1024; // energies in shared memory
    const unsigned tiles = blocks_for(job.sites_per_point, threads);
    const LaunchShape shape{blocks_for(count / job.sites_per_point * tiles, 1), threads, capacity * sizeof(double)};
    if (job.slope == nullptr) {
        launch(liom_sum_tiles<false>, shape, stream_.get(), job, tiles, capacity);
    } else {
        launch(liom_sum_tiles<true>, shape, stream_.get(), job, tiles, capacity);
    }
}

void GpuBackend::row_maxima(const RowMaxima& job, Index points) {
    if (points == 0) return;
    constexpr unsigned threads = 256;
    launch(row_maxima_by_block, {blocks_for(points, 1), threads, threads * sizeof(double)}, stream_.get(), job);
}

} // namespace mbl
