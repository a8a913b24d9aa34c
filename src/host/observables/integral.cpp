#include "observables/integral.hpp"

#include <cmath>
#include <numeric>

namespace mbl {

namespace {

double typical_integral(const SpectralFunction& curve) {
    double sum = 0;
    for (const double logarithm : curve.typical_log) sum += std::exp(logarithm);
    return sum * integral_of_bin(curve.bin_width);
}

} // namespace

Integrals integrals_of(const Realization& realization) {
    const SpectralFunction& spaced = realization.integrand;
    const double thermal = std::accumulate(spaced.thermal.begin(), spaced.thermal.end(), 0.0);
    return {typical_integral(spaced), typical_integral(realization.integrand_wide),
            thermal * integral_of_bin(spaced.bin_width)};
}

} // namespace mbl
