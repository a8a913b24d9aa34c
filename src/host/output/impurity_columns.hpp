#pragma once

#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mbl {

/// A parameter, or a figure of the report, of an impurity point.
using ImpurityValue = std::variant<double, Index, std::uint64_t, std::string>;

/// A column of ipt_summary.csv, an attribute of /ipt/points/<k>, a key of `replay --json`: one name everywhere.
struct ImpurityColumn {
    const char* name;
    ImpurityValue (*value)(const ImpurityProblem&, const ImpurityReport&);
};

/// The columns of ipt_summary.csv, in their order: those that say which point it is …
const std::vector<ImpurityColumn>& impurity_parameters();
/// … and those of its report, `converged` as 1 or 0.
const std::vector<ImpurityColumn>& impurity_figures();

/// Digits that restore a number's bits, `nan` where undefined.
std::string csv_text(const ImpurityValue& value);

} // namespace mbl
