#pragma once

#include "reduced_density.hpp"

#include <cstddef>
#include <cstdint>

namespace mbl {

/// One state per block: consecutive threads read consecutive pairs, and a tree in shared memory joins their sums, always in
/// the same order. blockDim.x must be a power of two. The formula is add_pair() of reduced_density.hpp.
__global__ void reduced_density_by_block(ReducedDensity job) {
    double* partial = dynamic_shared<double>(); // [3, blockDim.x]: up, down, off
    const double* psi = job.state_vector(blockIdx.x);
    SpinDensity density;
    for (std::int64_t p = threadIdx.x; p < job.dim / 2; p += blockDim.x) {
        const std::int64_t up = index_with_spin_up(p, job.mask);
        add_pair(density, psi[up], psi[up | job.mask]);
    }
    partial[threadIdx.x] = density.up;
    partial[blockDim.x + threadIdx.x] = density.down;
    partial[std::size_t{2} * blockDim.x + threadIdx.x] = density.off;
    __syncthreads();
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            for (unsigned sum = 0; sum < 3; ++sum)
                partial[sum * blockDim.x + threadIdx.x] += partial[sum * blockDim.x + threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0)
        job.densities[blockIdx.x] = {partial[0], partial[blockDim.x], partial[std::size_t{2} * blockDim.x]};
}

} // namespace mbl
