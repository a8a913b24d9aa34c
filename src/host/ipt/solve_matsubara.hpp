#pragma once

#include "ipt/impurity_batch.hpp"
#include "ipt/matsubara_twin.hpp"
#include "ipt/real_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

/// G in Matsubara frequency, fillings, and how far the real axis is from it.
namespace mbl {

/// Frequencies that real axis and twin are compared at.
inline constexpr Index compared_frequencies = 20;

/// G(i omega_n) and Sigma2 of a point with some eta inside G_a.
struct MatsubaraSolve {
    std::vector<Complex> green;
    std::vector<Complex> self_energy;
    bool converged = false;
};

/// Gt_H = 1/(z - Delta) = 1/z + m2/z^3 + m3/z^4 + ..., Delta = m2/z + m3/z^2 + ...
inline MatsubaraTail weiss_tail(double hopping_squared, const LiomBath& bath) {
    return {1, 0, hopping_squared + bath.hybridization, bath.hybridization_slope};
}

/// Twins of every point, U > 0 by iteration, U = 0 frequency by frequency. @param eta [slots]  @param slots ascending
template <Backend B>
std::vector<MatsubaraSolve> solve_twins(ImpurityBatch<B>& batch, const std::vector<Index>& slots,
                                        const std::vector<double>& eta) {
    constexpr double tolerance = 1e-12;  // far below what is compared, above rounding at low temperature
    constexpr double rounding = 1e-10;   // where low temperatures may end: sums over 10^5 frequencies
    constexpr int iteration_limit = 100; // ten are usual
    const Index count = batch.shape.matsubara_count;
    std::vector<MatsubaraSolve> solves(batch.work.size());
    std::vector<Index> interacting;
    NewtonSites free;
    const std::vector<double> moments = batch.second_moments();
    for (const Index slot : slots) {
        const ImpurityProblem& problem = *batch.at(slot).problem;
        if (problem.interaction > 0) {
            interacting.push_back(slot);
            continue;
        }
        for (Index n = 0; n < count; ++n) {
            NewtonSite site;
            site.frequency = {0, matsubara_frequency(n, problem.temperature)};
            site.eta = eta[static_cast<std::size_t>(slot)];
            site.green = local_green_root(site.frequency, moments[static_cast<std::size_t>(slot)]);
            free.sites.push_back(site);
            free.slot.push_back(slot);
        }
    }
    if (!interacting.empty()) {
        std::vector<MatsubaraTail> tails;
        for (std::size_t slot = 0; slot < batch.work.size(); ++slot) {
            tails.push_back(weiss_tail(batch.newton_points[slot].hopping_squared, batch.baths.host()[slot]));
        }
        MatsubaraTwin<B> twin(batch.lane, count, batch.baths, batch.constants(), tails);
        const std::vector<IterationResult> results =
            twin.solve(interacting, eta, moments, std::vector<double>(batch.work.size(), tolerance),
                       std::vector<int>(batch.work.size(), iteration_limit), batch.poll);
        for (const Index slot : interacting) {
            const auto at = static_cast<std::size_t>(slot);
            solves[at] = {twin.green(slot), twin.self_energy(slot), results[at].residual <= rounding};
        }
    }
    solve_pointwise(batch.lane, batch.baths, batch.newton_points, free, batch.poll);
    for (const Index slot : slots) {
        if (batch.at(slot).problem->interaction > 0) continue;
        MatsubaraSolve& solve = solves[static_cast<std::size_t>(slot)];
        NewtonResult result = newton_result(free, slot);
        solve.converged = result.summary.converged;
        solve.self_energy.resize(result.green.size());
        solve.green = std::move(result.green);
    }
    return solves;
}

/// The real axis' G at the first omega_n of every point, [slots, compared_frequencies].
template <Backend B>
std::vector<Complex> continue_grids(ImpurityBatch<B>& batch) {
    const auto slots = static_cast<Index>(batch.work.size());
    std::vector<Complex> green;
    std::vector<Index> every;
    for (Index slot = 0; slot < slots; ++slot) {
        every.push_back(slot);
        green.insert(green.end(), batch.at(slot).green.begin(), batch.at(slot).green.end());
    }
    const std::vector<ImpurityConstants> constants = batch.constants();
    const auto lane_green = copy_to_lane(batch.lane, green);
    const auto lane_constants = copy_to_lane(batch.lane, constants);
    const auto lane_slots = copy_to_lane(batch.lane, every);
    auto continued = batch.lane.template allocate<Complex>(slots * compared_frequencies);
    const PackedPoints points{lane_slots.data(), compared_frequencies};
    batch.lane.for_each_index(
        slots * compared_frequencies,
        ContinueToMatsubara{points, batch.grid, lane_constants.data(), lane_green.data(), continued.data()});
    return copy_to_host(batch.lane, continued.data(), slots * compared_frequencies);
}

inline double largest_difference(const Complex* a, const std::vector<Complex>& b) {
    double largest = 0;
    for (Index n = 0; n < compared_frequencies; ++n)
        largest = std::max(largest, distance(a[n], b[static_cast<std::size_t>(n)]));
    return largest;
}

/// n_a of every LIOM of every point from the eta-free G; all at once, since one point's are too few to fill a device.
template <Backend B>
std::vector<std::vector<double>> liom_fillings(ImpurityBatch<B>& batch, const std::vector<MatsubaraSolve>& solves) {
    std::vector<Index> point_of_liom;
    std::vector<double> temperature;
    std::vector<double> sqrt_sites;
    std::vector<Complex> green;
    std::vector<double> energy;
    std::vector<double> coupling;
    const auto append = [](auto& all, const auto& part) { all.insert(all.end(), part.begin(), part.end()); };
    for (std::size_t slot = 0; slot < solves.size(); ++slot) {
        const ImpurityProblem& problem = *batch.work[slot].problem;
        const LiomBath& bath = batch.baths.host()[slot];
        temperature.push_back(problem.temperature);
        sqrt_sites.push_back(std::sqrt(static_cast<double>(problem.bubble_sites)));
        append(green, solves[slot].green);
        append(energy, bath.energy);
        append(coupling, bath.coupling_squared);
        point_of_liom.resize(energy.size(), static_cast<Index>(slot));
    }
    const auto lioms = static_cast<Index>(energy.size());
    const auto lane_point = copy_to_lane(batch.lane, point_of_liom);
    const auto lane_temperature = copy_to_lane(batch.lane, temperature);
    const auto lane_sites = copy_to_lane(batch.lane, sqrt_sites);
    const auto lane_green = copy_to_lane(batch.lane, green);
    const auto lane_energy = copy_to_lane(batch.lane, energy);
    const auto lane_coupling = copy_to_lane(batch.lane, coupling);
    auto filling = batch.lane.template allocate<double>(lioms);
    batch.lane.for_each_index(lioms, LiomFillings{lane_point.data(), lane_temperature.data(), lane_sites.data(),
                                                  batch.shape.matsubara_count, lane_green.data(), lane_energy.data(),
                                                  lane_coupling.data(), filling.data()});
    const std::vector<double> joined = copy_to_host(batch.lane, filling.data(), lioms);
    std::vector<std::vector<double>> fillings;
    for (auto next = joined.begin(); const LiomBath& bath : batch.baths.host()) {
        const auto end = next + static_cast<Index>(bath.energy.size());
        fillings.emplace_back(next, end);
        next = end;
    }
    return fillings;
}

/// n = T sum_n exp(i omega_n 0+) G(i omega_n) = 1/2 + 2 T sum over omega_n > 0 of Re G: Re G falls off as 1/omega^4.
inline double bubble_filling(double temperature, const std::vector<Complex>& green) {
    double sum = 0;
    for (std::size_t n = green.size(); n-- > 0;) sum += green[n].re; // small ones first
    return 0.5 + 2 * temperature * sum + matsubara_rest(green.back().re, static_cast<Index>(green.size()), temperature);
}

template <Backend B>
void solve_matsubara(ImpurityBatch<B>& batch) {
    std::vector<Index> every;
    std::vector<Index> with_eta;
    std::vector<double> eta;
    for (Index slot = 0; slot < static_cast<Index>(batch.work.size()); ++slot) {
        every.push_back(slot);
        eta.push_back(batch.at(slot).eta);
        if (batch.at(slot).eta > 0) with_eta.push_back(slot);
    }
    const std::vector<MatsubaraSolve> bare = solve_twins(batch, every, std::vector<double>(every.size(), 0.0));
    const std::vector<MatsubaraSolve> same = solve_twins(batch, with_eta, eta);
    const std::vector<Complex> continued = continue_grids(batch);
    std::vector<std::vector<double>> fillings = liom_fillings(batch, bare);
    for (const Index slot : every) {
        const auto at = static_cast<std::size_t>(slot);
        PointWork& point = batch.at(slot);
        const double temperature = point.problem->temperature;
        const Complex* real_axis = continued.data() + slot * compared_frequencies;
        const MatsubaraSolve& twin = point.eta > 0 ? same[at] : bare[at];
        ImpurityReport& report = point.solution.report;
        report.matsubara_mismatch = largest_difference(real_axis, twin.green);
        report.eta_bias = point.eta > 0 ? largest_difference(real_axis, bare[at].green) : 0;
        report.filling = bubble_filling(temperature, bare[at].green);
        point.twins_solved = bare[at].converged && twin.converged;
        point.solution.liom_filling = std::move(fillings[at]);
        point.solution.matsubara_green = bare[at].green;
        point.solution.matsubara_self_energy = bare[at].self_energy;
        for (Index n = 0; n < batch.shape.matsubara_count; ++n)
            point.solution.matsubara_frequency.push_back(matsubara_frequency(n, temperature));
    }
}

} // namespace mbl
