#pragma once

#include "complex.hpp"
#include "host_device.hpp"
#include "local_green.hpp"

#include <cmath>
#include <cstdint>

/// The retarded root of G = F(G) at one frequency. F maps the lower half plane into itself and is no automorphism once a
/// LIOM is coupled, so by the Schwarz-Pick lemma at most one root has Im G < 0: a Newton step that converges there, from
/// wherever it started, has found it. Where the root is real (a gap at eta = 0) there are others, and the right one is
/// followed: with w + i level in place of w the root is unique, and level goes from 1 to 0 by factors, each solved by
/// Newton's method with steps halved while Im G > 0.
namespace mbl {

enum class NewtonStatus : std::int32_t { running, done, failed };

/// What is asked of one site, and where it is.
struct NewtonSite {
    Complex frequency;   // w of the bubble, or i omega_n
    Complex self_energy; // Sigma2 there
    Complex green;       // the first guess, then the iterate, at last the root; Im <= 0
    double eta = 0;      // inside G_a, beside frequency
    bool unique = false; // F contracts |G| <= 2/|w|: the root in there is the root
    // The rest belongs to advance().
    bool landing = true; // level = 0: the equation itself
    bool from_guess = true;
    double level = 0;
    double base_level = 0; // solved, with this root
    Complex base;
    double first_step = 0; // of this level
    double last_step = 0;
    std::int32_t level_steps = 0;
    std::int32_t steps = 0;
    double residual = 0; // |F(G) - G| at the last iterate but one
    NewtonStatus status = NewtonStatus::running;

    /// Frequency inside G_a.
    [[nodiscard]] MBL_HD Complex liom_frequency() const { return {frequency.re, frequency.im + level + eta}; }
};

namespace newton {

inline constexpr double highest_level = 1;
inline constexpr double level_ratio = 1.0 / 16;
inline constexpr double lowest_level = 1e-13;
inline constexpr double real_root_level = 1e-6; // real roots are told apart from here on
inline constexpr std::int32_t steps_per_level = 14;
inline constexpr std::int32_t steps_max = 600;
inline constexpr double tolerance = 1e-14; // on the step, relative to G
inline constexpr double rounding_residual =
    1e-12; // below it a residual may be all rounding: thousands of LIOMs are summed
inline constexpr double level_tolerance = 1e-3;

/// Im G of a root that certainly lies below the real axis: double roots are known to sqrt(eps) only.
MBL_HD inline double clearly_below(const NewtonSite& site) { return site.frequency.im + site.eta > 0 ? 1e-12 : 1e-7; }

MBL_HD inline void start_level(NewtonSite& site, double level) {
    site.level = level;
    site.landing = level == 0;
    site.level_steps = 0;
    site.green = site.base;
}

/// The first level of all. Far above the axis F contracts; any start will do.
MBL_HD inline void start_continuation(NewtonSite& site) {
    site.from_guess = false;
    site.base_level = 0; // none yet
    site.base = inverse(Complex{site.frequency.re, site.frequency.im + highest_level + 1});
    start_level(site, highest_level);
}

MBL_HD inline void level_failed(NewtonSite& site) {
    if (site.from_guess) return start_continuation(site);
    if (site.base_level == 0) { // even the first: nothing to come back to
        site.status = NewtonStatus::failed;
        return;
    }
    const double next = site.level == 0 ? site.base_level * level_ratio : std::sqrt(site.level * site.base_level);
    if (next < lowest_level || next > 0.98 * site.base_level) {
        site.status = NewtonStatus::failed;
        return;
    }
    start_level(site, next);
}

MBL_HD inline bool may_land(const NewtonSite& site) {
    return site.base.im < -5 * site.base_level || site.base_level <= real_root_level;
}

MBL_HD inline void level_solved(NewtonSite& site) {
    if (!site.landing) {
        site.base = site.green;
        site.base_level = site.level;
        start_level(site, may_land(site) ? 0 : site.base_level * level_ratio);
        return;
    }
    const bool below = site.green.im < -clearly_below(site);
    const bool in_disc = site.unique && norm(site.green) * norm(site.frequency) <= 4;
    const bool near_base = !site.from_guess && site.base_level <= real_root_level && site.level_steps <= 6
                           && magnitude(site.green - site.base) <= 2 * site.first_step;
    const bool followed = !site.from_guess && site.base_level <= lowest_level * 16;
    if (below || in_disc || near_base || followed) {
        site.status = NewtonStatus::done;
    } else {
        level_failed(site);
    }
}

/// One Newton step on G - F(G). @param map at the iterate, at frequency + i level.
MBL_HD inline void advance(NewtonSite& site, const LocalGreenMap& map) {
    const Complex rest = map.value - site.green;
    Complex step = rest * inverse(Complex{1, 0} - map.slope);
    site.residual = magnitude(rest);
    ++site.steps;
    ++site.level_steps;
    const double size = magnitude(step);
    const double scale = magnitude(site.green);
    if (!(size < 1e100)) return level_failed(site); // NaN too
    if (site.level_steps == 1) site.first_step = size;
    Complex next = site.green + step;
    bool damped = false;
    const double rounding = 1e-12 * scale;
    for (int halving = 0; next.im > 0 && halving < 40; ++halving) {
        if (next.im <= rounding) {
            next.im = 0;
            break;
        }
        step = 0.5 * step;
        next = site.green + step;
        damped = true;
    }
    const double limit = site.landing ? tolerance : level_tolerance;
    const bool small_rest = site.landing && site.residual <= 4e-16 * scale;
    // Rounding, or a double root (band edge), keeps the step from shrinking: the residual decides.
    const bool stalls = site.landing && site.level_steps > 1 && size >= 0.5 * site.last_step
                        && site.residual <= rounding_residual * scale;
    site.last_step = size;
    site.green = next;
    if (!damped && (size <= limit * scale || small_rest || stalls)) return level_solved(site);
    const std::int32_t steps_allowed = site.landing ? 3 * steps_per_level : steps_per_level;
    if (site.level_steps >= (site.from_guess ? steps_per_level : steps_allowed)) return level_failed(site);
    if (site.steps >= steps_max) site.status = NewtonStatus::failed;
}

} // namespace newton

/// Carries each active site one Newton step further.
struct NewtonStep {
    const std::int64_t* active; // [count]
    const std::int64_t* point_of_site;
    const double* hopping_squared;    // [points]
    const double* inverse_sqrt_sites; // [points]
    NewtonSite* sites;
    Complex* liom_frequency;   // in: where liom_sum was asked; out: where it is asked next [sites]
    Complex* green;            // out: the iterate [sites]
    const Complex* liom_sum;   // sum_a V_a^2 G_a
    const Complex* liom_slope; // sum_a V_a^4 G_a^2
    std::int64_t* status;      // [sites]
    MBL_HD void operator()(std::int64_t index) const {
        const std::int64_t s = active[index];
        NewtonSite site = sites[s];
        const std::int64_t point = point_of_site[s];
        const Complex w{site.frequency.re, site.frequency.im + site.level};
        newton::advance(site, local_green_map(w, site.green, site.self_energy, inverse_sqrt_sites[point] * liom_sum[s],
                                              liom_slope[s], hopping_squared[point]));
        sites[s] = site;
        liom_frequency[s] = site.liom_frequency();
        green[s] = site.green;
        status[s] = static_cast<std::int64_t>(site.status);
    }
};

} // namespace mbl
