#pragma once

#include "core/errors.hpp"
#include "ipt/bath_batch.hpp"
#include "ipt/self_consistency.hpp"
#include "newton_site.hpp"

#include <cstdint>
#include <vector>

namespace mbl {

/// Sites of many points, solved together by Newton's method (kernels/newton_site.hpp): the retarded root of G = F(G) at
/// given frequencies and Sigma2.
struct NewtonSites {
    std::vector<NewtonSite> sites;
    std::vector<Index> slot; ///< whose point each belongs to, ascending
};

/// What a point of the batch needs.
struct NewtonPoint {
    double hopping_squared = 1;
    double inverse_sqrt_sites = 1;
};

/// Solves in place. Sites are independent of each other.
template <Backend B>
void solve_pointwise(B& lane, const BathBatch<B>& baths, const std::vector<NewtonPoint>& points, NewtonSites& work,
                     Poll poll = nullptr) {
    const auto count = static_cast<Index>(work.sites.size());
    if (count == 0) return;
    std::vector<double> hopping;
    std::vector<double> sites_root;
    for (const NewtonPoint& point : points) {
        hopping.push_back(point.hopping_squared);
        sites_root.push_back(point.inverse_sqrt_sites);
    }
    std::vector<Complex> frequency;
    std::vector<Complex> guess;
    std::vector<Index> active;
    for (Index s = 0; s < count; ++s) {
        const NewtonSite& site = work.sites[static_cast<std::size_t>(s)];
        frequency.push_back(site.liom_frequency());
        guess.push_back(site.green);
        active.push_back(s);
    }
    const auto lane_hopping = copy_to_lane(lane, hopping);
    const auto lane_root = copy_to_lane(lane, sites_root);
    const auto lane_slot = copy_to_lane(lane, work.slot);
    auto lane_sites = copy_to_lane(lane, work.sites);
    auto lane_frequency = copy_to_lane(lane, frequency);
    auto lane_green = copy_to_lane(lane, guess);
    auto lane_active = copy_to_lane(lane, active);
    auto sum = lane.template allocate<Complex>(count);
    auto slope = lane.template allocate<Complex>(count);
    auto lane_status = lane.template allocate<std::int64_t>(count);

    LiomSum job;
    job.baths = baths.views();
    job.point_of_site = lane_slot.data();
    job.active = lane_active.data();
    job.frequency = lane_frequency.data();
    job.local_green = lane_green.data();
    job.green = sum.data();
    job.slope = slope.data();
    std::vector<std::int64_t> status(static_cast<std::size_t>(count));
    lane.synchronize();
    bool shorter = false;
    while (!active.empty()) {
        if (poll != nullptr) poll(); // may throw: no copy from or to the lists here is under way
        if (shorter) lane.copy(active.data(), lane_active.data(), static_cast<Index>(active.size()));
        const auto running = static_cast<Index>(active.size());
        liom_sum(lane, job, running);
        lane.for_each_index(running, NewtonStep{lane_active.data(), lane_slot.data(), lane_hopping.data(),
                                                lane_root.data(), lane_sites.data(), lane_frequency.data(),
                                                lane_green.data(), sum.data(), slope.data(), lane_status.data()});
        lane.copy(lane_status.data(), status.data(), count);
        lane.synchronize();
        const std::size_t before = active.size();
        std::erase_if(active, [&](Index s) {
            return status[static_cast<std::size_t>(s)] != static_cast<Index>(NewtonStatus::running);
        });
        shorter = active.size() < before;
    }
    lane.copy(lane_sites.data(), work.sites.data(), count);
    lane.synchronize();
}

/// What Newton's method gave one point: the most steps and the largest residual of a frequency, and every root.
struct NewtonResult {
    IterationResult summary;
    std::vector<Complex> green;
};
NewtonResult newton_result(const NewtonSites& work, Index slot);

/// Whether F certainly contracts the disc |G| <= 2/|w| into itself, so that its one root there, 1/w + ..., is the retarded
/// one: far from the band, |t^2 G| + |L| <= |w|/2 and |F'| <= 1/2 there.
bool contracts_near_bare(const LiomBath& bath, const ImpurityProblem& problem, double frequency);

} // namespace mbl
