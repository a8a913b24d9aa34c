#pragma once

#include "ipt/impurity_batch.hpp"
#include "ipt/real_axis.hpp"

#include <string>
#include <vector>

/// G on the solver's grid, kept solve by the eta rule.
namespace mbl {

/// Takes over what a grid solve gave.
template <Backend B>
void keep_solve(ImpurityBatch<B>& batch, Index slot, double eta, const IterationResult& result,
                std::vector<Complex> green, std::vector<Complex> self_energy) {
    PointWork& point = batch.at(slot);
    ImpurityReport& report = point.solution.report;
    report.iterations = result.iterations;
    report.residual = result.residual;
    report.narrowest_width = batch.narrowest_width(slot, green);
    report.eta = eta;
    report.step = batch.grid.step;
    point.eta = eta;
    point.solved = result.converged;
    point.green = std::move(green);
    point.self_energy = std::move(self_energy);
}

/// Whether a converged point with eta has resonances wide enough to leave it out.
template <Backend B>
bool try_without_eta(const ImpurityBatch<B>& batch, const PointWork& point) {
    return point.eta > 0 && point.solved && EtaRule{batch.grid.step}.try_without(point.solution.report.narrowest_width);
}

/// U > 0: iteration to self-consistency.
template <Backend B>
void solve_interacting_grid(ImpurityBatch<B>& batch) {
    const std::vector<Index> slots = batch.slots(true);
    if (slots.empty()) return;
    const EtaRule rule{batch.grid.step};
    std::vector<double> tolerance;
    std::vector<int> limit;
    for (const PointWork& point : batch.work) {
        tolerance.push_back(point.problem->grid.tolerance);
        limit.push_back(point.problem->grid.iteration_limit);
    }
    RealAxis<B> axis(batch.lane, batch.grid, batch.baths, batch.constants());
    axis.start(slots, batch.second_moments());
    for (const Index slot : slots) axis.set_eta(slot, rule.first_eta(batch.at(slot).problem->liom_count > 0));
    const std::vector<IterationResult> first = axis.solve(slots, tolerance, limit, batch.poll);
    std::vector<Index> again;
    for (const Index slot : slots) {
        keep_solve(batch, slot, rule.first_eta(batch.at(slot).problem->liom_count > 0),
                   first[static_cast<std::size_t>(slot)], axis.green(slot), axis.self_energy(slot));
        if (!try_without_eta(batch, batch.at(slot))) continue;
        axis.set_eta(slot, 0);
        again.push_back(slot);
    }
    const std::vector<IterationResult> second = axis.solve(again, tolerance, limit, batch.poll);
    for (const Index slot : again) {
        std::vector<Complex> green = axis.green(slot);
        const IterationResult& result = second[static_cast<std::size_t>(slot)];
        if (result.converged && rule.keep_without(batch.narrowest_width(slot, green)))
            keep_solve(batch, slot, 0, result, std::move(green), axis.self_energy(slot));
    }
}

/// Sites at the grid's frequencies. @param guess where there is one
template <Backend B>
void add_grid_sites(ImpurityBatch<B>& batch, Index slot, double eta, NewtonSites& work) {
    const PointWork& point = batch.at(slot);
    const double moment = batch.second_moments()[static_cast<std::size_t>(slot)];
    for (Index i = 0; i < batch.grid.count; ++i) {
        NewtonSite site;
        site.frequency = {batch.grid.at(i), 0};
        site.eta = eta;
        site.unique = contracts_near_bare(batch.bath(slot), *point.problem, site.frequency.re);
        site.green =
            point.green.empty() ? local_green_root(site.frequency, moment) : point.green[static_cast<std::size_t>(i)];
        work.sites.push_back(site);
        work.slot.push_back(slot);
    }
}

template <Backend B>
void solve_free_slots(ImpurityBatch<B>& batch, const std::vector<Index>& slots, bool with_eta) {
    const EtaRule rule{batch.grid.step};
    const auto eta_of = [&](Index slot) {
        return with_eta ? rule.first_eta(batch.at(slot).problem->liom_count > 0) : 0.0;
    };
    NewtonSites work;
    for (const Index slot : slots) add_grid_sites(batch, slot, eta_of(slot), work);
    solve_pointwise(batch.lane, batch.baths, batch.newton_points, work, batch.poll);
    for (const Index slot : slots) {
        NewtonResult result = newton_result(work, slot);
        const bool keep =
            with_eta || (result.summary.converged && rule.keep_without(batch.narrowest_width(slot, result.green)));
        if (!keep) continue;
        std::vector<Complex> no_self_energy(result.green.size());
        keep_solve(batch, slot, eta_of(slot), result.summary, std::move(result.green), std::move(no_self_energy));
    }
}

/// U = 0: every frequency by itself.
template <Backend B>
void solve_free_grid(ImpurityBatch<B>& batch) {
    const std::vector<Index> slots = batch.slots(false);
    solve_free_slots(batch, slots, true);
    std::vector<Index> again;
    for (const Index slot : slots) {
        if (try_without_eta(batch, batch.at(slot))) again.push_back(slot);
    }
    solve_free_slots(batch, again, false);
}

} // namespace mbl
