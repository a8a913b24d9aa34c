#pragma once

#include "naive_spectral.hpp"

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace naive {

/// One realization: H = H_b (x) 1 + 1 (x) sum_a eps_a tau^z_a + sum_a V_a sigma^x_1 tau^x_a.
/// Basis kron(sigma_1 ... sigma_N, tau_1 ... tau_M), leftmost most significant, index 0 of a factor: up, +1.
struct Input {
    std::vector<double> bubble;   ///< H_b [2^N, 2^N] row-major, exactly symmetric; used exactly as given
    int bubble_spins = 0;         ///< N >= 1
    std::vector<double> energy;   ///< eps_a [M]; M may be 0, N + M >= 2
    std::vector<double> coupling; ///< V_a [M]
    double bandwidth_per_spin = 2.6;
    double bin_width = 0.0; ///< of `Output::stored`; 0: the nominal level spacing
};

/// How far this realization is from the places where an observable jumps. A test draws another realization
/// when one of these is not far above the rounding of the code it judges.
struct Margins {
    double bin_edge = 0.0;      ///< smallest `Spectral::edge_distance` of all histograms below, in bins
    double energy_gap = 0.0;    ///< smallest E_{n+1} - E_n: eigenvectors are ill-defined at 0
    double perturbed_gap = 0.0; ///< smallest gap between sorted E'_n, over the Thouless operators
    double half_maximum = 1.0;  ///< see Widths; 1 at M = 0
    double first_maximum = 1.0;
    double quartile = 1.0;
    double side_share = 0.5; ///< the lighter side's share of the weight of tau_x_M
};

struct Output {
    static constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

    std::vector<double> hamiltonian; ///< [dim, dim] row-major
    std::vector<double> energies;    ///< [dim], ascending
    long long window_first = 0;      ///< 0-based
    long long window_count = 0;      ///< N_A
    double level_spacing_nominal = 0.0;
    double level_spacing_measured = 0.0;
    std::vector<double> gap_ratio; ///< [N_A - 2]

    /// By operator: `tau_x_M` (only M > 0) and `sigma_x_1`.
    std::map<std::string, Spectral> stored;     ///< bins Input::bin_width
    std::map<std::string, Spectral> at_spacing; ///< bins delta_E: widths and integrals
    std::map<std::string, Spectral> wide;       ///< bins 2 sqrt(delta_b w (N+M)/2^(N+M)), delta_b = w N/2^N

    double width_over_spacing = undefined; ///< of tau_x_M; undefined at M = 0, as the other widths
    double width_fwhm = undefined;
    double width_participation = undefined;
    double width_iqr = undefined;

    /// G_i [N_A] in the order i = first ...; `sigma_z_N`, and `sigma_z_N_tau_z_1` if M > 0.
    std::map<std::string, std::vector<double>> thouless;
    /// |T| and gap of each G_i: an error d of both moves G_i by d/|T| + d/gap. (At N = 1 some |T| of the
    /// alternate operator are 0 exactly.)
    std::map<std::string, std::vector<double>> thouless_element;
    std::map<std::string, std::vector<double>> thouless_gap;
    /// [N_A], natural log; `sigma_1`, `sigma_N`, and `tau_M` if M > 0.
    std::map<std::string, std::vector<double>> entropy;

    /// Of sigma_x_1, over 2 pi, over this realization's own bins.
    double typical_integral = 0.0;
    double typical_integral_wide = 0.0;
    double thermal_integral = 0.0;

    Margins margins;
};

/// H [dim, dim], dim = 2^(N+M). @throws std::invalid_argument if the shapes do not fit.
Matrix hamiltonian(const Input& input);

/// Everything docs/definitions.md defines for one realization.
/// @throws std::invalid_argument as above, for N + M = 1 (the level spacing is 0 and there are no N_A pairs
/// of states), and for an H_b that is not exactly symmetric.
Output solve(const Input& input);

} // namespace naive
