#include "solve/gate.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace mbl {

double gate_tolerance(Index dim) { return 50 * static_cast<double>(dim) * std::numeric_limits<double>::epsilon(); }

std::string gate_failure(const Gate& gate, Index dim) {
    const double tolerance = gate_tolerance(dim);
    const auto exceeds = [tolerance](double figure) { return !(figure <= tolerance); };
    const auto message = [tolerance](const char* name, double figure) {
        return fmt::format("{} is {:.3g}, must be <= {:.3g}", name, figure, tolerance);
    };
    if (!gate.finite) return "an energy or a sample is not finite";
    if (exceeds(gate.trace)) return message("trace error of the energies", gate.trace);
    if (exceeds(gate.frobenius)) return message("error of the sum of squared energies", gate.frobenius);
    if (exceeds(gate.residual)) return message("eigenpair residual", gate.residual);
    if (exceeds(gate.orthogonality)) return message("eigenvector orthogonality error", gate.orthogonality);
    if (exceeds(gate.sum_rule)) return message("spectral sum rule error", gate.sum_rule);
    return {};
}

double worse(double a, double b) { return std::isnan(a) || a > b ? a : b; }

void check_energy_sums(std::span<const double> energies, const MatrixSums& expected, double energy_scale, Gate& gate) {
    const double dim = static_cast<double>(energies.size());
    const double sum = std::accumulate(energies.begin(), energies.end(), 0.0);
    const double squares = std::inner_product(energies.begin(), energies.end(), energies.begin(), 0.0);
    gate.trace = std::fabs(sum - expected.trace) / (dim * energy_scale);
    gate.frobenius = std::fabs(squares - expected.square) / (dim * energy_scale * energy_scale);
}

std::string energies_failure(std::span<const double> energies, const MatrixSums& expected) {
    const double energy_scale = std::fmax(std::fabs(energies.front()), std::fabs(energies.back()));
    if (!std::isfinite(energy_scale) || !(energies.back() > energies.front())) {
        return fmt::format("energies from {} to {}", energies.front(), energies.back());
    }
    Gate gate;
    check_energy_sums(energies, expected, energy_scale, gate);
    return gate_failure(gate, static_cast<Index>(energies.size()));
}

Gate worst(const Gate& a, const Gate& b) {
    return {worse(a.trace, b.trace),       worse(a.frobenius, b.frobenius),
            worse(a.residual, b.residual), worse(a.orthogonality, b.orthogonality),
            worse(a.sum_rule, b.sum_rule), a.finite && b.finite};
}

} // namespace mbl
