#pragma once

#include <complex>
#include <cstddef>
#include <vector>

namespace naive {

using Green = std::complex<double>;

/// One point of the impurity model, Eqs. (10)-(19), with everything given: frequencies from mu = U/2, per spin,
///     G_a = 1/(w - eps_a - sqrt(N) V_a^2 G)             Gt = 1/(w - Delta),  G = 1/(w - Delta - Sigma2[Gt])
///     Delta = t^2 G + (1/sqrt N) sum_a V_a^2 G_a        Sigma2(tau) = -U^2 Gt(tau)^2 Gt(-tau)
/// with G(tau) = -<T c(tau) c^+(0)>.
struct ImpurityModel {
    double hopping = 1.0;         ///< t > 0
    double interaction = 0.0;     ///< U
    double temperature = 1.0;     ///< T > 0
    int bubble_sites = 30;        ///< N
    std::vector<double> energy;   ///< eps_a [M]; M may be 0
    std::vector<double> coupling; ///< V_a [M]
};

/// How a plain loop G <- G + mixing (F(G) - G) is run.
struct Loop {
    double mixing = 0.5;
    double tolerance = 1e-12; ///< on max |F(G) - G|
    int iteration_limit = 5000;
};

/// Retarded functions on the even grid -frequency_max + k step, k = 0 … count - 1, step = 2 frequency_max / count.
struct RealAxis {
    std::vector<double> frequency;
    std::vector<Green> green;
    std::vector<Green> self_energy; ///< Sigma2; outside the grid nothing is known of its spectral function: taken as 0
    int iterations = 0;
    double residual = 0.0; ///< of the last iteration; above the loop's tolerance if its limit was reached
};

/// Functions at i omega_n, omega_n = (2n + 1) pi T, n = 0 … count - 1.
struct ImaginaryAxis {
    std::vector<double> frequency; ///< omega_n
    std::vector<Green> green;
    std::vector<Green> self_energy;   ///< Sigma2
    double filling = 0.0;             ///< n of the bubble
    std::vector<double> liom_filling; ///< [M]
    int iterations = 0;
    double residual = 0.0;
};

/// Sigma2 of a Gt on a grid: its spectral function by the triple sum over i, j, l with w_i + w_j - w_l = w_k (two double
/// sums), its real part by sum over odd k of (2/k) rho_{i-k}. O(count^2). @param weiss Gt, on `frequency`.
std::vector<Green> self_energy(const ImpurityModel& model, const std::vector<double>& frequency,
                               const std::vector<Green>& weiss);

/// @param eta is inside G_a alone. Converges where the map does: U up to about 3 t, or U = 0 away from band edges.
/// @throws std::invalid_argument if the shapes do not fit.
RealAxis solve_real_axis(const ImpurityModel& model, double frequency_max, std::size_t count, double eta,
                         const Loop& loop = {});

/// Sums over i omega_n and quadrature over tau, without any FFT; fillings carry the last frequency's 1/omega^4 tail.
/// @param eta i omega_n + i eta inside G_a. The largest omega_n must be far above all energies: errors are of the order
/// (energy / omega_max)^5.
ImaginaryAxis solve_imaginary_axis(const ImpurityModel& model, double eta, std::size_t count = 256,
                                   const Loop& loop = {});

/// G at U = 0 and any z in the upper half plane: the only root in the lower one of the polynomial of degree M + 2 that
/// G = 1/(z - Delta) is, by simultaneous iteration (Durand-Kerner) in extended precision. For M up to about 6.
/// The retarded G(w) is the limit z -> w + i0: take Im z = 1e-12. @throws std::runtime_error if no root or more qualify.
Green free_green(const ImpurityModel& model, Green z);

/// The retarded G continued to z in the upper half plane by its spectral function: step sum rho(w)/(z - w).
Green continued(const RealAxis& solution, Green z);

/// The integral of rho over the grid.
double sum_rule(const RealAxis& solution);

/// min_a V_a^2 sqrt(N) |Im G(eps_a)|, G linear between grid points; NaN at M = 0.
double narrowest_width(const ImpurityModel& model, const RealAxis& solution);

} // namespace naive
