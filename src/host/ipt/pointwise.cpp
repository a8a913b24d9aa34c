#include "ipt/pointwise.hpp"

#include <algorithm>
#include <cmath>

namespace mbl {

NewtonResult newton_result(const NewtonSites& work, Index slot) {
    NewtonResult result;
    IterationResult& summary = result.summary;
    summary.converged = true;
    const auto range = std::ranges::equal_range(work.slot, slot);
    for (auto at = range.begin(); at != range.end(); ++at) {
        const NewtonSite& site = work.sites[static_cast<std::size_t>(at - work.slot.begin())];
        summary.iterations = std::max(summary.iterations, static_cast<int>(site.steps));
        summary.residual = std::max(summary.residual, site.residual);
        summary.converged = summary.converged && site.status == NewtonStatus::done;
        result.green.push_back(site.green);
    }
    return result;
}

bool contracts_near_bare(const LiomBath& bath, const ImpurityProblem& problem, double frequency) {
    const double w = std::fabs(frequency);
    if (w == 0) return false;
    const double sqrt_sites = std::sqrt(static_cast<double>(problem.bubble_sites));
    // |w - eps_a - sqrt(N) V_a^2 G| is at least this.
    const double room = w - bath.energy_max - 2 * sqrt_sites * bath.coupling_squared_max / w;
    if (!(room > 0)) return false;
    const double t2 = problem.hopping * problem.hopping;
    // sum V^4 <= max V^2 sum V^2
    const double slope = sqrt_sites * bath.coupling_squared_max * bath.hybridization / (room * room);
    return 2 * t2 / w + bath.hybridization / room <= w / 2 && 4 / (w * w) * (t2 + slope) <= 0.5;
}

} // namespace mbl
