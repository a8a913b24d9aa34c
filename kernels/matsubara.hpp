#pragma once

#include "complex.hpp"
#include "frequency_grid.hpp"
#include "host_device.hpp"
#include "liom_green.hpp"
#include "second_order.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

/// Second-order self-energy in Matsubara frequency. z = i omega_n, omega_n = (2n + 1) pi T; only omega_n > 0 is kept, since
/// G(-i omega) = conj G(i omega). G(tau) = -<T c(tau) c+(0)> = T sum_n exp(-z tau) G(z), 0 < tau < beta, on the n_tau = 2
/// count times tau_j = j beta/n_tau; the value at j = 0 is the limit tau -> 0+. High-frequency tails 1/z^k are summed
/// exactly by the polynomials p_k(tau) = T sum_n exp(-z tau)/z^k, p_k' = -p_{k-1}:
///     p_1 = -1/2,  p_2 = tau/2 - beta/4,  p_3 = tau (beta - tau)/4,  p_4 = tau^3/12 - beta tau^2/8 + beta^3/48.
namespace mbl {

MBL_HD inline double matsubara_frequency(std::int64_t n, double temperature) {
    return static_cast<double>(2 * n + 1) * std::numbers::pi * temperature;
}

/// Coefficients of 1/z, 1/z^2, 1/z^3, 1/z^4.
struct MatsubaraTail {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;

    [[nodiscard]] MBL_HD Complex at(double omega) const {
        const double inverse = 1 / omega;
        const double squared = inverse * inverse;
        return {-second * squared + fourth * squared * squared, -first * inverse + third * squared * inverse};
    }
    [[nodiscard]] MBL_HD double at_time(double tau, double beta) const {
        return -first / 2 + second * (tau / 2 - beta / 4) + third * tau * (beta - tau) / 4
               + fourth * (tau * tau * tau / 12 - beta * tau * tau / 8 + beta * beta * beta / 48);
    }
    /// d/dtau and d^2/dtau^2 of at_time.
    [[nodiscard]] MBL_HD double slope_at_time(double tau, double beta) const {
        return second / 2 + third * (beta - 2 * tau) / 4 + fourth * (tau * tau / 4 - beta * tau / 4);
    }
    [[nodiscard]] MBL_HD double curvature_at_time(double tau, double beta) const {
        return -third / 2 + fourth * (tau / 2 - beta / 4);
    }
};

/// Before the first iteration: i omega_n of the bubble, i (omega_n + eta) inside G_a, and no step to compare with.
struct FillMatsubaraFrequencies {
    PackedPoints points;
    const ImpurityConstants* constants;
    Complex* bubble;     // [slots, count]
    Complex* lioms;      // [slots, count]
    double* step_length; // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const auto [k, i, slot, site] = points.at(index);
        const double omega = matsubara_frequency(i, constants[slot].temperature);
        bubble[site] = {0, omega};
        lioms[site] = {0, omega + constants[slot].eta};
        step_length[site] = 1e300;
    }
};

/// Gt_H less its tail, on all 2 count frequencies: R(-omega) = conj R(omega) at the end of the row. What the tail's time
/// derivatives miss, omega R and omega^2 R, goes along for the sums that give them at tau = 0.
struct PackWeiss {
    PackedPoints points;
    const ImpurityConstants* constants;
    const MatsubaraTail* tail; // of Gt_H [slots]
    const Complex* frequency;  // [slots, count]
    const Complex* green;
    const Complex* liom_sum;
    Complex* transform; // [points, 2 count]
    double* slope;      // omega Im R [slots, count]
    double* curvature;  // -omega^2 Re R [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const auto [k, i, slot, site] = points.at(index);
        const ImpurityConstants& c = constants[slot];
        const double omega = frequency[site].im;
        const Complex weiss =
            inverse(frequency[site] - c.hopping_squared * green[site] - c.inverse_sqrt_sites * liom_sum[site]);
        const Complex rest = weiss - tail[slot].at(omega);
        Complex* row = transform + k * 2 * points.columns;
        row[i] = rest;
        row[2 * points.columns - 1 - i] = conjugate(rest);
        slope[site] = omega * rest.im;
        curvature[site] = -omega * omega * rest.re;
    }
};

/// One number per point: the columns of its row.
struct PointColumn {
    static constexpr bool reads_along_rows = true;
    PackedPoints points;
    const double* values; // [slots, columns]
    MBL_HD double operator()(std::int64_t k, std::int64_t column) const {
        return values[points.slot[k] * points.columns + column];
    }
};

/// The value and two derivatives of Gt_H at 0+ and at beta-.
struct WeissEnds {
    double value_first = 0;
    double value_last = 0;
    double slope_first = 0;
    double slope_last = 0;
    double curvature_first = 0;
    double curvature_last = 0;
};

/// exp(-i pi j/n_tau), which turns the transform's whole frequencies into Matsubara's odd ones.
MBL_HD inline Complex half_step(std::int64_t j, std::int64_t times) {
    const double angle = -std::numbers::pi * static_cast<double>(j) / static_cast<double>(times);
    return {std::cos(angle), std::sin(angle)};
}

/// Gt_H(tau_j), tail included, from the forward transform.
struct WeissInTime {
    PackedPoints points; // columns = count; a row holds 2 count times
    const ImpurityConstants* constants;
    const MatsubaraTail* tail;
    const Complex* transform; // [points, 2 count]
    double* weiss;            // [points, 2 count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t times = 2 * points.columns;
        const std::int64_t j = index % times;
        const std::int64_t slot = points.slot[index / times];
        const double temperature = constants[slot].temperature;
        const double beta = 1 / temperature;
        const Complex rest = transform[index] * half_step(j, times);
        weiss[index] = temperature * rest.re
                       + tail[slot].at_time(beta * static_cast<double>(j) / static_cast<double>(times), beta);
    }
};

/// The jumps of Sigma2(tau) = U^2 g(tau)^2 g(beta - tau), g = Gt_H, and of its derivatives are its tail: by parts,
///     Sigma2(z) = -(S(0) + S(beta))/z + (S'(0) + S'(beta))/z^2 - (S''(0) + S''(beta))/z^3 + ...
struct SelfEnergyTail {
    PackedPoints points;
    const ImpurityConstants* constants;
    const MatsubaraTail* weiss_tail; // [slots]
    const double* weiss;             // [points, 2 count]
    const double* slope_sum;         // sum over omega_n > 0 of omega Im R [points]
    const double* curvature_sum;     // of -omega^2 Re R [points]
    MatsubaraTail* tail;             // of Sigma2 [points]
    MBL_HD void operator()(std::int64_t k) const {
        const std::int64_t slot = points.slot[k];
        const double temperature = constants[slot].temperature;
        const double beta = 1 / temperature;
        const MatsubaraTail& own = weiss_tail[slot];
        const double slope = 2 * temperature * slope_sum[k]; // of the rest at 0+; it is antiperiodic
        const double curvature = 2 * temperature * curvature_sum[k];
        const double rest = weiss[k * 2 * points.columns] - own.at_time(0, beta);
        const WeissEnds g{own.at_time(0, beta) + rest,
                          own.at_time(beta, beta) - rest,
                          own.slope_at_time(0, beta) + slope,
                          own.slope_at_time(beta, beta) - slope,
                          own.curvature_at_time(0, beta) + curvature,
                          own.curvature_at_time(beta, beta) - curvature};
        const double u = constants[slot].interaction * constants[slot].interaction;
        const double value = product(g.value_first, g.value_last) + product(g.value_last, g.value_first);
        const double first = product_slope(g.value_first, g.slope_first, g.value_last, g.slope_last)
                             + product_slope(g.value_last, g.slope_last, g.value_first, g.slope_first);
        const double second = product_curvature(g.value_first, g.slope_first, g.curvature_first, g.value_last,
                                                g.slope_last, g.curvature_last)
                              + product_curvature(g.value_last, g.slope_last, g.curvature_last, g.value_first,
                                                  g.slope_first, g.curvature_first);
        tail[k] = {-u * value, u * first, -u * second, 0};
    }

    /// g^2 m and its derivatives, g at tau and m = g(beta - tau).
    MBL_HD static double product(double g, double m) { return g * g * m; }
    MBL_HD static double product_slope(double g, double g1, double m, double m1) { return 2 * g * g1 * m - g * g * m1; }
    MBL_HD static double product_curvature(double g, double g1, double g2, double m, double m1, double m2) {
        return 2 * (g1 * g1 + g * g2) * m - 4 * g * g1 * m1 + g * g * m2;
    }
};

/// Sigma2(tau_j) less its tail, times exp(i pi j/n_tau), for the backward transform.
struct PackSelfEnergy {
    PackedPoints points;
    const ImpurityConstants* constants;
    const MatsubaraTail* weiss_tail; // [slots]
    const MatsubaraTail* tail;       // of Sigma2 [points]
    const double* weiss;             // [points, 2 count]
    Complex* transform;              // [points, 2 count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t times = 2 * points.columns;
        const std::int64_t k = index / times;
        const std::int64_t j = index % times;
        const ImpurityConstants& c = constants[points.slot[k]];
        const double beta = 1 / c.temperature;
        const double* g = weiss + k * times;
        const MatsubaraTail& own = weiss_tail[points.slot[k]];
        const double at_beta = own.at_time(beta, beta) - (g[0] - own.at_time(0, beta));
        const double mirror = j == 0 ? at_beta : g[times - j];
        const double tau = beta * static_cast<double>(j) / static_cast<double>(times);
        const double rest = c.interaction * c.interaction * g[j] * g[j] * mirror - tail[k].at_time(tau, beta);
        transform[index] = rest * conjugate(half_step(j, times));
    }
};

/// Sigma2(i omega_n) from the backward transform and its tail.
struct TakeMatsubaraSelfEnergy {
    PackedPoints points;
    const ImpurityConstants* constants;
    const MatsubaraTail* tail; // [points]
    const Complex* transform;  // [points, 2 count]
    const Complex* frequency;  // [slots, count]
    Complex* self_energy;      // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const auto [k, i, slot, site] = points.at(index);
        const std::int64_t times = 2 * points.columns;
        const double step = 1 / (constants[slot].temperature * static_cast<double>(times));
        self_energy[site] = step * transform[k * times + i] + tail[k].at(frequency[site].im);
    }
};

/// G(i omega_n + 0) = int rho(w)/(i omega_n - w) dw over the grid.
struct ContinueToMatsubara {
    PackedPoints points; // columns = frequencies wanted
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    const Complex* green; // on the grid [slots, grid.count]
    Complex* continued;   // [slots, columns]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t slot = points.slot[index / points.columns];
        const std::int64_t n = index % points.columns;
        const double omega = matsubara_frequency(n, constants[slot].temperature);
        const Complex* row = green + slot * grid.count;
        Complex sum;
        for (std::int64_t i = 0; i < grid.count; ++i) {
            const double w = grid.at(i);
            const double weight = row[i].im / (omega * omega + w * w); // -pi rho
            sum.re += weight * w;
            sum.im += weight * omega;
        }
        continued[slot * points.columns + n] = (grid.step / std::numbers::pi) * sum;
    }
};

/// 2 T sum of Re f beyond the last of `count` Matsubara frequencies, where Re f = c/omega^4: c/(3 pi omega^3) at the midpoint
/// before the first one left out, to a relative 1/count^2.
MBL_HD inline double matsubara_rest(double last_value, std::int64_t count, double temperature) {
    const double last = matsubara_frequency(count - 1, temperature);
    const double end = 2 * static_cast<double>(count) * std::numbers::pi * temperature;
    return last_value * last * last * last * last / (3 * std::numbers::pi * end * end * end);
}

/// n_a = T sum_n exp(i omega_n 0+) G_a(i omega_n) from omega_n > 0. 1/(z - eps_a), whose filling is the Fermi function, is
/// taken out; the real part of what is left falls off as 1/omega^4.
struct LiomFillings {
    const std::int64_t* point_of_liom; // [LIOMs of all points]
    const double* temperature;         // [points]
    const double* sqrt_bubble_sites;   // [points]
    std::int64_t count;                // Matsubara frequencies
    const Complex* green;              // [points, count]
    const double* energy;              // [LIOMs]
    const double* coupling_squared;    // [LIOMs]
    double* filling;                   // [LIOMs]
    MBL_HD void operator()(std::int64_t a) const {
        const std::int64_t point = point_of_liom[a];
        const double t = temperature[point];
        double sum = 0;
        double last = 0;
        for (std::int64_t n = 0; n < count; ++n) {
            const Complex z{0, matsubara_frequency(n, t)};
            const Complex bare = inverse(z - Complex{energy[a], 0});
            const Complex own =
                liom_green(z, green[point * count + n], energy[a], coupling_squared[a], sqrt_bubble_sites[point]);
            last = (own - bare).re;
            sum += last;
        }
        filling[a] = fermi(energy[a] / t) + 2 * t * sum + matsubara_rest(last, count, t);
    }
};

} // namespace mbl
