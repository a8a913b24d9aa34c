#pragma once

#include "cli/campaign_place.hpp"
#include "output/campaign_log.hpp"
#include "output/convergence.hpp"
#include "plan/plan.hpp"

namespace mbl {

/// The end of a campaign whose result files are written: says where they are and which points have not converged, and draws the
/// figure, or says why there is none. @throws what draw_figure() does.
void present_results(const CampaignPlace& place, const Plan& plan, const Convergence& convergence,
                     const CampaignLog& log);

} // namespace mbl
