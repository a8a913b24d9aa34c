#pragma once

#include "output/results.hpp"

#include <vector>

namespace mbl {

/// Theory beside a point: Eq. (6)/(7) in both forms, anchored at the measured gamma_1/delta_b of the M = 1 point with the
/// same geometry, V1 and xi, and the golden rule. NaN where undefined.
struct TheoryValues {
    double implied = 0;
    double printed = 0;
    double golden_rule = 0;
};

/// One entry per point of the plan.
std::vector<TheoryValues> theory_values(const Plan& plan, const Results& results);

} // namespace mbl
