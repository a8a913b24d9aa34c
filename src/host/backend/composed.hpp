#pragma once

#include "backend/backend.hpp"
#include "gap_ratio.hpp"
#include "liom_green.hpp"
#include "reduced_density.hpp"
#include "second_order.hpp"
#include "spectral_function.hpp"

#include <algorithm>

/// Verbs composed of the primitive ones. Each has its generic form here; a lane with a member of the same name and
/// argument is asked instead (a tuned kernel, which must agree with the form here in a parity test).
namespace mbl {

/// Sums over window states of rho_n and of log(rho_n + 1e-20), bin by bin, for one realization.
struct HistogramRows {
    const double* energies = nullptr; // [dim], ascending
    const double* elements = nullptr; // [dim, states]: <m|O|n>
    Index dim = 0;
    Index first_state = 0;
    Index states = 0;
    double bin_width = 0;
    Index k_min = 0;
    Index bins = 0;
    Index slab_rows = 1;       // states whose rows are held together
    double* slab = nullptr;    // [bins, slab_rows] scratch
    double* sum = nullptr;     // [bins], overwritten
    double* sum_log = nullptr; // [bins], overwritten
};

struct FillZero {
    double* data;
    MBL_HD void operator()(Index i) const { data[i] = 0; }
};

struct RowValue {
    const double* rho;
    Index bins;
    MBL_HD double operator()(Index bin, Index row) const { return rho[row * bins + bin]; }
};

struct RowLog {
    const double* rho;
    Index bins;
    MBL_HD double operator()(Index bin, Index row) const { return typical_log(rho[row * bins + bin]); }
};

template <Backend B>
void histogram_rows(B& lane, const HistogramRows& job) {
    if constexpr (requires { lane.histogram_rows(job); }) {
        lane.histogram_rows(job);
    } else {
        lane.for_each_index(job.bins, FillZero{job.sum});
        lane.for_each_index(job.bins, FillZero{job.sum_log});
        for (Index start = 0; start < job.states; start += job.slab_rows) {
            const Index rows = std::min(job.slab_rows, job.states - start);
            lane.for_each_index(rows,
                                SpectralRow{job.energies, job.elements + start * job.dim, job.dim,
                                            job.first_state + start, job.bin_width, job.k_min, job.bins, job.slab});
            lane.reduce_rows(job.bins, rows, RowValue{job.slab, job.bins}, job.sum);
            lane.reduce_rows(job.bins, rows, RowLog{job.slab, job.bins}, job.sum_log);
        }
    }
}

/// Gap ratios inside the window, [N_A - 2, count].
template <Backend B>
void gap_ratio(B& lane, const WindowGapRatio& job, Index count) {
    if constexpr (requires { lane.gap_ratio(job, count); }) {
        lane.gap_ratio(job, count);
    } else if (job.ratios_per_realization > 0) {
        lane.for_each_index(job.ratios_per_realization * count, job);
    }
}

/// Reduced density matrices of one spin, one per state.
template <Backend B>
void reduced_density(B& lane, const ReducedDensity& job, Index states) {
    if constexpr (requires { lane.reduced_density(job, states); }) {
        lane.reduced_density(job, states);
    } else {
        lane.for_each_index(states, job);
    }
}

/// sum_a V_a^2 G_a, and sum_a V_a^4 G_a^2 where it is asked for, at `count` sites.
template <Backend B>
void liom_sum(B& lane, const LiomSum& job, Index count) {
    if constexpr (requires { lane.liom_sum(job, count); }) {
        lane.liom_sum(job, count);
    } else {
        lane.for_each_index(count, job);
    }
}

/// The largest value of each of `points` rows.
template <Backend B>
void row_maxima(B& lane, const RowMaxima& job, Index points) {
    if constexpr (requires { lane.row_maxima(job, points); }) {
        lane.row_maxima(job, points);
    } else {
        lane.for_each_index(points, job);
    }
}

} // namespace mbl
