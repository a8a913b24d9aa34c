#pragma once

#include "config_cases.hpp"
#include "ipt/impurity_problem.hpp"
#include "plan_cases.hpp"

#include <string>

/// Small configs of the impurity model for the tests of the reader and of the plan.
namespace mbl::impurity_cases {

/// What a test varies, each the text inside its braces.
struct Written {
    std::string model{}; ///< beside the kind
    std::string sweep{};
    std::string more{}; ///< further root keys
};

inline std::string text_of(const Written& written) {
    const std::string model = R"("kind": "impurity")" + (written.model.empty() ? "" : ", " + written.model);
    return config_cases::text_of({.model = model, .sweep = written.sweep, .more = written.more});
}

inline Config read(const Written& written) { return config_cases::parse_text(text_of(written)); }

inline std::string error_of(const Written& written) { return config_cases::text_error(text_of(written)); }

inline Plan plan_of(const Written& written) { return plan_cases::plan(read(written)); }

inline const ImpurityProblem& problem_of(const Plan& plan, std::size_t point) {
    return *plan_cases::problem_of(plan, point).impurity;
}

} // namespace mbl::impurity_cases
