#pragma once

#include "complex.hpp"
#include "core/index.hpp"

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace mbl {

/// What is told of every point, the columns of ipt_summary.csv after the parameters.
struct ImpurityReport {
    static constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    bool converged = false;      ///< within the tolerance, and (U > 0) real axis and Matsubara frequency agree
    int iterations = 0;          ///< of the kept solve; Newton steps at U = 0 (the most that a frequency took)
    double residual = undefined; ///< max |G_{k+1} - G_k|; at U = 0 max |G - F(G)|
    double sum_rule = undefined; ///< integral of rho over the grid
    double filling = undefined;  ///< n of the bubble, from the eta-free Matsubara sum
    double matsubara_mismatch = undefined; ///< max over 20 omega_n of |G(real axis, continued) - G(Matsubara)|
    double eta_bias = undefined;           ///< the same against an eta-free twin; 0 at eta = 0
    double narrowest_width = undefined;    ///< min_a V_a^2 sqrt(N) |Im G(eps_a)|; NaN at M = 0
    double eta = undefined;                ///< inside G_a on the grid, of the kept solve
    double step = undefined;               ///< h of the grid
    double distance_to_free = undefined;
    double shape_distance_to_free = undefined;
    double shape_correlation = undefined;
};

/// One solved point. Arrays may be empty only where the solve failed before they were known.
struct ImpuritySolution {
    ImpurityReport report;
    std::string failure;           ///< why it is not converged, for people: figure, limit, way out; empty if it is
    std::vector<double> frequency; ///< omega of the solver's grid
    std::vector<double> spectral_function;                       ///< rho there, the solver's own (with eta)
    std::vector<double> plot_spectral_function;                  ///< rho at ImpurityProblem::plot_frequency, eta = 0
    std::vector<double> matsubara_frequency;                     ///< omega_n > 0, ascending
    std::vector<Complex> matsubara_green;                        ///< of the eta-free twin
    std::vector<Complex> matsubara_self_energy;                  ///< Sigma2 of the eta-free twin; 0 at U = 0
    std::vector<double> liom_energy;                             ///< eps_a [M]
    std::vector<double> liom_coupling;                           ///< V_a [M]
    std::vector<double> liom_filling;                            ///< [M]
    std::map<Index, std::vector<double>> liom_spectral_function; ///< rho_a at plot_frequency, by a from 0
};

} // namespace mbl
