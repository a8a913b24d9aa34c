#include "plan/plan.hpp"

#include "core/errors.hpp"
#include "model/level_spacing.hpp"
#include "plan/cost.hpp"
#include "plan/identity.hpp"
#include "plan/impurity_plan.hpp"
#include "plan/largest_dim.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace mbl {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr Index bin_count_limit = Index{1} << 22;
constexpr std::size_t point_limit = 100'000;    // every point costs at least a folder in results.h5
constexpr std::size_t block_limit = 10'000'000; // the plan is held in memory

Index realizations_for(const RealizationCounts& counts, int liom_count) {
    if (counts.uniform) return *counts.uniform;
    return counts.by_liom_count.at(liom_count);
}

/// Bound on E_max - E_min of any realization: bubble, plus 2 sum |eps|, plus 2 sum |V|.
double spectrum_span_bound(const Problem& problem) {
    const ModelConfig& model = *problem.model;
    double span = model.bubble.bandwidth_per_spin * problem.bubble_spins;
    if (model.bubble.ensemble == BubbleEnsemble::explicit_matrix) {
        const auto size = std::size_t{1} << problem.bubble_spins;
        double norm = 0; // the largest absolute row sum bounds |E|
        for (std::size_t row = 0; row < size; ++row) {
            double sum = 0;
            for (std::size_t col = 0; col < size; ++col) sum += std::fabs(model.bubble.matrix[row * size + col]);
            norm = std::max(norm, sum);
        }
        span = 2 * norm;
    }
    const double energy_max = std::max(std::fabs(model.liom_energy_range[0]), std::fabs(model.liom_energy_range[1]));
    for (int liom = 0; liom < problem.liom_count; ++liom) {
        const auto a = static_cast<std::size_t>(liom);
        span += 2 * (model.lioms.energy.empty() ? energy_max : std::fabs(model.lioms.energy.at(a)));
        span += 2 * std::fabs(problem.liom_coupling.at(a));
    }
    return span;
}

/// Histogram bins of one realization at most: omega lies within +- span. The factor covers the rounding of s.
double bin_count_bound(double span, double bin_width) { return 2 * std::ceil(span * 1.000001 / bin_width) + 2; }

/// Everything of a problem that follows from its physics.
void complete(Problem& problem, const Config& config) {
    const int spins = problem.bubble_spins + problem.liom_count;
    problem.dim = Index{1} << spins;
    problem.window = mid_spectrum_window(spins);
    problem.level_spacing = nominal_level_spacing(problem.model->bubble.bandwidth_per_spin, spins);
    problem.bin_width = config.spectral.bin_width.value_or(problem.level_spacing);
    problem.wide_bin_width =
        wide_bin_width(problem.model->bubble.bandwidth_per_spin, problem.bubble_spins, spins); // above delta_E
    problem.block_size = block_size(problem.dim);
    problem.curve_group_size = curve_group_size(problem.dim);
    for (const CouplingTerm& term : problem.law) problem.liom_coupling.push_back(term.value());
}

void check_bins(Problem& problem, const std::string& place) {
    const double span = spectrum_span_bound(problem);
    const double at_spacing = bin_count_bound(span, problem.level_spacing);
    const double at_width = bin_count_bound(span, problem.bin_width);
    const double limit = static_cast<double>(bin_count_limit);
    if (at_width > limit && at_width > at_spacing) {
        throw ConfigError(fmt::format("/spectral/bin_width: must be >= {:.7g} for {} (at most {} bins over a spectrum "
                                      "up to {:.4g} wide), got {:g}; write a wider bin, or null for delta_E",
                                      2.00001 * span / (limit - 2), place, bin_count_limit, span, problem.bin_width));
    }
    if (at_spacing > limit) {
        throw ConfigError(fmt::format("{}: the spectrum may be {:.4g} wide, which is more than {} bins of delta_E = "
                                      "{:.4g}; write smaller couplings, LIOM energies or matrix elements, or a larger "
                                      "bandwidth_per_spin",
                                      place, span, bin_count_limit, problem.level_spacing));
    }
    problem.bin_count_max = static_cast<Index>(std::max(at_width, at_spacing));
}

void check_size(Problem& problem, const Limits& limits, const std::string& place) {
    if (problem.dim > limits.dim_max) {
        throw ConfigError(
            fmt::format("{}: dim = 2^({}+{}) = {} exceeds the largest Hamiltonian this device solves, {}; "
                        "write fewer LIOMs or bubble spins",
                        place, problem.bubble_spins, problem.liom_count, problem.dim, limits.dim_max));
    }
    problem.bytes_in_flight = block_bytes(problem, limits);
    if (const Index bytes = problem.bytes_in_flight; bytes > limits.memory_bytes) {
        throw DeviceUnavailable(fmt::format("{}: dim = {} needs {}, this device offers {}; {}", place, problem.dim,
                                            human_bytes(bytes), human_bytes(limits.memory_bytes),
                                            advice_on_size(problem, limits, limits.memory_bytes)));
    }
}

class PlanBuilder {
  public:
    PlanBuilder(const Config& config, const Limits& limits)
        : config_(config), limits_(limits), model_(std::make_shared<ModelConfig>(config.model)) {
        plan_.seed = config.seed;
    }

    Plan build() && {
        for (std::size_t sweep = 0; sweep < config_.sweeps.size(); ++sweep) add_sweep(sweep);
        for (const Problem& problem : plan_.problems) add_blocks(problem);
        return std::move(plan_);
    }

  private:
    void add_sweep(std::size_t index) {
        const SweepConfig& sweep = config_.sweeps[index];
        const std::vector<double> none{undefined};
        for (const Geometry geometry : sweep.geometry) {
            const bool free = geometry == Geometry::explicit_couplings;
            for (const double coupling : free ? none : sweep.coupling) {
                for (const double length : free ? none : sweep.localization_length) {
                    for (const int liom_count : sweep.liom_count) {
                        Point point;
                        point.panel = sweep.panel;
                        point.geometry = geometry;
                        point.coupling = coupling;
                        point.localization_length = length;
                        point.liom_count = liom_count;
                        add_point(std::move(point), fmt::format("/sweeps/{}/liom_count", index));
                    }
                }
            }
        }
    }

    void add_point(Point point, const std::string& place) {
        if (plan_.points.size() == point_limit) {
            throw ConfigError(fmt::format("{}: the sweeps must list at most {} points together; write shorter lists or "
                                          "several configs",
                                          place, point_limit));
        }
        point.index = static_cast<Index>(plan_.points.size());
        point.bubble_spins = model_->bubble.spins;
        point.realizations = realizations_for(config_.realizations, point.liom_count);
        point.problem = find_or_add_problem(point, place);
        plan_.points.push_back(std::move(point));
    }

    Index find_or_add_problem(const Point& point, const std::string& place) {
        Problem problem;
        problem.model = model_;
        problem.bubble_spins = point.bubble_spins;
        problem.liom_count = point.liom_count;
        problem.law = point.geometry == Geometry::explicit_couplings
                          ? coupling_law(model_->lioms.coupling, point.liom_count)
                          : coupling_law(point.geometry, point.coupling, point.localization_length, point.liom_count);
        problem.disorder_seed = disorder_seed(point);
        problem.realizations = point.realizations;
        complete(problem, config_);
        check_bins(problem, place);
        check_size(problem, limits_, place);
        problem.identity = hash_hex(identity_text(problem));
        const auto [entry, is_new] =
            by_identity_.try_emplace(problem.identity, static_cast<Index>(plan_.problems.size()));
        if (is_new) {
            problem.index = entry->second;
            plan_.problems.push_back(std::move(problem));
        }
        return entry->second;
    }

    /// Shared disorder: realization r has the same A and eps at every point. Otherwise a point's draws are its own.
    [[nodiscard]] std::uint64_t disorder_seed(const Point& point) const {
        if (config_.shared_disorder) return config_.seed;
        return hash_seed(config_.seed, fmt::format("{} {} {} {} {}", to_string(point.geometry), point.coupling,
                                                   point.localization_length, point.bubble_spins, point.liom_count));
    }

    void add_blocks(const Problem& problem) {
        const auto more = static_cast<std::size_t>((problem.realizations - 1) / problem.block_size + 1);
        if (plan_.blocks.size() + more > block_limit) {
            throw ConfigError(
                fmt::format("/realizations: {} realizations of dim = {} make {} blocks of {}; a campaign must "
                            "have at most {} blocks: write fewer realizations or points",
                            problem.realizations, problem.dim, more, problem.block_size, block_limit));
        }
        Index index = 0;
        for (Index first = 0; first < problem.realizations; first += problem.block_size, ++index) {
            const Index count = std::min(problem.block_size, problem.realizations - first);
            plan_.blocks.push_back({problem.index, index, first, count});
        }
    }

    const Config& config_;
    const Limits& limits_;
    std::shared_ptr<const ModelConfig> model_;
    Plan plan_;
    std::map<std::string, Index> by_identity_;
};

} // namespace

ModelKind kind_of(const Plan& plan) noexcept {
    const bool impurity = !plan.problems.empty() && plan.problems.front().impurity;
    return impurity ? ModelKind::impurity : ModelKind::goe_bubble;
}

Plan make_plan(const Config& config, const Limits& limits) {
    if (config.impurity) return make_impurity_plan(*config.impurity, config.seed, limits);
    return PlanBuilder(config, limits).build();
}

Index block_size(Index dim) {
    if (dim <= 256) return 256;
    switch (dim) {
    case 512: return 128;
    case 1024: return 64;
    case 2048: return 32;
    case 4096: return 8;
    case 8192: return 2;
    default: return 1;
    }
}

Index curve_group_size(Index dim) {
    if (dim <= 4096) return 8;
    return dim == 8192 ? 2 : 1;
}

} // namespace mbl
