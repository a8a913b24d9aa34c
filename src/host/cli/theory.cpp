#include "cli/theory_tables.hpp"

#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"

#include <fmt/format.h>
#include <limits>

namespace mbl {

int theory(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    if (config.impurity) {
        throw UsageError(
            "theory: its tables (Eqs. 4, 6, 7 and 20) are about exact diagonalization, and this config's "
            "model.kind is \"impurity\"; name a config of kind \"goe_bubble\", for example configs/fig4.json");
    }
    Limits limits;
    limits.dim_max = Index{1} << 20; // theory diagonalizes nothing
    limits.memory_bytes = std::numeric_limits<Index>::max();
    const Plan plan = make_plan(config, limits);
    const std::string& table = options.theory_table;
    if (table == "condition") {
        fmt::print("{}", condition_curves(plan));
    } else if (options.csv) {
        fmt::print("{}", table == "avalanche" ? avalanche_csv(options, plan) : width_csv(options, plan));
    } else {
        if (table != "avalanche") fmt::print("{}", width_table(options, plan));
        if (table.empty()) fmt::print("\n");
        if (table != "widths") fmt::print("{}", avalanche_table(options, plan));
    }
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
