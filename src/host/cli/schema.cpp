#include "config/schema.hpp"

#include "cli/commands.hpp"
#include "core/errors.hpp"

#include <fmt/format.h>

namespace mbl {

int schema(const Options&) {
    fmt::print("{}", config_schema());
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
