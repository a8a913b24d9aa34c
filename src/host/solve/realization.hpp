#pragma once

#include "core/index.hpp"
#include "observables/width.hpp"
#include "solve/gate.hpp"

#include <map>
#include <string>
#include <vector>

namespace mbl {

/// One realization's spectral function of one operator over its own range of bins, k_min … k_min + size - 1.
struct SpectralFunction {
    double bin_width = 0;
    Index k_min = 0;
    std::vector<double> thermal;     ///< mean over the window of rho_n, Eq. (5)
    std::vector<double> typical_log; ///< mean over the window of log(rho_n + 1e-20), Eq. (S3)
};

/// Lists over the window by operator or spin.
using WindowLists = std::map<std::string, std::vector<double>>;

/// Everything that one diagonalization gives. Energies and per-state lists are kept whole here; a block record keeps
/// their averages only.
struct Realization {
    Index index = 0;
    double scale = 1;                                 ///< s of H_b = s A; 1 for an explicit bubble
    std::vector<double> liom_energy;                  ///< [M]
    std::vector<double> energies;                     ///< [dim], ascending
    double level_spacing = 0;                         ///< measured (E_max - E_min) / 2^(N+M-1)
    std::vector<double> gap_ratios;                   ///< [N_A - 2]
    WindowLists thouless;                             ///< G [N_A] of sigma_z_N, and of sigma_z_N_tau_z_1 if M > 0
    WindowLists entropy;                              ///< S [N_A] of sigma_1, sigma_N, and of tau_M if M > 0
    std::map<std::string, SpectralFunction> spectral; ///< bins of the config: sigma_x_1, and tau_x_M if M > 0
    SpectralFunction integrand;                       ///< sigma_x_1 with bins of the nominal level spacing
    SpectralFunction integrand_wide;                  ///< sigma_x_1 with the wide bins
    Widths width;                                     ///< of tau_x_M; NaN at M = 0
    Gate gate;
};

} // namespace mbl
