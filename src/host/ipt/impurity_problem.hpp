#pragma once

#include "config/impurity_config.hpp"
#include "core/index.hpp"

#include <cstdint>
#include <vector>

namespace mbl {

/// Everything that determines one solution of the impurity model: one point of its results, a pure function of the config.
struct ImpurityProblem {
    double hopping = 1;        ///< t
    double interaction = 0;    ///< U
    double temperature = 1;    ///< T
    int bubble_sites = 30;     ///< N
    double liom_bandwidth = 2; ///< W
    int liom_count = 0;        ///< M
    std::uint64_t seed = 1;    ///< of the LIOM energies
    BathGeometry geometry = BathGeometry::layers_2d;
    double coupling = 0;            ///< V; NaN for explicit LIOMs
    double localization_length = 0; ///< xi; NaN for explicit LIOMs
    double liom_density = 1;        ///< n_L
    LayerRule layer_rule = LayerRule::n;
    std::vector<double> explicit_energy;   ///< [liom_count], or empty: drawn
    std::vector<double> explicit_coupling; ///< V_a [liom_count] with geometry explicit, else empty
    FrequencyGridConfig grid;              ///< as the config has it; solver_grid() widens it where it must
    std::vector<double> plot_frequency;    ///< where the plotted spectral functions are evaluated, ascending
    std::vector<int> plot_lioms;           ///< whose spectral functions are kept, ascending, from 0
};

/// linspace(-4, 4, 3201) + 1e-4 sqrt 2, or linspace(-W, W, 3201) with that offset where W > 4.
std::vector<double> default_plot_frequencies(double liom_bandwidth);

/// Device memory of one point in flight, and its time in the units of realization_cost().
Index impurity_bytes(const ImpurityProblem& problem);
double impurity_cost(const ImpurityProblem& problem);

/// Points that share their frequencies can be solved together; equal shapes mean equal frequencies.
struct ImpurityShape {
    double frequency_max = 0;  ///< the solver's grid is [-frequency_max, frequency_max)
    Index frequency_count = 0; ///< of the grid
    Index matsubara_count = 0; ///< omega_n > 0 of the twin
};
bool operator==(const ImpurityShape& a, const ImpurityShape& b); // in a .cpp: nvcc 13.0 loses a defaulted one

/// The config's grid, twice as wide with twice the points where S = sum_a V_a^2/sqrt(N) > 4; Matsubara frequencies at least
/// 1024 and up to omega_n >= 1000 (more on a wider grid), a power of two.
ImpurityShape impurity_shape(const ImpurityProblem& problem);

} // namespace mbl
