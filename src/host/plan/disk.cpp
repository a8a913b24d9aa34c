#include "plan/disk.hpp"

#include "ipt/impurity_problem.hpp"

#include <algorithm>
#include <cmath>

namespace mbl {

namespace {

constexpr Index number = sizeof(double);
constexpr Index sample_columns = 13;
constexpr Index density_bins = 162; // of p(G), with what lies outside

/// Range of omega that one realization's bins cover at most, from the bound for the narrowest bins.
double range_max(const Problem& problem) {
    return static_cast<double>(problem.bin_count_max) * std::min(problem.bin_width, problem.level_spacing);
}

/// And usually: H's bandwidth without couplings, and the window's width (some 15 %; seen at N = 8, M = 0 ... 3).
double range_expected(const Problem& problem) {
    const ModelConfig& model = *problem.model;
    if (model.bubble.ensemble == BubbleEnsemble::explicit_matrix) return range_max(problem);
    double span = model.bubble.bandwidth_per_spin * problem.bubble_spins;
    const double energy = std::fabs(model.liom_energy_range[0] + model.liom_energy_range[1]) / 2;
    for (int liom = 0; liom < problem.liom_count; ++liom) {
        span +=
            2 * (model.lioms.energy.empty() ? energy : std::fabs(model.lioms.energy[static_cast<std::size_t>(liom)]));
    }
    return std::min(1.15 * span, range_max(problem));
}

Index bins_over(double range, double bin_width) { return static_cast<Index>(std::ceil(range / bin_width)) + 2; }

/// Numbers in one group's curves: two for every bin of sigma_x_1, with the bins of the config and of the integrals, and of
/// tau_x_M; p(G) of one operator or two.
Index group_numbers(const Problem& problem, double range) {
    const Index operators = problem.liom_count > 0 ? 2 : 1;
    Index bins = operators * bins_over(range, problem.bin_width) + bins_over(range, problem.wide_bin_width);
    if (problem.bin_width != problem.level_spacing) bins += bins_over(range, problem.level_spacing);
    return 2 * bins + operators * density_bins;
}

/// All of an ImpuritySolution and its parameters.
Index impurity_numbers(const ImpurityProblem& problem) {
    constexpr Index report = 40; // and parameters, as attributes
    const ImpurityShape shape = impurity_shape(problem);
    const auto plotted = static_cast<Index>(problem.plot_frequency.size());
    const auto lioms = static_cast<Index>(problem.plot_lioms.size());
    return report + 2 * shape.frequency_count + 5 * shape.matsubara_count + 3 * Index{problem.liom_count}
           + plotted * (2 + lioms);
}

Index stored_bytes(const Plan& plan, double (*range)(const Problem&)) {
    constexpr Index file_overhead = Index{64} * 1024;
    constexpr Index block_overhead = Index{8} * 1024; // names of columns, keys, checksums, what is left of pages
    Index bytes = file_overhead;
    for (const Block& block : plan.blocks) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(block.problem)];
        if (problem.impurity) {
            bytes += block_overhead + number * impurity_numbers(*problem.impurity);
            continue;
        }
        const Index groups = (block.count - 1) / problem.curve_group_size + 1 + (block.index == 0 ? 1 : 0);
        const Index samples = sample_columns + 1 + problem.liom_count;
        bytes += block_overhead + number * (block.count * samples + groups * group_numbers(problem, range(problem)));
    }
    return bytes;
}

} // namespace

Index result_bytes_max(const Plan& plan) {
    constexpr Index overhead = Index{32} * 1024; // HDF5 headers and attributes, CSV rows
    constexpr Index curve = 3;                   // x, mean, stderr
    Index bytes = 0;
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        if (problem.impurity) {
            bytes += overhead + number * impurity_numbers(*problem.impurity);
            continue;
        }
        // Thermal and typical functions of sigma_x_1; those of tau_x_M, and realization 0's.
        const Index curves =
            (point.liom_count > 0 ? 5 : 2) * bins_over(range_max(problem), problem.bin_width) + 2 * density_bins;
        const Index samples = sample_columns + 2 + point.liom_count; // also the scale and Delta n
        bytes += overhead + number * (point.realizations * samples + curve * curves);
    }
    return bytes;
}

Index stored_bytes_max(const Plan& plan) { return stored_bytes(plan, range_max); }

Index stored_bytes_expected(const Plan& plan) { return stored_bytes(plan, range_expected); }

} // namespace mbl
