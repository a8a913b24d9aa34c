#pragma once

#include "core/index.hpp"

#include <span>
#include <string>

namespace mbl {

/// Figures of the numerical gate of one realization, all relative. NaN fails.
struct Gate {
    double trace = 0;         ///< |sum E - tr H| / (D max|E|)
    double frobenius = 0;     ///< |sum E^2 - ||H||_F^2| / (D max E^2)
    double residual = 0;      ///< max over probes c of ||H X c - X E c|| / (max|E| ||c||)
    double orthogonality = 0; ///< max over probes of ||X^T X c - c|| / ||c||
    double sum_rule = 0;      ///< max over operators and window states of |sum_m |<n|O|m>|^2 - 1|
    bool finite = true;       ///< every energy and sample is a finite number
};

/// 50 D eps, the bound of every figure: a backward-stable solver stays orders of magnitude below it, and a wrong
/// eigenpair orders of magnitude above.
double gate_tolerance(Index dim);

/// Empty if the gate is passed, else which figure exceeds what.
std::string gate_failure(const Gate& gate, Index dim);

/// The larger figure, and NaN if either is NaN: std::max would lose it.
double worse(double a, double b);

/// tr A and ||A||_F^2: what the sums of a matrix's energies and of their squares must be.
struct MatrixSums {
    double trace = 0;
    double square = 0;
};

/// Sets gate.trace and gate.frobenius. @param energy_scale max|E|.
void check_energy_sums(std::span<const double> energies, const MatrixSums& expected, double energy_scale, Gate& gate);

/// Judges energies alone, ascending, by their sums. Empty, or what is wrong.
std::string energies_failure(std::span<const double> energies, const MatrixSums& expected);

/// Keeps the worse of each figure.
Gate worst(const Gate& a, const Gate& b);

} // namespace mbl
