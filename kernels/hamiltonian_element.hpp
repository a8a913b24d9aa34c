#pragma once

#include "host_device.hpp"
#include "spin.hpp"

#include <cstdint>

namespace mbl {

/// sum_a eps_a tau^z_a of one LIOM configuration (M bits, tau_1 most significant).
MBL_HD inline double liom_field(const double* liom_energy, int liom_count, std::int64_t configuration) {
    double field = 0;
    for (int a = 0; a < liom_count; ++a) field += liom_energy[a] * spin_sign(configuration, spin_mask(liom_count, a));
    return field;
}

/// One element of H = H_b (x) 1 + 1 (x) sum_a eps_a tau^z_a + sum_a V_a sigma^x_1 tau^x_a, Eqs. (1), (S1).
struct HamiltonianElement {
    const double* bubble;        // [2^N, 2^N] symmetric H_b
    const double* liom_energy;   // [M]
    const double* liom_coupling; // [M]
    int bubble_spins;
    int liom_count;

    MBL_HD double operator()(std::int64_t row, std::int64_t column) const {
        const std::int64_t lioms = (std::int64_t{1} << liom_count) - 1;
        const std::int64_t bubble_row = row >> liom_count;
        const std::int64_t bubble_column = column >> liom_count;
        const std::int64_t flipped = (row ^ column) & lioms;
        if (flipped == 0) {
            const double element = bubble[(bubble_column << bubble_spins) + bubble_row];
            return row == column ? element + liom_field(liom_energy, liom_count, row & lioms) : element;
        }
        const bool sigma_1_flipped = (bubble_row ^ bubble_column) == spin_mask(bubble_spins, 0);
        const bool one_liom_flipped = (flipped & (flipped - 1)) == 0;
        if (!sigma_1_flipped || !one_liom_flipped) return 0;
        int liom = 0;
        while (spin_mask(liom_count, liom) != flipped) ++liom;
        return liom_coupling[liom];
    }
};

/// Writes a batch of Hamiltonians, column-major.
struct AssembleHamiltonian {
    const double* bubble;        // [2^N, 2^N, count]
    const double* liom_energy;   // [M, count]
    const double* liom_coupling; // [M], common to the batch
    int bubble_spins;
    int liom_count;
    double* hamiltonian; // [dim, dim, count]

    MBL_HD void operator()(std::int64_t index) const {
        const int spins = bubble_spins + liom_count;
        const std::int64_t dim = std::int64_t{1} << spins;
        const std::int64_t realization = index >> (2 * spins);
        const std::int64_t row = index & (dim - 1);
        const std::int64_t column = (index >> spins) & (dim - 1);
        const HamiltonianElement element{bubble + (realization << (2 * bubble_spins)),
                                         liom_energy + realization * liom_count, liom_coupling, bubble_spins,
                                         liom_count};
        hamiltonian[index] = element(row, column);
    }
};

/// The part of y = H x that is not the bubble's: adds LIOM fields and couplings to y, for a block of vectors.
struct AddLiomTerms {
    const double* x;             // [dim, vectors]
    const double* liom_energy;   // [M]
    const double* liom_coupling; // [M]
    int bubble_spins;
    int liom_count;
    double* y; // [dim, vectors]

    MBL_HD void operator()(std::int64_t index) const {
        const int spins = bubble_spins + liom_count;
        const std::int64_t dim = std::int64_t{1} << spins;
        const std::int64_t row = index & (dim - 1);
        const std::int64_t column_start = index - row;
        double sum = liom_field(liom_energy, liom_count, row & ((std::int64_t{1} << liom_count) - 1)) * x[index];
        for (int a = 0; a < liom_count; ++a) {
            const std::int64_t flip = spin_mask(spins, 0) | spin_mask(spins, bubble_spins + a);
            sum += liom_coupling[a] * x[column_start + (row ^ flip)];
        }
        y[index] += sum;
    }
};

} // namespace mbl
