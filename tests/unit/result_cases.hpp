#pragma once

#include "campaign/block_record.hpp"
#include "solve/realization.hpp"

#include <limits>
#include <string>
#include <vector>

/// Invented realizations, for the tests of what is done with them.
namespace mbl::result_cases {

/// Every number follows from `value`; the curve of tau_x_M has two bins from k_min = 0.
inline Realization realization(Index index, double value) {
    Realization r;
    r.index = index;
    r.scale = value / 8;
    r.level_spacing = value / 4;
    r.gap_ratios = {value - 1, value + 1};
    r.thouless["sigma_z_N"] = {-value - 1, -value + 1};
    r.thouless["sigma_z_N_tau_z_1"] = {value - 3, value + 3};
    r.entropy["tau_M"] = {value / 16};
    r.entropy["sigma_1"] = {value / 64, 3 * value / 64};
    r.entropy["sigma_N"] = {value / 64};
    r.width.over_spacing = value;
    r.width.participation = value + 0.125;
    r.width.fwhm = value + 0.25;
    r.width.iqr = value + 0.5;
    r.spectral["tau_x_M"] = {0.5, 0, {value, 2 * value}, {-value, -2 * value}};
    return r;
}

/// One without LIOMs: nothing of tau.
inline Realization bare_realization(Index index, double value) {
    Realization r = realization(index, value);
    r.width = {};
    r.spectral.clear();
    r.thouless.erase("sigma_z_N_tau_z_1");
    r.entropy.erase("tau_M");
    return r;
}

/// Curves of sigma_x_1, one bin each: the config's of width 0.5, and what the integrals need.
inline void add_bubble_curves(Realization& r, const Problem& problem, double value) {
    r.spectral["sigma_x_1"] = {0.5, 0, {3 * value}, {-3 * value}};
    r.integrand = {problem.level_spacing, 0, {4 * value}, {-4 * value}};
    r.integrand_wide = {problem.wide_bin_width, 0, {5 * value}, {-5 * value}};
}

/// The record of a block whose realization r has the value r + 1, and eps_a 1000 more with every LIOM.
inline BlockRecord record(const Plan& plan, const Block& block, const std::string& device = "invented") {
    const Problem& problem = plan.problems[static_cast<std::size_t>(block.problem)];
    BlockFold fold(problem, block, device);
    for (Index r = block.first; r < block.first + block.count; ++r) {
        const double value = static_cast<double>(r + 1);
        Realization invented = problem.liom_count > 0 ? realization(r, value) : bare_realization(r, value);
        for (int a = 0; a < problem.liom_count; ++a) invented.liom_energy.push_back(value + 1000 * a);
        add_bubble_curves(invented, problem, value);
        fold.add(invented);
    }
    return std::move(fold).finish();
}

inline std::vector<BlockRecord> records(const Plan& plan) {
    std::vector<BlockRecord> all;
    for (const Block& block : plan.blocks) all.push_back(record(plan, block));
    return all;
}

} // namespace mbl::result_cases
