#pragma once

#include "backend/composed.hpp"
#include "lane_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

namespace mbl::parity {

struct Histograms {
    std::vector<double> sum;
    std::vector<double> sum_log;
};

/// A spectrum of 64 levels, 10 window states from the 27th, and bins whose edges no omega comes close to.
struct HistogramCase {
    Index dim = 64;
    Index first_state = 27;
    Index states = 10;
    double bin_width = 0.25;
    std::vector<double> energies;
    std::vector<double> elements = scattered(64 * 10, 0.45);
    Index k_min = 0;
    Index bins = 0;

    HistogramCase() {
        for (Index m = 0; m < dim; ++m) {
            // whole numbers of bins plus 0.007 m: every omega lies 0.007 to 0.45 bins from an edge
            energies.push_back(bin_width * (static_cast<double>(3 * m * m / 16) + 0.007 * static_cast<double>(m)));
        }
        energies[30] = energies[29]; // a degeneracy: omega = 0 is in bin 0
        k_min = spectral_bin(energies[0] - energies[at(first_state + states - 1)], bin_width);
        bins = spectral_bin(energies[at(dim - 1)] - energies[at(first_state)], bin_width) - k_min + 1;
    }

    /// Eqs. (5) and (S3) as they are written, state by state.
    [[nodiscard]] Histograms naive() const {
        Histograms result{std::vector<double>(at(bins), 0.0), std::vector<double>(at(bins), 0.0)};
        for (Index n = 0; n < states; ++n) {
            std::vector<double> rho(at(bins), 0.0);
            for (Index m = 0; m < dim; ++m) {
                if (m == first_state + n) continue;
                const double omega = energies[at(m)] - energies[at(first_state + n)];
                const double element = elements[at(n * dim + m)];
                const auto k = static_cast<Index>(std::floor(omega / bin_width));
                rho[at(k - k_min)] += 2 * std::numbers::pi * element * element / bin_width;
            }
            for (Index k = 0; k < bins; ++k) {
                result.sum[at(k)] += rho[at(k)];
                result.sum_log[at(k)] += std::log(rho[at(k)] + 1e-20);
            }
        }
        return result;
    }
};

template <Backend B>
Histograms histograms(B& lane, const HistogramCase& c, Index slab_rows) {
    const auto energies = upload(lane, c.energies);
    const auto elements = upload(lane, c.elements);
    auto slab = lane.template allocate<double>(c.bins * slab_rows);
    auto sum = upload(lane, std::vector<double>(at(c.bins), 99.0)); // overwritten
    auto sum_log = upload(lane, std::vector<double>(at(c.bins), 99.0));
    HistogramRows job;
    job.energies = energies.data();
    job.elements = elements.data();
    job.dim = c.dim;
    job.first_state = c.first_state;
    job.states = c.states;
    job.bin_width = c.bin_width;
    job.k_min = c.k_min;
    job.bins = c.bins;
    job.slab_rows = slab_rows;
    job.slab = slab.data();
    job.sum = sum.data();
    job.sum_log = sum_log.data();
    histogram_rows(lane, job);
    return {download(lane, sum.data(), c.bins), download(lane, sum_log.data(), c.bins)};
}

template <Backend B>
void histogram_rows_equals_naive_loops(B& lane) {
    const HistogramCase c;
    const Histograms expected = c.naive();
    const Histograms result = histograms(lane, c, 3); // slabs of 3, 3, 3 and 1
    double thermal_error = 0;
    double log_error = 0;
    for (Index k = 0; k < c.bins; ++k) {
        thermal_error = std::max(thermal_error, std::fabs(result.sum[at(k)] - expected.sum[at(k)]));
        log_error = std::max(log_error, std::fabs(result.sum_log[at(k)] - expected.sum_log[at(k)]));
    }
    const double eps = std::numeric_limits<double>::epsilon();
    CHECK(thermal_error <= 64 * eps * *std::ranges::max_element(expected.sum));
    CHECK(log_error <= 64 * eps * 461); // ten times log 1e-20
}

/// Where the sums are made in ascending order whatever the slab, their bits cannot depend on it.
template <Backend B>
void histogram_rows_ignores_the_slab(B& lane) {
    const HistogramCase c;
    const Histograms one_by_one = histograms(lane, c, 1);
    for (Index slab_rows = 2; slab_rows <= c.states + 3; ++slab_rows) {
        const Histograms result = histograms(lane, c, slab_rows);
        CHECK(result.sum == one_by_one.sum);
        CHECK(result.sum_log == one_by_one.sum_log);
    }
}

template <Backend B>
void gap_ratio_equals_naive_loops(B& lane) {
    constexpr Index dim = 40;
    constexpr Index count = 3;
    constexpr Index first = 11;
    constexpr Index ratios = 9;
    auto levels = scattered(dim * count, 0.25);
    for (Index r = 0; r < count; ++r) std::sort(levels.begin() + r * dim, levels.begin() + (r + 1) * dim);
    levels[15] = levels[14] = levels[13];        // three equal ones: 0/0 counts as 1
    levels[at(dim + 16)] = levels[at(dim + 15)]; // two equal ones: 0
    const auto energies = upload(lane, levels);
    auto lane_ratios = upload(lane, std::vector<double>(ratios * count + 1, -1.0));
    gap_ratio(lane, WindowGapRatio{energies.data(), dim, first, ratios, lane_ratios.data()}, count);
    const auto result = download(lane, lane_ratios.data(), ratios * count + 1);
    for (Index r = 0; r < count; ++r) {
        for (Index i = 0; i < ratios; ++i) {
            const double* e = levels.data() + r * dim + first + i;
            const double low = std::min(e[1] - e[0], e[2] - e[1]);
            const double high = std::max(e[1] - e[0], e[2] - e[1]);
            CHECK(result[at(r * ratios + i)] == (high == 0 ? 1.0 : low / high));
        }
    }
    CHECK(result[at(ratios * count)] == -1);
    gap_ratio(lane, WindowGapRatio{energies.data(), dim, first, 0, lane_ratios.data()}, count); // two states: none
    CHECK(download(lane, lane_ratios.data(), ratios * count + 1) == result);
}

/// Two realizations; states in fewer and in more pairs than a block has threads.
template <Backend B>
void reduced_density_equals_naive_loops(B& lane) {
    for (const int spins : {1, 5, 10}) {
        const Index dim = Index{1} << spins;
        const Index first = dim / 3;
        const Index states = std::min<Index>(dim - first, 4);
        constexpr Index count = 2;
        const auto vectors = scattered(dim * dim * count, 0.55);
        const auto lane_vectors = upload(lane, vectors);
        auto densities = lane.template allocate<SpinDensity>(states * count);
        for (const int spin : {0, spins / 2, spins - 1}) {
            const Index mask = spin_mask(spins, spin);
            reduced_density(lane, ReducedDensity{lane_vectors.data(), dim, first, states, mask, densities.data()},
                            states * count);
            const auto result = download(lane, densities.data(), states * count);
            for (Index n = 0; n < states * count; ++n) {
                const double* psi = vectors.data() + (n / states * dim + first + n % states) * dim;
                double rho[2][2] = {};
                for (Index i = 0; i < dim; ++i)
                    for (const Index j : {i, i ^ mask}) rho[(i & mask) != 0][(j & mask) != 0] += psi[i] * psi[j];
                const double tolerance = static_cast<double>(32 * dim) * std::numeric_limits<double>::epsilon();
                CHECK(std::fabs(result[at(n)].up - rho[0][0]) <= tolerance);
                CHECK(std::fabs(result[at(n)].down - rho[1][1]) <= tolerance);
                CHECK(std::fabs(result[at(n)].off - rho[0][1]) <= tolerance);
            }
        }
        reduced_density(lane, ReducedDensity{lane_vectors.data(), dim, first, states, 1, densities.data()}, 0); // none
    }
}

} // namespace mbl::parity
