#pragma once

#include "ipt/free_distance.hpp"
#include "ipt/impurity_batch.hpp"
#include "liom_green.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

/// Curves at eta = 0, frequency by frequency, with the grid's Sigma2.
namespace mbl {

/// Sites of one point at eta = 0, starting from the grid's G. @param interacting false: with U = 0 in place of its U
template <Backend B>
void add_curve_sites(ImpurityBatch<B>& batch, Index slot, const std::vector<double>& frequencies, bool interacting,
                     NewtonSites& work) {
    const PointWork& point = batch.at(slot);
    for (const double frequency : frequencies) {
        NewtonSite site;
        site.frequency = {frequency, 0};
        site.green = interpolate_linearly(batch.grid, point.green, frequency);
        if (interacting) {
            site.self_energy = interpolate_cubically(batch.grid, point.self_energy, frequency);
            site.self_energy.im = std::min(site.self_energy.im, 0.0); // a cubic may overshoot where it vanishes
        } else {
            site.unique = contracts_near_bare(batch.bath(slot), *point.problem, frequency);
        }
        work.sites.push_back(site);
        work.slot.push_back(slot);
    }
}

/// The roots of a point's sites, in order; tells the point where one was not found.
inline std::vector<Complex> curve_of(const NewtonSites& work, Index slot, PointWork& point) {
    NewtonResult result = newton_result(work, slot);
    point.pointwise_solved = point.pointwise_solved && result.summary.converged;
    return std::move(result.green);
}

/// Frequencies of the distances: the default ones inside the LIOMs' band.
inline std::vector<double> distance_frequencies(const ImpurityProblem& problem) {
    std::vector<double> inside;
    for (const double w : default_plot_frequencies(problem.liom_bandwidth)) {
        if (std::fabs(w) < problem.liom_bandwidth) inside.push_back(w);
    }
    return inside;
}

/// rho_a = -Im G_a/pi at the plotted frequencies.
template <Backend B>
void add_liom_curves(ImpurityBatch<B>& batch, Index slot, const std::vector<Complex>& green) {
    PointWork& point = batch.at(slot);
    const LiomBath& bath = batch.bath(slot);
    const double sqrt_sites = 1 / batch.newton_points[static_cast<std::size_t>(slot)].inverse_sqrt_sites;
    for (const int liom : point.problem->plot_lioms) {
        const auto a = static_cast<std::size_t>(liom);
        if (a >= bath.energy.size()) continue;
        std::vector<Complex> curve;
        for (std::size_t i = 0; i < green.size(); ++i) {
            curve.push_back(liom_green({point.problem->plot_frequency[i], 0}, green[i], bath.energy[a],
                                       bath.coupling_squared[a], sqrt_sites));
        }
        point.solution.liom_spectral_function[liom] = spectral_function_of(curve);
    }
}

template <Backend B>
void solve_curves(ImpurityBatch<B>& batch) {
    const auto slots = static_cast<Index>(batch.work.size());
    NewtonSites plotted;
    NewtonSites compared; // with U
    NewtonSites free;
    for (Index slot = 0; slot < slots; ++slot) {
        const ImpurityProblem& problem = *batch.at(slot).problem;
        add_curve_sites(batch, slot, problem.plot_frequency, problem.interaction > 0, plotted);
        if (problem.interaction == 0) continue;
        add_curve_sites(batch, slot, distance_frequencies(problem), true, compared);
        add_curve_sites(batch, slot, distance_frequencies(problem), false, free);
    }
    for (NewtonSites* sites : {&plotted, &compared, &free})
        solve_pointwise(batch.lane, batch.baths, batch.newton_points, *sites, batch.poll);
    for (Index slot = 0; slot < slots; ++slot) {
        PointWork& point = batch.at(slot);
        const std::vector<Complex> green = curve_of(plotted, slot, point);
        point.solution.plot_spectral_function = spectral_function_of(green);
        add_liom_curves(batch, slot, green);
        FreeDistance distance;
        if (point.problem->interaction > 0) {
            distance = distance_to_free(spectral_function_of(curve_of(compared, slot, point)),
                                        spectral_function_of(curve_of(free, slot, point)));
        }
        point.solution.report.distance_to_free = distance.relative;
        point.solution.report.shape_distance_to_free = distance.shape;
        point.solution.report.shape_correlation = distance.correlation;
    }
}

} // namespace mbl
