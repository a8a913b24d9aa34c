#pragma once

#include "config/liom_config.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mbl {

/// Where the LIOMs of the impurity model sit, or that the user gives them.
enum class BathGeometry { layers_2d, explicit_couplings };

/// How many LIOMs layer n = 1, 2, … holds: n, or the annulus count n - 1 (the first layer is then empty).
enum class LayerRule { n, n_minus_one };

/// The large-N bubble of Sec. IV, Eqs. (10)-(18). Energies per spin, frequencies from mu = U/2 (half filling).
struct ImpurityModelConfig {
    double hopping = 1.0;        ///< t
    int bubble_sites = 30;       ///< N
    double liom_bandwidth = 2.0; ///< W: eps_a is drawn uniformly from [-W, W]
    double liom_density = 1.0;   ///< n_L
    LayerRule layer_rule = LayerRule::n;
    double localization_length = 10.0; ///< xi
    double temperature = 2.0;          ///< T
    LiomConfig lioms;                  ///< eps_a and V_a given by the user; each may be empty
};

/// A list of points: the product of the lists, nested in the order in which they stand here (the order of ipt_summary.csv,
/// after hopping and bandwidth). Lists that the sweep does not name hold the model's value, `seed` the config's.
/// With explicit LIOMs `coupling` and `localization_length` are empty.
struct ImpuritySweepConfig {
    std::string panel;
    BathGeometry geometry = BathGeometry::layers_2d;
    std::vector<double> hopping;
    std::vector<double> liom_bandwidth;
    std::vector<double> coupling{0.5};    ///< V
    std::vector<double> interaction{2.0}; ///< U
    std::vector<double> temperature;
    std::vector<double> localization_length;
    std::vector<int> bubble_sites;
    std::vector<double> liom_density;
    std::vector<LayerRule> layer_rule;
    std::vector<int> liom_count{3, 10, 55, 210, 465, 990, 2016, 5050, 10011}; ///< M
    std::vector<std::uint64_t> seed;
};

/// The solver's grid of real frequencies, [-frequency_max, frequency_max) with frequency_count points, and when to stop.
/// Points whose hybridization is wide get twice the range and twice the points (same step).
struct FrequencyGridConfig {
    double frequency_max = 16.0;
    int frequency_count = 16384; ///< a power of two
    double tolerance = 1e-10;    ///< on the residual max |G_{k+1} - G_k|
    int iteration_limit = 200;
};

/// What is evaluated pointwise, at eta = 0, once the grid's self-energy is known.
struct ImpuritySpectralConfig {
    std::vector<double> frequency; ///< of the plotted spectral functions; empty: the default of plot_frequencies()
    std::vector<int> liom; ///< LIOMs (from 0) whose spectral functions are kept, beside the first and the last one
};

struct ImpurityConfig {
    ImpurityModelConfig model;
    std::vector<ImpuritySweepConfig> sweeps;
    FrequencyGridConfig grid;
    ImpuritySpectralConfig spectral;
};

const char* to_string(BathGeometry geometry) noexcept;
const char* to_string(LayerRule rule) noexcept;

} // namespace mbl
