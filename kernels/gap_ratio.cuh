#pragma once

#include "gap_ratio.hpp"

#include <cstdint>

namespace mbl {

/// Gap ratios of one realization per block row: a block loads its energies once into shared memory and every thread forms
/// one ratio from it. The formula is gap_ratio() of gap_ratio.hpp.
__global__ void window_gap_ratios(WindowGapRatio job) {
    double* energies = dynamic_shared<double>(); // blockDim.x + 2
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * blockDim.x;
    const double* window = job.energies + blockIdx.y * job.dim + job.first;
    const std::int64_t available = job.ratios_per_realization + 2 - start;
    for (std::int64_t i = threadIdx.x; i < blockDim.x + 2 && i < available; i += blockDim.x)
        energies[i] = window[start + i];
    __syncthreads();
    const std::int64_t ratio = start + threadIdx.x;
    if (ratio >= job.ratios_per_realization) return;
    const double* e = energies + threadIdx.x;
    job.ratios[blockIdx.y * job.ratios_per_realization + ratio] = gap_ratio(e[1] - e[0], e[2] - e[1]);
}

} // namespace mbl
