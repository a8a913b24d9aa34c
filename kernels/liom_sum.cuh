#pragma once

#include "dynamic_shared.cuh"
#include "liom_green.hpp"

#include <cstdint>

namespace mbl {

/// Where the energies that fit into a tile end: at the end of a layer, or an even number of LIOMs after its beginning, so
/// that pairs are those of liom_sums(). @param layer the one that `begin` lies in
MBL_HD inline std::int64_t liom_tile_end(const LiomBathView& bath, std::int64_t layer, std::int64_t begin,
                                         std::int64_t capacity) {
    const std::int64_t lioms = bath.layer_first[bath.layers];
    if (lioms - begin <= capacity) return lioms;
    const std::int64_t end = begin + capacity;
    while (bath.layer_first[layer + 1] <= end) ++layer;
    return end - (end - bath.layer_first[layer]) % 2;
}

/// LiomSum for whole rows of sites: a block per tile of frequencies, `tiles` to a point one after the other (a grid's second
/// dimension ends at 65535), one site per thread, energies through shared memory. Sums have the order, and the bits, of
/// liom_sums().
///
/// The floor: with_slope, two LIOMs take 23 operations and a division, some 29 instructions in binary64 since nothing is
/// contracted. A card with 17e12 of them per second (H200: 34 TFLOP/s, a fused one counted twice) has its floor at 0.85 ps per
/// (frequency, LIOM) pair, 2^14 frequencies and 10^3 LIOMs at 14 us: 71 thousand points x iterations per second. An energy,
/// 8 bytes, serves a whole block.
template <bool with_slope>
__global__ void liom_sum_tiles(LiomSum job, unsigned tiles, std::int64_t capacity) {
    double* energy = dynamic_shared<double>();
    const std::int64_t k = blockIdx.x / tiles;
    const std::int64_t point = job.slot == nullptr ? k : job.slot[k];
    const LiomBathView bath = job.baths[point];
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x % tiles) * blockDim.x + threadIdx.x;
    const bool is_site = i < job.sites_per_point;
    const std::int64_t s = point * job.sites_per_point + (is_site ? i : 0);
    const Complex frequency = job.frequency[s];
    const Complex local_green = job.local_green[s];
    const std::int64_t lioms = bath.layer_first[bath.layers];
    LiomSums total;
    LayerSums sums;
    std::int64_t layer = 0;
    for (std::int64_t begin = 0; begin < lioms;) {
        const std::int64_t end = liom_tile_end(bath, layer, begin, capacity);
        __syncthreads(); // the tile before has been used
        for (std::int64_t a = begin + threadIdx.x; a < end; a += blockDim.x) energy[a - begin] = bath.energy[a];
        __syncthreads();
        for (std::int64_t a = begin; a < end;) {
            const double coupling_squared = bath.layer_coupling_squared[layer];
            const Complex z = layer_argument(frequency, local_green, coupling_squared, bath.sqrt_bubble_sites);
            const double z_im_squared = z.im * z.im;
            const std::int64_t layer_end = bath.layer_first[layer + 1];
            const std::int64_t stop = layer_end < end ? layer_end : end;
            for (; a + 2 <= stop; a += 2) {
                add_liom_pair<with_slope>(sums, z.re, z_im_squared, energy[a - begin], energy[a + 1 - begin]);
            }
            if (a < stop) {
                add_liom<with_slope>(sums, z.re, z_im_squared, energy[a - begin]);
                ++a;
            }
            if (a < layer_end) break; // its rest is in the next tile
            total.green = total.green + layer_green(sums, z.im, coupling_squared);
            if constexpr (with_slope) total.slope = total.slope + layer_slope(sums, z.im, coupling_squared);
            sums = LayerSums{};
            ++layer;
        }
        begin = end;
    }
    if (!is_site) return;
    job.green[s] = total.green;
    if constexpr (with_slope) job.slope[s] = total.slope;
}

} // namespace mbl
