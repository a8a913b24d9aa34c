#pragma once

#include "backend/backend.hpp"
#include "backend/composed.hpp"
#include "device_buffer.hpp"
#include "eigensolver.hpp"
#include "fft_plans.hpp"
#include "generic_kernels.cuh"
#include "launch.hpp"
#include "stream.hpp"
#include "thrust_on_stream.cuh"

#include <thrust/iterator/counting_iterator.h>
#include <thrust/sequence.h>
#include <thrust/sort.h>
#include <thrust/transform_reduce.h>

namespace mbl {

/// One lane on a GPU: a stream with its library handles. Every verb enqueues; see the Backend concept. A lane belongs to
/// one host thread at a time.
class GpuBackend {
  public:
    /// Makes `ordinal` the calling thread's device. @throws DeviceUnavailable.
    explicit GpuBackend(int ordinal)
        : stream_(stream_on(ordinal)), cublas_(make_cublas(stream_.get())), eigensolver_(stream_.get()),
          fft_plans_(stream_.get()) {}

    template <class T>
    DeviceBuffer<T> allocate(Index count) {
        return DeviceBuffer<T>(count, stream_.get());
    }

    template <class T>
    void copy(const T* from, T* to, Index count) {
        if (count == 0) return;
        check(cudaMemcpyAsync(to, from, static_cast<std::size_t>(count) * sizeof(T), cudaMemcpyDefault, stream_.get()));
    }

    void synchronize() { check(cudaStreamSynchronize(stream_.get())); }

    template <class F>
    void for_each_index(Index count, const F& f) {
        if (count == 0) return;
        constexpr unsigned threads = 256;
        launch(for_each_kernel<F>, {blocks_for(count, threads), threads}, stream_.get(), count, f);
    }

    template <class T, class Value, class Combine>
    T reduce(Index count, T init, const Value& value, const Combine& combine) {
        return value_on_stream<T>(stream_.get(), [=](auto policy) {
            const thrust::counting_iterator<Index> first(0);
            return thrust::transform_reduce(policy, first, first + count, value, init, combine);
        });
    }

    template <class Value, class T>
    void reduce_rows(Index rows, Index columns, const Value& value, T* sums) {
        if (rows == 0 || columns == 0) return;
        constexpr unsigned threads = 128;
        // A pure function of the shape: few long rows get a block each, and so do rows that are contiguous.
        if (reads_along_rows<Value> || (columns >= Index{4} * threads && rows < Index{64} * threads)) {
            launch(reduce_rows_by_block<Value, T>, {blocks_for(rows, 1), threads, threads * sizeof(T)}, stream_.get(),
                   columns, value, sums);
        } else {
            launch(reduce_rows_by_thread<Value, T>, {blocks_for(rows, threads), threads}, stream_.get(), rows, columns,
                   value, sums);
        }
    }

    void sort_rows(Index rows, Index columns, double* keys, Index* order) {
        for (Index row = 0; row < rows; ++row) {
            double* key = keys + row * columns;
            Index* place = order + row * columns;
            on_stream(stream_.get(), [=](auto policy) {
                thrust::sequence(policy, place, place + columns);
                thrust::stable_sort_by_key(policy, key, key + columns, place);
            });
        }
    }

    [[nodiscard]] Index eigh_workspace(Job job, Index dim, Index count) {
        return eigensolver_.workspace(job, dim, count);
    }

    EighStatus eigh(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace) {
        return eigensolver_.solve(job, dim, count, matrices, energies, workspace);
    }

    void multiply(const Multiply& product);

    void fft(Direction direction, Index length, Index count, Complex* data) {
        fft_plans_.execute(direction, length, count, data);
    }

    /// Rows of one call to fft(): a fixed number, whatever is solved together.
    static constexpr Index fft_group = 16;

    /// Tuned: segments of sorted energies, one thread per bin and tile of states. Uses job.slab for the tiles' sums.
    void histogram_rows(const HistogramRows& job);

    /// Tuned: energies through shared memory.
    void gap_ratio(const WindowGapRatio& job, Index count);

    /// Tuned: a block per state.
    void reduced_density(const ReducedDensity& job, Index states);

    /// Tuned: energies through shared memory, where whole rows of sites are asked for.
    void liom_sum(const LiomSum& job, Index count);

    /// Tuned: a block per row.
    void row_maxima(const RowMaxima& job, Index points);

  private:
    static CudaStream stream_on(int ordinal) {
        check(cudaSetDevice(ordinal));
        keep_freed_memory(ordinal);
        return make_cuda_stream();
    }

    CudaStream stream_; // first: everything below lives on it
    CublasHandle cublas_;
    Eigensolver eigensolver_;
    FftPlansGpu fft_plans_;
};

} // namespace mbl
