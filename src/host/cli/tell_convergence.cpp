#include "cli/tell_convergence.hpp"

#include "core/errors.hpp"
#include "core/standard_streams.hpp"

#include <fmt/format.h>

namespace mbl {

void tell_unconverged(const Convergence& convergence) {
    for (const UnconvergedPoint& point : convergence.unconverged)
        say(fmt::format("mbl_gpu: point {} ({}): {}\n", point.point, point.parameters, point.failure));
    if (const auto count = convergence.unconverged.size(); count > 0) {
        say(fmt::format("mbl_gpu: {} of {} points {} not to be trusted; ipt_summary.csv says converged = 0\n", count,
                        convergence.points, count == 1 ? "is" : "are"));
    }
}

void log_unconverged(const Convergence& convergence, const CampaignLog& log) {
    for (const UnconvergedPoint& point : convergence.unconverged) {
        log.write("unconverged",
                  {{"point", point.point}, {"parameters", point.parameters}, {"failure", point.failure}});
    }
}

void require_converged(const Convergence& convergence) {
    if (convergence.points == 0 || convergence.any()) return;
    throw NumericalError(fmt::format("none of the {} points has converged; the results are written and say so: follow "
                                     "what is said of each point above",
                                     convergence.points));
}

} // namespace mbl
