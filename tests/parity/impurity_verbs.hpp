#pragma once

#include "backend/composed.hpp"
#include "lane_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

/// Verbs of the impurity model.
namespace mbl::parity {

/// Points with baths of different sizes, in layers of 1, 2, 3, … LIOMs; more than a tile of shared memory holds at the last.
struct BathCase {
    static constexpr Index frequencies = 150; // no multiple of any tile
    static constexpr double sqrt_sites = 5.477225575051661;
    std::vector<Index> lioms{0, 1, 37, 2100};
    std::vector<std::vector<double>> energy;
    std::vector<std::vector<double>> coupling_squared; // of each layer
    std::vector<std::vector<Index>> layer_first;
    std::vector<Complex> frequency;
    std::vector<Complex> green;

    BathCase() {
        for (const Index count : lioms) {
            energy.push_back(scattered(count, 0.65));
            layer_first.push_back({0});
            coupling_squared.emplace_back();
            for (Index layer = 1; layer_first.back().back() < count; ++layer) {
                layer_first.back().push_back(std::min(layer_first.back().back() + layer, count));
                coupling_squared.back().push_back(0.3 / static_cast<double>(layer));
            }
        }
        for (Index point = 0; point < static_cast<Index>(lioms.size()); ++point) {
            for (Index i = 0; i < frequencies; ++i) {
                const double w = -2 + 0.03 * static_cast<double>(i) + 0.001 * static_cast<double>(point);
                frequency.push_back({w, 0.01});
                green.push_back({0.3 * w, -0.5}); // Im G < 0: no denominator vanishes
            }
        }
    }
    [[nodiscard]] Index points() const { return static_cast<Index>(lioms.size()); }

    /// sum V^2 G_a and sum V^4 G_a^2, as they are written.
    [[nodiscard]] std::pair<std::complex<double>, std::complex<double>> naive(Index site) const {
        return naive_sums(site / frequencies, site);
    }

    /// With the bath of one point at the frequency of any site.
    [[nodiscard]] std::pair<std::complex<double>, std::complex<double>> naive_sums(Index of_point, Index site) const {
        const auto point = at(of_point);
        const std::complex<double> w(frequency[at(site)].re, frequency[at(site)].im);
        const std::complex<double> g(green[at(site)].re, green[at(site)].im);
        std::complex<double> sum = 0;
        std::complex<double> slope = 0;
        for (std::size_t layer = 0; layer + 1 < layer_first[point].size(); ++layer) {
            const double v2 = coupling_squared[point][layer];
            for (Index a = layer_first[point][layer]; a < layer_first[point][layer + 1]; ++a) {
                const std::complex<double> own = 1.0 / (w - energy[point][at(a)] - sqrt_sites * v2 * g);
                sum += v2 * own;
                slope += v2 * v2 * own * own;
            }
        }
        return {sum, slope};
    }
};

/// The case in lane memory.
template <Backend B>
struct LaneBaths {
    using Doubles = decltype(std::declval<B&>().template allocate<double>(Index{}));
    using Indices = decltype(std::declval<B&>().template allocate<Index>(Index{}));

    LaneBaths(B& lane, const BathCase& c) : views(lane.template allocate<LiomBathView>(c.points())) {
        std::vector<LiomBathView> host;
        for (std::size_t p = 0; p < c.lioms.size(); ++p) {
            energy.push_back(upload(lane, c.energy[p]));
            coupling.push_back(upload(lane, c.coupling_squared[p]));
            first.push_back(upload(lane, c.layer_first[p]));
            host.push_back({energy.back().data(), first.back().data(), coupling.back().data(),
                            static_cast<Index>(c.coupling_squared[p].size()), BathCase::sqrt_sites});
        }
        lane.copy(host.data(), views.data(), c.points());
        lane.synchronize();
    }
    std::vector<Doubles> energy;
    std::vector<Doubles> coupling;
    std::vector<Indices> first;
    decltype(std::declval<B&>().template allocate<LiomBathView>(Index{})) views;
};

inline double error_of(Complex a, std::complex<double> b) { return std::abs(std::complex(a.re, a.im) - b); }

template <Backend B>
void liom_sum_equals_naive_loops(B& lane) {
    const BathCase c;
    const LaneBaths<B> baths(lane, c);
    const Index sites = c.points() * BathCase::frequencies;
    const auto frequency = upload(lane, c.frequency);
    const auto green = upload(lane, c.green);
    for (const bool with_slope : {false, true}) {
        auto sum = upload(lane, std::vector<Complex>(at(sites), {99, 99}));
        auto slope = upload(lane, std::vector<Complex>(at(sites), {99, 99}));
        LiomSum job;
        job.baths = baths.views.data();
        job.sites_per_point = BathCase::frequencies;
        job.frequency = frequency.data();
        job.local_green = green.data();
        job.green = sum.data();
        job.slope = with_slope ? slope.data() : nullptr;
        liom_sum(lane, job, sites);
        liom_sum(lane, job, 0); // none
        const auto sums = download(lane, sum.data(), sites);
        const auto slopes = download(lane, slope.data(), sites);
        double error = 0;
        double slope_error = 0;
        for (Index s = 0; s < sites; ++s) {
            const auto [expected, expected_slope] = c.naive(s);
            error = std::max(error, error_of(sums[at(s)], expected) / (1 + std::abs(expected)));
            slope_error = std::max(slope_error,
                                   error_of(slopes[at(s)], with_slope ? expected_slope : 99.0 * std::complex(1.0, 1.0))
                                       / (1 + std::abs(expected_slope)));
            // The bits of the one formula, wherever it runs.
            const LiomBathView view{
                c.energy[at(s / BathCase::frequencies)].data(), c.layer_first[at(s / BathCase::frequencies)].data(),
                c.coupling_squared[at(s / BathCase::frequencies)].data(),
                static_cast<Index>(c.coupling_squared[at(s / BathCase::frequencies)].size()), BathCase::sqrt_sites};
            const LiomSums formula = liom_sums<true>(view, c.frequency[at(s)], c.green[at(s)]);
            error = std::max(error, magnitude(formula.green - sums[at(s)]) / (1 + std::abs(expected)));
        }
        CHECK(error <= 1e-13); // 2100 terms, none larger than 1/(sqrt N |Im G|)
        CHECK(slope_error <= 1e-12);
    }
}

template <Backend B>
void liom_sum_visits_active_sites_alone(B& lane) {
    const BathCase c;
    const LaneBaths<B> baths(lane, c);
    const Index sites = c.points() * BathCase::frequencies;
    std::vector<Index> active;
    std::vector<Index> owner;
    for (Index s = 0; s < sites; ++s) {
        owner.push_back(s / BathCase::frequencies);
        if (s % 3 == 1 || s % 17 == 0) active.push_back(s);
    }
    const auto lane_active = upload(lane, active);
    const auto lane_owner = upload(lane, owner);
    const auto frequency = upload(lane, c.frequency);
    const auto green = upload(lane, c.green);
    auto sum = upload(lane, std::vector<Complex>(at(sites), {99, 99}));
    LiomSum job;
    job.baths = baths.views.data();
    job.point_of_site = lane_owner.data();
    job.active = lane_active.data();
    job.frequency = frequency.data();
    job.local_green = green.data();
    job.green = sum.data();
    liom_sum(lane, job, static_cast<Index>(active.size()));
    const auto sums = download(lane, sum.data(), sites);
    double error = 0;
    for (Index s = 0; s < sites; ++s) {
        const bool is_active = std::ranges::binary_search(active, s);
        const std::complex<double> expected = is_active ? c.naive(s).first : std::complex(99.0, 99.0);
        error = std::max(error, error_of(sums[at(s)], expected) / (1 + std::abs(expected)));
    }
    CHECK(error <= 1e-13);
}

/// All sites of some points, in any order; the others are left alone. Rows of a whole tile and more, and short ones.
template <Backend B>
void liom_sum_visits_listed_points_alone(B& lane) {
    const BathCase c;
    const LaneBaths<B> baths(lane, c);
    const std::vector<Index> slots{3, 0, 2};
    for (const Index columns : {BathCase::frequencies, Index{10}}) {
        const auto frequency = upload(lane, c.frequency);
        const auto green = upload(lane, c.green);
        const auto lane_slots = upload(lane, slots);
        auto sum = upload(lane, std::vector<Complex>(at(c.points() * columns), {99, 99}));
        LiomSum job;
        job.baths = baths.views.data();
        job.sites_per_point = columns;
        job.slot = lane_slots.data();
        job.frequency = frequency.data();
        job.local_green = green.data();
        job.green = sum.data();
        liom_sum(lane, job, static_cast<Index>(slots.size()) * columns);
        const auto sums = download(lane, sum.data(), c.points() * columns);
        double error = 0;
        for (Index s = 0; s < c.points() * columns; ++s) {
            const Index point = s / columns;
            const std::complex<double> expected = point == 1 ? std::complex(99.0, 99.0) : c.naive_sums(point, s).first;
            error = std::max(error, error_of(sums[at(s)], expected) / (1 + std::abs(expected)));
        }
        CHECK(error <= 1e-13);
    }
}

/// One frequency for each of more points than the second dimension of a grid holds.
template <Backend B>
void liom_sum_serves_many_points(B& lane) {
    constexpr Index points = 65'600;
    const auto energy = upload(lane, std::vector<double>{0.5});
    const auto coupling = upload(lane, std::vector<double>{0.25});
    const auto first = upload(lane, std::vector<Index>{0, 1});
    const auto baths = upload(lane, std::vector<LiomBathView>(points, {energy.data(), first.data(), coupling.data(), 1,
                                                                       BathCase::sqrt_sites}));
    const auto frequency = upload(lane, std::vector<Complex>(points, {1, 0.01}));
    const auto green = upload(lane, std::vector<Complex>(points, {0, 0}));
    auto sum = upload(lane, std::vector<Complex>(points, {99, 99}));
    LiomSum job;
    job.baths = baths.data();
    job.frequency = frequency.data();
    job.local_green = green.data();
    job.green = sum.data();
    liom_sum(lane, job, points);
    const std::complex<double> expected = 0.25 / std::complex(0.5, 0.01);
    double error = 0;
    for (const Complex& value : download(lane, sum.data(), points)) error = std::max(error, error_of(value, expected));
    CHECK(error <= 1e-15);
}

template <Backend B>
void row_maxima_finds_the_largest(B& lane) {
    constexpr Index slots = 5;
    constexpr Index columns = 1000;
    std::vector<double> values = scattered(slots * columns, 0.35);
    for (double& value : values) value = std::fabs(value);
    values[at(3 * columns)] = 7;            // the first of its row
    values[at(2 * columns - 1)] = 1e300;    // the last
    const std::vector<Index> rows{3, 1, 4}; // packed in this order
    const auto lane_values = upload(lane, values);
    const auto lane_rows = upload(lane, rows);
    auto maxima = upload(lane, std::vector<double>(3, -1));
    row_maxima(lane, RowMaxima{{lane_rows.data(), columns}, lane_values.data(), maxima.data()}, 3);
    const auto found = download(lane, maxima.data(), 3);
    CHECK(found[0] == 7);
    CHECK(found[1] == 1e300);
    CHECK(found[2] == *std::max_element(values.begin() + 4 * columns, values.end()));
}

} // namespace mbl::parity
