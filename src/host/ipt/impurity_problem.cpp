#include "ipt/impurity_problem.hpp"

#include "ipt/liom_bath.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mbl {

std::vector<double> default_plot_frequencies(double liom_bandwidth) {
    constexpr int count = 3201;
    constexpr double offset = 1e-4 * std::numbers::sqrt2; // off every frequency that a formula might single out
    const double edge = liom_bandwidth > 4 ? liom_bandwidth : 4.0;
    std::vector<double> frequencies;
    frequencies.reserve(count);
    for (int i = 0; i < count; ++i) frequencies.push_back(-edge + 2 * edge * i / (count - 1) + offset);
    return frequencies;
}

Index impurity_bytes(const ImpurityProblem& problem) {
    const ImpurityShape shape = impurity_shape(problem);
    // The grid's arrays and Newton's sites on it; the twin's arrays; energies, couplings and fillings.
    return 450 * shape.frequency_count + 400 * static_cast<Index>(problem.plot_frequency.size())
           + 450 * shape.matsubara_count + Index{40} * problem.liom_count + (Index{1} << 20);
}

double impurity_cost(const ImpurityProblem& problem) {
    const ImpurityShape shape = impurity_shape(problem);
    // Evaluations of the LIOM sum: the grid's iterations (or Newton steps), the pointwise curves', the twins'.
    const double evaluations = 9 * static_cast<double>(shape.frequency_count)
                               + 12 * static_cast<double>(problem.plot_frequency.size())
                               + 16 * static_cast<double>(shape.matsubara_count);
    constexpr double pair = 2.6;          // a (frequency, LIOM) pair takes about 0.45 ns
    constexpr double transforms_as = 300; // Sigma2 costs as much as so many LIOMs
    return pair * evaluations * (problem.liom_count + transforms_as);
}

namespace {

/// S = sum_a V_a^2/sqrt(N).
double hybridization(const ImpurityProblem& problem) {
    double sum = 0;
    if (problem.geometry == BathGeometry::explicit_couplings) {
        for (const double coupling : problem.explicit_coupling) sum += coupling * coupling;
    } else {
        for (const double squared :
             layered_coupling_squared(problem.coupling, problem.localization_length, problem.liom_density,
                                      problem.layer_rule, problem.liom_count))
            sum += squared;
    }
    return sum / std::sqrt(static_cast<double>(problem.bubble_sites));
}

} // namespace

bool operator==(const ImpurityShape& a, const ImpurityShape& b) {
    return a.frequency_max == b.frequency_max && a.frequency_count == b.frequency_count
           && a.matsubara_count == b.matsubara_count;
}

ImpurityShape impurity_shape(const ImpurityProblem& problem) {
    constexpr double wide_hybridization = 4;
    const int widening = hybridization(problem) > wide_hybridization ? 2 : 1;
    ImpurityShape shape;
    shape.frequency_max = widening * problem.grid.frequency_max;
    shape.frequency_count = Index{widening} * problem.grid.frequency_count;
    const double omega_max = std::max(1000.0, 62.5 * shape.frequency_max);
    const double count = omega_max / (2 * std::numbers::pi * problem.temperature);
    shape.matsubara_count = 1024;
    while (static_cast<double>(shape.matsubara_count) < count) shape.matsubara_count *= 2;
    return shape;
}

} // namespace mbl
