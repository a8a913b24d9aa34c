#pragma once

#include "backend/cpu_buffer.hpp"
#include "backend/fftw_plans.hpp"
#include "backend/verbs.hpp"
#include "core/index.hpp"
#include "liom_green.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

namespace mbl {

/// One lane on the CPU: the calling thread. No verb is parallel inside; blocks run side by side instead.
class CpuBackend {
  public:
    /// Holds OpenBLAS to one thread, process-wide.
    CpuBackend();

    template <class T>
    CpuBuffer<T> allocate(Index count) {
        return CpuBuffer<T>(count);
    }

    template <class T>
    void copy(const T* from, T* to, Index count) {
        if (count > 0) std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(T));
    }

    void synchronize() noexcept {}

    template <class F>
    void for_each_index(Index count, const F& f) {
        for (Index i = 0; i < count; ++i) f(i);
    }

    template <class T, class Value, class Combine>
    T reduce(Index count, T init, const Value& value, const Combine& combine) {
        for (Index i = 0; i < count; ++i) init = combine(init, value(i));
        return init;
    }

    template <class Value, class T>
    void reduce_rows(Index rows, Index columns, const Value& value, T* sums) {
        if constexpr (reads_along_rows<Value>) {
            Index r = 0;
            for (; r + 4 <= rows; r += 4) sum_four_rows(r, columns, value, sums);
            for (; r < rows; ++r) {
                T sum = sums[r];
                for (Index c = 0; c < columns; ++c) sum += value(r, c);
                sums[r] = sum;
            }
        } else {
            for (Index c = 0; c < columns; ++c) {
                for (Index r = 0; r < rows; ++r) sums[r] += value(r, c);
            }
        }
    }

    void sort_rows(Index rows, Index columns, double* keys, Index* order);

    [[nodiscard]] Index eigh_workspace(Job job, Index dim, Index count) const;

    /// LAPACK dsyevd, one matrix after the other.
    EighStatus eigh(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace);

    void multiply(const Multiply& product);

    void fft(Direction direction, Index length, Index count, Complex* data);

    /// Tuned: eight sites at once, with AVX2 where the processor has it; the same bits with and without.
    void liom_sum(const LiomSum& job, Index count);

  private:
    /// Four sums at once, each in ascending order of c: an addition need not wait for the one before it.
    template <class Value, class T>
    static void sum_four_rows(Index r, Index columns, const Value& value, T* sums) {
        T a = sums[r];
        T b = sums[r + 1];
        T c = sums[r + 2];
        T d = sums[r + 3];
        for (Index column = 0; column < columns; ++column) {
            a += value(r, column);
            b += value(r + 1, column);
            c += value(r + 2, column);
            d += value(r + 3, column);
        }
        sums[r] = a;
        sums[r + 1] = b;
        sums[r + 2] = c;
        sums[r + 3] = d;
    }

    FftwPlans plans_;
};

} // namespace mbl
