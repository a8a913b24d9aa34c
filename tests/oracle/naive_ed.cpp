#include "naive_ed.hpp"

#include "naive_levels.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace naive {

namespace {

/// Where the spins sit in the Kronecker product; sigma and tau count from 1, as in the paper.
struct Sites {
    explicit Sites(const Input& input)
        : spins(static_cast<std::size_t>(input.bubble_spins)), lioms(input.energy.size()), total(spins + lioms) {}

    Matrix sigma(const Matrix& local, std::size_t i) const { return site_operator(local, i - 1, total); }
    Matrix tau(const Matrix& local, std::size_t a) const { return site_operator(local, spins + a - 1, total); }

    std::size_t spins;
    std::size_t lioms;
    std::size_t total;
};

Real power_of_two(std::size_t exponent) {
    Real result = 1.0L;
    for (std::size_t i = 0; i < exponent; ++i) result *= 2.0L;
    return result;
}

void fill_levels(const Input& input, const Sites& sites, const std::vector<Real>& energies, Output& output) {
    const auto site_count = static_cast<Real>(sites.total);
    const Real half_dim = power_of_two(sites.total - 1);
    output.window_count = std::llround(power_of_two(sites.total) / site_count);
    output.window_first = (static_cast<long long>(energies.size()) - output.window_count) / 2;
    output.level_spacing_nominal = static_cast<double>(input.bandwidth_per_spin * (site_count - 1.0L) / half_dim);
    output.level_spacing_measured = static_cast<double>((energies.back() - energies.front()) / half_dim);
    output.gap_ratio = gap_ratios(energies, static_cast<std::size_t>(output.window_first),
                                  static_cast<std::size_t>(output.window_count));
    output.margins.energy_gap = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n + 1 < energies.size(); ++n) {
        const auto gap = static_cast<double>(energies[n + 1] - energies[n]);
        output.margins.energy_gap = std::min(output.margins.energy_gap, gap);
    }
}

void fill_spectral(const Input& input, const Sites& sites, const Eigensystem& system, Output& output) {
    const Real w = input.bandwidth_per_spin;
    const Real bubble_spacing = w * static_cast<Real>(sites.spins) / power_of_two(sites.spins);
    const Real total_spacing = w * static_cast<Real>(sites.total) / power_of_two(sites.total);
    const double spacing = output.level_spacing_nominal;
    const double stored_bin = input.bin_width == 0.0 ? spacing : input.bin_width;
    const auto wide_bin = static_cast<double>(2.0L * std::sqrt(bubble_spacing * total_spacing));

    std::map<std::string, Matrix> operators{{"sigma_x_1", sites.sigma(pauli_x(), 1)}};
    if (sites.lioms > 0) operators.emplace("tau_x_M", sites.tau(pauli_x(), sites.lioms));
    output.margins.bin_edge = 0.5;
    for (const auto& [name, flip] : operators) {
        const Matrix elements = matrix_elements(system.vectors, flip);
        const auto histogram = [&](double bin_width) {
            Spectral result = spectral(system.values, elements, static_cast<std::size_t>(output.window_first),
                                       static_cast<std::size_t>(output.window_count), bin_width);
            output.margins.bin_edge = std::min(output.margins.bin_edge, result.edge_distance);
            return result;
        };
        output.stored.emplace(name, histogram(stored_bin));
        output.at_spacing.emplace(name, histogram(spacing));
        output.wide.emplace(name, histogram(wide_bin));
    }

    const Spectral& bath = output.at_spacing.at("sigma_x_1");
    const Spectral& bath_wide = output.wide.at("sigma_x_1");
    output.typical_integral = integral_over_two_pi(bath.typical, bath.bin_width);
    output.typical_integral_wide = integral_over_two_pi(bath_wide.typical, bath_wide.bin_width);
    output.thermal_integral = integral_over_two_pi(bath.thermal, bath.bin_width);
}

void fill_widths(Output& output) {
    const Spectral& liom = output.at_spacing.at("tau_x_M");
    const Widths width = widths(liom.thermal, liom.k_min);
    output.width_over_spacing = width.over_spacing;
    output.width_fwhm = width.fwhm;
    output.width_participation = width.participation;
    output.width_iqr = width.iqr;
    output.margins.half_maximum = width.half_maximum_distance;
    output.margins.first_maximum = width.first_maximum_distance;
    output.margins.quartile = width.quartile_distance;
    output.margins.side_share = width.side_share;
}

void fill_thouless(const Sites& sites, const Eigensystem& system, Output& output) {
    std::map<std::string, Matrix> operators{{"sigma_z_N", sites.sigma(pauli_z(), sites.spins)}};
    if (sites.lioms > 0) {
        operators.emplace("sigma_z_N_tau_z_1", multiply(sites.sigma(pauli_z(), sites.spins), sites.tau(pauli_z(), 1)));
    }
    output.margins.perturbed_gap = std::numeric_limits<double>::infinity();
    for (const auto& [name, perturbation] : operators) {
        const Thouless result =
            thouless(system.values, matrix_elements(system.vectors, perturbation),
                     static_cast<std::size_t>(output.window_first), static_cast<std::size_t>(output.window_count));
        output.thouless[name] = result.values;
        output.thouless_element[name] = result.elements;
        output.thouless_gap[name] = result.gaps;
        output.margins.perturbed_gap = std::min(output.margins.perturbed_gap, result.smallest_gap);
    }
}

void fill_entropy(const Sites& sites, const Eigensystem& system, Output& output) {
    std::map<std::string, std::size_t> positions{{"sigma_1", 0}, {"sigma_N", sites.spins - 1}};
    if (sites.lioms > 0) positions["tau_M"] = sites.total - 1;
    for (const auto& [name, position] : positions) {
        for (long long i = 0; i < output.window_count; ++i) {
            const auto n = static_cast<std::size_t>(output.window_first + i);
            output.entropy[name].push_back(entropy(system.vectors, position, sites.total, n));
        }
    }
}

} // namespace

Matrix hamiltonian(const Input& input) {
    if (input.bubble_spins < 1) throw std::invalid_argument("naive: bubble_spins must be >= 1");
    const Sites sites(input);
    Matrix bubble(std::size_t{1} << sites.spins);
    if (input.bubble.size() != bubble.entries.size() || input.coupling.size() != sites.lioms) {
        throw std::invalid_argument("naive: shapes of bubble, energy and coupling do not fit");
    }
    for (std::size_t i = 0; i < input.bubble.size(); ++i) bubble.entries[i] = input.bubble[i];

    Matrix result = kron(bubble, identity(std::size_t{1} << sites.lioms));
    for (std::size_t a = 1; a <= sites.lioms; ++a) {
        const Matrix flip_both = multiply(sites.sigma(pauli_x(), 1), sites.tau(pauli_x(), a));
        result = add(result, scale(input.energy[a - 1], sites.tau(pauli_z(), a)));
        result = add(result, scale(input.coupling[a - 1], flip_both));
    }
    return result;
}

Output solve(const Input& input) {
    const Matrix h = hamiltonian(input);
    const Sites sites(input);
    if (sites.total < 2) throw std::invalid_argument("naive: N + M must be >= 2");
    const Eigensystem system = jacobi(h);

    Output output;
    output.hamiltonian.assign(h.entries.begin(), h.entries.end());
    output.energies.assign(system.values.begin(), system.values.end());
    fill_levels(input, sites, system.values, output);
    fill_spectral(input, sites, system, output);
    if (sites.lioms > 0) fill_widths(output);
    fill_thouless(sites, system, output);
    fill_entropy(sites, system, output);
    return output;
}

} // namespace naive
