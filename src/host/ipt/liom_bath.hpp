#pragma once

#include "core/index.hpp"
#include "ipt/impurity_problem.hpp"

#include <vector>

namespace mbl {

/// The LIOMs of one point: eps_a and V_a^2, and runs of equal coupling (layers).
struct LiomBath {
    std::vector<double> energy;           ///< eps_a [M]
    std::vector<double> coupling_squared; ///< V_a^2 [M]

    // Those that are coupled (V_a != 0), in order, as the LIOM sum takes them.
    std::vector<double> coupled_energy;
    std::vector<Index> layer_first; ///< [layers + 1]
    std::vector<double> layer_coupling_squared;
    double energy_max = 0;           ///< max |eps_a|
    double coupling_squared_max = 0; ///< max V_a^2

    double hybridization = 0;       ///< S = sum_a V_a^2 / sqrt(N), Delta's 1/z beside t^2
    double hybridization_slope = 0; ///< sum_a V_a^2 eps_a / sqrt(N), Delta's 1/z^2
};

/// Layer n = 1, 2, … at r = r0 (n - 1), r0 = 1/sqrt(2 pi n_L), holds n (or n - 1) LIOMs with
/// V_a^2 = (V/xi)^2 exp(-r/xi). @returns V_a^2 of the first `count`.
std::vector<double> layered_coupling_squared(double coupling, double localization_length, double liom_density,
                                             LayerRule rule, Index count);

/// Energies are the user's, or uniform in [-W, W] and addressed by the LIOM's index: a smaller M is a prefix of a larger one.
LiomBath make_liom_bath(const ImpurityProblem& problem);

} // namespace mbl
