#pragma once

#include "output/impurity_columns.hpp"

#include <nlohmann/json.hpp>
#include <variant>

namespace mbl {

/// Adds columns by name; a number that is undefined becomes null.
inline void add_columns(nlohmann::ordered_json& document, const std::vector<ImpurityColumn>& columns,
                        const ImpurityProblem& problem, const ImpurityReport& report) {
    for (const ImpurityColumn& column : columns)
        std::visit([&](const auto& value) { document[column.name] = value; }, column.value(problem, report));
}

} // namespace mbl
