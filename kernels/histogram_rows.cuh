#pragma once

#include "spectral_function.hpp"

#include <cstdint>

namespace mbl {

/// What the tuned histogram kernels need; the plain form is SpectralRow, summed over rows.
struct HistogramTiles {
    const double* energies; // [dim], ascending
    const double* elements; // [dim, states]: <m|O|n>
    std::int64_t dim;
    std::int64_t first_state;
    std::int64_t states;
    double bin_width;
    std::int64_t k_min;
    std::int64_t bins;
    std::int64_t states_per_tile;
    double* partial;     // [bins, tiles]
    double* partial_log; // [bins, tiles]
};

/// First m whose bin, seen from E_n, is at least k: the bins of ascending energies are contiguous segments.
MBL_HD inline std::int64_t segment_start(const double* energies, std::int64_t dim, double origin, double bin_width,
                                         std::int64_t k) {
    std::int64_t low = 0;
    std::int64_t high = dim;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (spectral_bin(energies[middle] - origin, bin_width) < k) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// rho_n summed over the states of one tile, and its logarithm in the same pass: thread (bin, tile). No atomics; the order of
/// every sum is fixed. Nothing per eigenstate is stored.
__global__ void histogram_tiles(HistogramTiles job) {
    const std::int64_t bin = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (bin >= job.bins) return;
    const std::int64_t tile = blockIdx.y;
    const std::int64_t k = job.k_min + bin;
    const std::int64_t begin = tile * job.states_per_tile;
    const std::int64_t end = begin + job.states_per_tile < job.states ? begin + job.states_per_tile : job.states;
    double sum = 0;
    double sum_log = 0;
    for (std::int64_t state = begin; state < end; ++state) {
        const std::int64_t n = job.first_state + state;
        const double* element = job.elements + state * job.dim;
        const double origin = job.energies[n];
        double weight = 0;
        for (std::int64_t m = segment_start(job.energies, job.dim, origin, job.bin_width, k);
             m < job.dim && spectral_bin(job.energies[m] - origin, job.bin_width) == k; ++m) {
            if (m != n) weight += element[m] * element[m];
        }
        const double rho = spectral_height(weight, job.bin_width);
        sum += rho;
        sum_log += typical_log(rho);
    }
    job.partial[tile * job.bins + bin] = sum;
    job.partial_log[tile * job.bins + bin] = sum_log;
}

/// Joins the tiles in ascending order.
__global__ void histogram_join(HistogramTiles job, std::int64_t tiles, double* sum, double* sum_log) {
    const std::int64_t bin = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (bin >= job.bins) return;
    double total = 0;
    double total_log = 0;
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        total += job.partial[tile * job.bins + bin];
        total_log += job.partial_log[tile * job.bins + bin];
    }
    sum[bin] = total;
    sum_log[bin] = total_log;
}

} // namespace mbl
