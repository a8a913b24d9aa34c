#include "plan/plan_words.hpp"

#include <fmt/format.h>

namespace mbl {

const char* work_unit(const Plan& plan) {
    return kind_of(plan) == ModelKind::impurity ? "solutions" : "diagonalizations";
}

std::string amount_text(const Plan& plan, Index count) {
    std::string unit = work_unit(plan);
    if (count == 1) unit.pop_back();
    return fmt::format("{} {}", count, unit);
}

} // namespace mbl
