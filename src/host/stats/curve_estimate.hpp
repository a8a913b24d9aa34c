#pragma once

#include "core/index.hpp"

#include <string>
#include <vector>

namespace mbl {

/// A curve's part from one group of realizations: sums over `count` realizations of y[k], k = k_min, k_min + 1, …
struct CurvePart {
    Index count = 0;
    Index k_min = 0;
    const std::vector<double>* sums = nullptr;
};

/// mean[k] and its delete-one-group jackknife error.
struct CurveEstimate {
    Index k_min = 0;
    std::vector<double> mean;
    std::vector<double> standard_error; ///< NaN with a single group
};

/// Estimates f(average of y) bin by bin, the average running over all realizations; bins that a part does not cover
/// count as `outside` per realization. `f` is the identity for thermal curves, exp for typical ones (Eq. S3).
/// Parts are taken in the given order.
CurveEstimate estimate_curve(const std::vector<CurvePart>& parts, double outside, double (*f)(double));

/// A number with its delete-one-group jackknife error (NaN with a single group).
struct JackknifeEstimate {
    double mean = 0;
    double standard_error = 0;
};

/// The same for factor * (sum over bins of f(average of y)), over the bins that any part covers. NaN without parts.
JackknifeEstimate estimate_sum(const std::vector<CurvePart>& parts, double outside, double (*f)(double), double factor);

} // namespace mbl
