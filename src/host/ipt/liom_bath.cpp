#include "ipt/liom_bath.hpp"

#include "liom_energy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mbl {

std::vector<double> layered_coupling_squared(double coupling, double localization_length, double liom_density,
                                             LayerRule rule, Index count) {
    const double spacing = 1 / std::sqrt(2 * std::numbers::pi * liom_density);
    const double amplitude = coupling / localization_length;
    std::vector<double> squared;
    squared.reserve(static_cast<std::size_t>(count));
    for (Index layer = 1; static_cast<Index>(squared.size()) < count; ++layer) {
        const double radius = spacing * static_cast<double>(layer - 1);
        const Index lioms = rule == LayerRule::n ? layer : layer - 1;
        const double value = amplitude * amplitude * std::exp(-radius / localization_length);
        for (Index i = 0; i < lioms && static_cast<Index>(squared.size()) < count; ++i) squared.push_back(value);
    }
    return squared;
}

LiomBath make_liom_bath(const ImpurityProblem& problem) {
    LiomBath bath;
    const auto count = static_cast<std::size_t>(problem.liom_count);
    if (problem.geometry == BathGeometry::explicit_couplings) {
        for (std::size_t a = 0; a < count; ++a) {
            const double coupling = problem.explicit_coupling.at(a);
            bath.coupling_squared.push_back(coupling * coupling);
        }
    } else {
        bath.coupling_squared = layered_coupling_squared(problem.coupling, problem.localization_length,
                                                         problem.liom_density, problem.layer_rule, problem.liom_count);
    }
    const double sqrt_sites = std::sqrt(static_cast<double>(problem.bubble_sites));
    for (std::size_t a = 0; a < count; ++a) {
        const double energy = problem.explicit_energy.empty()
                                  ? liom_energy(problem.seed, 0, a, -problem.liom_bandwidth, problem.liom_bandwidth)
                                  : problem.explicit_energy.at(a);
        const double squared = bath.coupling_squared[a];
        bath.energy.push_back(energy);
        bath.hybridization += squared / sqrt_sites;
        bath.hybridization_slope += squared * energy / sqrt_sites;
        if (squared == 0) continue;
        if (bath.layer_coupling_squared.empty() || bath.layer_coupling_squared.back() != squared) {
            bath.layer_first.push_back(static_cast<Index>(bath.coupled_energy.size()));
            bath.layer_coupling_squared.push_back(squared);
        }
        bath.coupled_energy.push_back(energy);
        bath.energy_max = std::max(bath.energy_max, std::fabs(energy));
        bath.coupling_squared_max = std::max(bath.coupling_squared_max, squared);
    }
    bath.layer_first.push_back(static_cast<Index>(bath.coupled_energy.size()));
    return bath;
}

} // namespace mbl
