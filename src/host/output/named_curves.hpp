#pragma once

#include "output/problem_result.hpp"

#include <string>
#include <vector>

namespace mbl {

/// A curve ready to be plotted.
struct NamedCurve {
    std::string name;
    double bin_width = 0;
    CurveEstimate estimate;
};

/// Every curve of a problem, named as in results.h5: spectral_thermal_<operator> and spectral_typical_<operator> with the
/// config's bins, thouless_density_<operator>, and spectral_realization_0_tau_x_M, the thermal function at fixed disorder
/// (without an error).
std::vector<NamedCurve> curves(const Problem& problem, const ProblemResult& result);

/// Pairs of states outside the bins of thouless_density_<op>, and in all.
struct DensityTails {
    double below = 0;
    double above = 0;
    double pairs = 0;
};
DensityTails thouless_tails(const ProblemResult& result, std::string_view op);

/// The integral I of the spectral functions of sigma^x_1, over 2 pi, with its jackknife error.
struct NamedIntegral {
    std::string name; ///< typical_integral, typical_integral_wide, thermal_integral
    double bin_width = 0;
    JackknifeEstimate estimate;
};
inline constexpr const char* integral_operator = "sigma_x_1";

std::vector<NamedIntegral> integrals(const Problem& problem, const ProblemResult& result);

} // namespace mbl
