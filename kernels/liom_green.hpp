#pragma once

#include "complex.hpp"
#include "host_device.hpp"

#include <cstdint>

namespace mbl {

/// The LIOMs of one point in lane memory. LIOMs of one layer share their coupling: layer l holds the LIOMs
/// [layer_first[l], layer_first[l + 1]), none of them decoupled (a V_a = 0 contributes nothing).
struct LiomBathView {
    const double* energy = nullptr;                 // eps_a [LIOMs]
    const std::int64_t* layer_first = nullptr;      // [layers + 1]
    const double* layer_coupling_squared = nullptr; // V_a^2 [layers]
    std::int64_t layers = 0;
    double sqrt_bubble_sites = 1;
};

/// Sums over one layer, seen from z = w + i eta - sqrt(N) V^2 G: with d_a = |z - eps_a|^2,
///     inverse = sum 1/d_a,  real = sum (Re z - eps_a)/d_a,  and with 1/d_a^2 in their place for the slope.
struct LayerSums {
    double inverse = 0;
    double real = 0;
    double inverse_squared = 0;
    double real_squared = 0;
};

/// Adds the LIOMs a and b; one division serves both.
template <bool with_slope>
MBL_HD inline void add_liom_pair(LayerSums& sums, double z_re, double z_im_squared, double energy_a, double energy_b) {
    const double re_a = z_re - energy_a;
    const double re_b = z_re - energy_b;
    const double d_a = re_a * re_a + z_im_squared;
    const double d_b = re_b * re_b + z_im_squared;
    const double scale = 1 / (d_a * d_b);
    const double inverse_a = scale * d_b;
    const double inverse_b = scale * d_a;
    const double real_a = re_a * inverse_a;
    const double real_b = re_b * inverse_b;
    sums.inverse += inverse_a + inverse_b;
    sums.real += real_a + real_b;
    if constexpr (with_slope) {
        sums.inverse_squared += inverse_a * inverse_a + inverse_b * inverse_b;
        sums.real_squared += real_a * inverse_a + real_b * inverse_b;
    }
}

template <bool with_slope>
MBL_HD inline void add_liom(LayerSums& sums, double z_re, double z_im_squared, double energy) {
    const double re = z_re - energy;
    const double inverse = 1 / (re * re + z_im_squared);
    const double real = re * inverse;
    sums.inverse += inverse;
    sums.real += real;
    if constexpr (with_slope) {
        sums.inverse_squared += inverse * inverse;
        sums.real_squared += real * inverse;
    }
}

/// z of one layer: w + i eta - sqrt(N) V^2 G.
MBL_HD inline Complex layer_argument(Complex frequency, Complex local_green, double coupling_squared,
                                     double sqrt_bubble_sites) {
    return frequency - (sqrt_bubble_sites * coupling_squared) * local_green;
}

/// V^2 sum_a G_a of one layer: G_a = 1/(z - eps_a), Eq. (14) with its sign of eps_a settled by Eq. (12).
MBL_HD inline Complex layer_green(const LayerSums& sums, double z_im, double coupling_squared) {
    return {coupling_squared * sums.real, -coupling_squared * z_im * sums.inverse};
}

/// V^4 sum_a G_a^2 of one layer: its part of d/dG of (1/sqrt N) sum_a V_a^2 G_a.
MBL_HD inline Complex layer_slope(const LayerSums& sums, double z_im, double coupling_squared) {
    const double weight = coupling_squared * coupling_squared;
    return {weight * (sums.inverse - 2 * z_im * z_im * sums.inverse_squared), -2 * weight * z_im * sums.real_squared};
}

/// sum_a V_a^2 G_a and sum_a V_a^4 G_a^2 at one frequency.
struct LiomSums {
    Complex green;
    Complex slope;
};

/// In ascending order of layers, and of pairs within a layer: the one order of every backend.
template <bool with_slope>
MBL_HD inline LiomSums liom_sums(const LiomBathView& bath, Complex frequency, Complex local_green) {
    LiomSums total;
    for (std::int64_t layer = 0; layer < bath.layers; ++layer) {
        const double coupling_squared = bath.layer_coupling_squared[layer];
        const Complex z = layer_argument(frequency, local_green, coupling_squared, bath.sqrt_bubble_sites);
        const double z_im_squared = z.im * z.im;
        LayerSums sums;
        std::int64_t a = bath.layer_first[layer];
        const std::int64_t end = bath.layer_first[layer + 1];
        for (; a + 2 <= end; a += 2) {
            add_liom_pair<with_slope>(sums, z.re, z_im_squared, bath.energy[a], bath.energy[a + 1]);
        }
        if (a < end) add_liom<with_slope>(sums, z.re, z_im_squared, bath.energy[a]);
        total.green = total.green + layer_green(sums, z.im, coupling_squared);
        if constexpr (with_slope) total.slope = total.slope + layer_slope(sums, z.im, coupling_squared);
    }
    return total;
}

/// The LIOM sums at many sites, fused: O(sites + LIOMs) memory. A site is a frequency of a point. Sites to visit:
/// active[0 … count), or 0 … count - 1 where `active` is null; or, with `slot`, all of the points slot[0], slot[1], …
struct LiomSum {
    const LiomBathView* baths = nullptr;         // [points]
    const std::int64_t* point_of_site = nullptr; // [sites]; null: sites_per_point consecutive sites for each point
    std::int64_t sites_per_point = 1;
    const std::int64_t* active = nullptr; // [count] or null
    const std::int64_t* slot = nullptr;   // [count / sites_per_point] or null; not with `active` or `point_of_site`
    const Complex* frequency = nullptr;   // of G_a, eta included [sites]
    const Complex* local_green = nullptr; // [sites]
    Complex* green = nullptr;             // sum_a V_a^2 G_a [sites]
    Complex* slope = nullptr;             // sum_a V_a^4 G_a^2 [sites], or null

    [[nodiscard]] MBL_HD std::int64_t site(std::int64_t index) const {
        if (slot != nullptr) return slot[index / sites_per_point] * sites_per_point + index % sites_per_point;
        return active == nullptr ? index : active[index];
    }
    [[nodiscard]] MBL_HD const LiomBathView& bath_of(std::int64_t s) const {
        return baths[point_of_site == nullptr ? s / sites_per_point : point_of_site[s]];
    }
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t s = site(index);
        const LiomBathView& bath = bath_of(s);
        if (slope == nullptr) {
            green[s] = liom_sums<false>(bath, frequency[s], local_green[s]).green;
        } else {
            const LiomSums sums = liom_sums<true>(bath, frequency[s], local_green[s]);
            green[s] = sums.green;
            slope[s] = sums.slope;
        }
    }
};

/// G_a of one LIOM at one frequency.
MBL_HD inline Complex liom_green(Complex frequency, Complex local_green, double liom_energy, double coupling_squared,
                                 double sqrt_bubble_sites) {
    Complex z = layer_argument(frequency, local_green, coupling_squared, sqrt_bubble_sites);
    z.re -= liom_energy;
    return inverse(z);
}

} // namespace mbl
