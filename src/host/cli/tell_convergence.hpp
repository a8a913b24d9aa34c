#pragma once

#include "output/campaign_log.hpp"
#include "output/convergence.hpp"

namespace mbl {

/// A line on stderr for every point that is not converged, with what to do, and one that counts them; nothing where all are.
void tell_unconverged(const Convergence& convergence);

/// The same in the log.
void log_unconverged(const Convergence& convergence, const CampaignLog& log);

/// @throws NumericalError no point has converged: there are files, but nothing in them to rely on.
void require_converged(const Convergence& convergence);

} // namespace mbl
