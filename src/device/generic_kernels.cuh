#pragma once

#include "core/index.hpp"
#include "dynamic_shared.cuh"

namespace mbl {

/// f(i) for i in [0, count), one thread per index.
template <class F>
__global__ void for_each_kernel(Index count, F f) {
    const Index i = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) f(i);
}

/// sums[r] += sum over c of value(r, c), one thread per row, in ascending order of c: coalesced where value(r, c) reads
/// consecutive memory for consecutive rows.
template <class Value, class T>
__global__ void reduce_rows_by_thread(Index rows, Index columns, Value value, T* sums) {
    const Index row = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    T sum = sums[row];
    for (Index c = 0; c < columns; ++c) sum += value(row, c);
    sums[row] = sum;
}

/// The same with one block per row, for few long rows: each thread sums every blockDim.x-th column, then a tree in
/// shared memory joins them, always in the same order. blockDim.x must be a power of two.
template <class Value, class T>
__global__ void reduce_rows_by_block(Index columns, Value value, T* sums) {
    T* partial = dynamic_shared<T>();
    const Index row = blockIdx.x;
    T sum{};
    for (Index c = threadIdx.x; c < columns; c += blockDim.x) sum += value(row, c);
    partial[threadIdx.x] = sum;
    __syncthreads();
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) partial[threadIdx.x] += partial[threadIdx.x + half];
        __syncthreads();
    }
    if (threadIdx.x == 0) sums[row] += partial[0];
}

} // namespace mbl
