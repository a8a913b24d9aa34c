#pragma once

#include "complex.hpp"
#include "frequency_grid.hpp"
#include "host_device.hpp"
#include "local_green.hpp"

#include <cstdint>
#include <numbers>

/// Second-order self-energy on the real axis. From Sigma2(tau) = -U^2 Gt(tau)^2 Gt(-tau), with A±(w) = rho0(w) f(±w/T)
/// and rho0 = -Im Gt/pi, its spectral function is
///     rho_Sigma = U^2 [(A+ * A+) corr A- + (A- * A-) corr A+],   (a corr b)(w) = int a(w + e) b(e) de,
/// both terms non-negative. With h for the step and n points the discrete sums are exact in transforms of length 2n: of
/// what wraps around, nothing reaches the n frequencies that are kept. Re Sigma2 is the aperiodic Kramers-Kronig sum
///     Re Sigma2(w_i) = sum over odd k of (2/k) rho_Sigma(w_{i-k}).
namespace mbl {

/// What does not change along a frequency axis.
struct ImpurityConstants {
    double hopping_squared = 1;
    double interaction = 0;
    double temperature = 1;
    double inverse_sqrt_sites = 1; // 1/sqrt(N)
    double eta = 0;                // inside G_a
};

/// Where the k-th solved point lives: arrays hold `columns` entries for each slot, transforms are packed by k.
struct PackedPoints {
    const std::int64_t* slot = nullptr; // [points]
    std::int64_t columns = 0;
};

/// f(w/T) on the grid, slot by slot.
struct FillFermi {
    PackedPoints points;
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    double* occupied; // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t slot = points.slot[index / points.columns];
        const std::int64_t i = index % points.columns;
        occupied[slot * points.columns + i] = fermi(grid.at(i) / constants[slot].temperature);
    }
};

/// Before the first iteration: frequencies inside G_a, w + i eta, and no step to compare with.
struct StartIteration {
    PackedPoints points;
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    Complex* frequency;  // [slots, count]
    double* step_length; // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t slot = points.slot[index / points.columns];
        const std::int64_t i = index % points.columns;
        frequency[slot * points.columns + i] = {grid.at(i), constants[slot].eta};
        step_length[slot * points.columns + i] = 1e300;
    }
};

/// A+ + i A- of the Hartree-corrected Weiss function Gt_H = 1/(w - Delta), Eq. (17), followed by zeros.
struct PackOccupiedAndEmpty {
    PackedPoints points;
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    const double* occupied;  // [slots, count]
    const Complex* green;    // [slots, count]
    const Complex* liom_sum; // sum_a V_a^2 G_a [slots, count]
    Complex* transform;      // [points, 2 count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t k = index / points.columns;
        const std::int64_t i = index % points.columns;
        const std::int64_t slot = points.slot[k];
        const std::int64_t site = slot * points.columns + i;
        const ImpurityConstants& c = constants[slot];
        const Complex weiss =
            inverse(Complex{grid.at(i), 0} - c.hopping_squared * green[site] - c.inverse_sqrt_sites * liom_sum[site]);
        const double rho = -weiss.im / std::numbers::pi;
        Complex* row = transform + k * 2 * points.columns;
        row[i] = {rho * occupied[site], rho * (1 - occupied[site])};
        row[points.columns + i] = {0, 0};
    }
};

/// From the transform of A+ + i A- to that of rho_Sigma / (U h)^2, in place: index (point, j in [0, count]) handles the
/// entries j and -j. Both are transforms of real functions, conjugate to each other.
struct TripleProduct {
    std::int64_t columns; // count
    Complex* transform;   // [points, 2 count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t half = columns + 1;
        Complex* row = transform + index / half * 2 * columns;
        const std::int64_t j = index % half;
        const std::int64_t mirror = j == 0 ? 0 : 2 * columns - j;
        const Complex z = row[j];
        const Complex w = conjugate(row[mirror]);
        const Complex occupied = 0.5 * (z + w);
        const Complex difference = 0.5 * (z - w);
        const Complex empty{difference.im, -difference.re}; // divided by i
        const Complex product = occupied * occupied * conjugate(empty) + empty * empty * conjugate(occupied);
        row[j] = product;
        row[mirror] = conjugate(product);
    }
};

/// Im Sigma2 = -pi rho_Sigma from the transform back, and rho_Sigma alone, followed by zeros, in its place.
struct TakeSelfEnergySpectrum {
    PackedPoints points;
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    Complex* transform;   // [points, 2 count]
    Complex* self_energy; // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t k = index / points.columns;
        const std::int64_t i = index % points.columns;
        const std::int64_t slot = points.slot[k];
        const double scale = constants[slot].interaction * grid.step;
        Complex* row = transform + k * 2 * points.columns;
        const double sum = scale * scale * row[i].re / (2 * static_cast<double>(points.columns));
        const double rho = sum < 0 ? 0 : sum; // rounding where it vanishes; NaN stays
        row[i] = {rho, 0};
        row[points.columns + i] = {0, 0};
        self_energy[slot * points.columns + i].im = -std::numbers::pi * rho;
    }
};

/// The Kramers-Kronig kernel 2/k at odd |k| < count, as a row of length 2 count.
struct FillKramersKronig {
    std::int64_t columns;
    Complex* row; // [2 count]
    MBL_HD void operator()(std::int64_t j) const {
        const std::int64_t k = j < columns ? j : j - 2 * columns;
        row[j] = {k % 2 == 0 ? 0.0 : 2 / static_cast<double>(k), 0};
    }
};

/// Every row times the kernel's transform.
struct MultiplyRows {
    std::int64_t length;
    const Complex* kernel; // [length]
    Complex* transform;    // [points, length]
    MBL_HD void operator()(std::int64_t index) const { transform[index] = transform[index] * kernel[index % length]; }
};

struct TakeSelfEnergyReal {
    PackedPoints points;
    const Complex* transform; // [points, 2 count]
    Complex* self_energy;     // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t k = index / points.columns;
        const std::int64_t i = index % points.columns;
        self_energy[points.slot[k] * points.columns + i].re =
            transform[k * 2 * points.columns + i].re / (2 * static_cast<double>(points.columns));
    }
};

/// |G' - G| as a number that no comparison loses: what is not finite is huge.
MBL_HD inline double distance(Complex a, Complex b) {
    const double d = magnitude(a - b);
    return d < 1e300 ? d : 1e300; // false for NaN
}

/// G = 1/(w - m2 G): the semicircle of second moment m2, a first guess.
struct StartSemicircle {
    PackedPoints points;
    const Complex* frequency; // w [slots, count], or null: the grid's
    FrequencyGrid grid;
    const double* second_moment; // [slots]
    Complex* green;              // [slots, count]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t slot = points.slot[index / points.columns];
        const std::int64_t i = index % points.columns;
        const std::int64_t site = slot * points.columns + i;
        const Complex w = frequency == nullptr ? Complex{grid.at(i), 0} : frequency[site];
        green[site] = local_green_root(w, second_moment[slot]);
    }
};

/// The next G: the retarded root of G = 1/(w - t^2 G - L - Sigma2), Eqs. (16), (18), with Sigma2 of the G before and L
/// linear in G about it where its slope is at hand, else of the G before.
struct NextLocalGreen {
    PackedPoints points;
    const Complex* frequency; // w of the bubble [slots, count], or null: the grid's
    FrequencyGrid grid;
    const ImpurityConstants* constants;
    const Complex* liom_sum;
    const Complex* liom_slope; // sum_a V_a^4 G_a^2 [slots, count], or null
    const Complex* self_energy;
    Complex* green;
    double* change;      // |G' - G| [slots, count]
    double* step_length; // of the linear step [slots, count], or null
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t slot = points.slot[index / points.columns];
        const std::int64_t i = index % points.columns;
        const std::int64_t site = slot * points.columns + i;
        const ImpurityConstants& c = constants[slot];
        const Complex w = frequency == nullptr ? Complex{grid.at(i), 0} : frequency[site];
        const Complex b = w - c.inverse_sqrt_sites * liom_sum[site] - self_energy[site];
        Complex next = local_green_root(b, c.hopping_squared);
        if (liom_slope != nullptr) {
            const Complex slope = liom_slope[site];
            const Complex linear = linearized_green_root(b + slope * green[site], Complex{c.hopping_squared, 0} + slope,
                                                         green[site], next);
            // Where the linear step has not become shorter, once the lagged root instead: slower, and surer.
            const double length = distance(linear, green[site]);
            if (length <= 0.9 * step_length[site]) next = linear;
            step_length[site] = length;
        }
        change[site] = distance(next, green[site]);
        green[site] = next;
    }
};

/// The largest of each solved point's values.
struct RowMaxima {
    PackedPoints points;
    const double* values; // [slots, columns], none negative
    double* maxima;       // [points]
    MBL_HD void operator()(std::int64_t k) const {
        const double* row = values + points.slot[k] * points.columns;
        double largest = 0;
        for (std::int64_t i = 0; i < points.columns; ++i) largest = row[i] > largest ? row[i] : largest;
        maxima[k] = largest;
    }
};

} // namespace mbl
