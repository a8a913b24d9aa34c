#pragma once

#include "dynamic_shared.cuh"
#include "second_order.hpp"

#include <cstdint>

namespace mbl {

/// RowMaxima with a block per row. blockDim.x must be a power of two.
__global__ void row_maxima_by_block(RowMaxima job) {
    double* partial = dynamic_shared<double>();
    const double* row = job.values + job.points.slot[blockIdx.x] * job.points.columns;
    double largest = 0;
    for (std::int64_t i = threadIdx.x; i < job.points.columns; i += blockDim.x) {
        largest = row[i] > largest ? row[i] : largest;
    }
    partial[threadIdx.x] = largest;
    __syncthreads();
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half && partial[threadIdx.x + half] > partial[threadIdx.x]) {
            partial[threadIdx.x] = partial[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) job.maxima[blockIdx.x] = partial[0];
}

} // namespace mbl
