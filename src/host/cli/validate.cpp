#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "plan/cost.hpp"

#include <fmt/format.h>
#include <limits>

namespace mbl {

int validate(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    Limits limits;
    limits.memory_bytes = std::numeric_limits<Index>::max(); // another machine may run it
    const Plan plan = make_plan(config, limits);
    fmt::print("{}: valid; profile {}: {}\n", options.config, config.profile, work_text(plan));
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
