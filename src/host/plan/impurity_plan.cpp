#include "plan/impurity_plan.hpp"

#include "config/impurity_rules.hpp"
#include "core/errors.hpp"
#include "ipt/impurity_problem.hpp"
#include "plan/cost.hpp"
#include "plan/identity.hpp"
#include "plan/largest_dim.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <utility>

namespace mbl {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t point_limit = 10'000;       // every point costs about 1 MiB of results.h5
constexpr std::size_t number_limit = 100'000'000; // of the points' lists: the plan is held in memory

/// One sweep as a list of problems that has its parameters but not yet the lists that follow from them.
class Product {
  public:
    explicit Product(ImpurityProblem common) : problems_{std::move(common)} {}

    /// Every problem so far, once for each value: the last one varied is the innermost.
    template <class Value>
    Product& vary(Value ImpurityProblem::*parameter, const std::vector<Value>& values, const std::string& place) {
        if (problems_.size() * values.size() > point_limit) refuse_points(place);
        std::vector<ImpurityProblem> product;
        product.reserve(problems_.size() * values.size());
        for (const ImpurityProblem& problem : problems_) {
            for (const Value value : values) {
                product.push_back(problem);
                product.back().*parameter = value;
            }
        }
        problems_ = std::move(product);
        return *this;
    }

    [[noreturn]] static void refuse_points(const std::string& place) {
        throw ConfigError(fmt::format("{}: the sweeps must list at most {} points together; write shorter lists or "
                                      "several configs",
                                      place, point_limit));
    }

    [[nodiscard]] std::vector<ImpurityProblem> take() { return std::move(problems_); }

  private:
    std::vector<ImpurityProblem> problems_;
};

/// The first `count` entries, or nothing of nothing.
std::vector<double> cut(const std::vector<double>& list, int count) {
    const auto length = std::min(list.size(), static_cast<std::size_t>(count));
    return {list.begin(), list.begin() + static_cast<std::ptrdiff_t>(length)};
}

class ImpurityPlanBuilder {
  public:
    ImpurityPlanBuilder(const ImpurityConfig& config, const Limits& limits) : config_(config), limits_(limits) {}

    Plan build(std::uint64_t seed) && {
        plan_.seed = seed;
        for (std::size_t index = 0; index < config_.sweeps.size(); ++index) {
            const ImpuritySweepConfig& sweep = config_.sweeps[index];
            const std::string place = fmt::format("/sweeps/{}", index);
            for (ImpurityProblem& problem : problems_of(sweep, place))
                add_point(sweep.panel, std::move(problem), place);
        }
        return std::move(plan_);
    }

  private:
    [[nodiscard]] std::vector<ImpurityProblem> problems_of(const ImpuritySweepConfig& sweep,
                                                           const std::string& place) const {
        using P = ImpurityProblem;
        const bool by_hand = sweep.geometry == BathGeometry::explicit_couplings;
        const std::vector<double> none{undefined};
        P common;
        common.geometry = sweep.geometry;
        common.grid = config_.grid;
        Product product(std::move(common));
        product.vary(&P::hopping, sweep.hopping, place)
            .vary(&P::liom_bandwidth, sweep.liom_bandwidth, place)
            .vary(&P::coupling, by_hand ? none : sweep.coupling, place)
            .vary(&P::interaction, sweep.interaction, place)
            .vary(&P::temperature, sweep.temperature, place)
            .vary(&P::localization_length, by_hand ? none : sweep.localization_length, place)
            .vary(&P::bubble_sites, sweep.bubble_sites, place)
            .vary(&P::liom_density, sweep.liom_density, place)
            .vary(&P::layer_rule, sweep.layer_rule, place)
            .vary(&P::liom_count, sweep.liom_count, place)
            .vary(&P::seed, sweep.seed, place);
        return product.take();
    }

    /// The lists that follow from the config and the point's own parameters.
    void complete(ImpurityProblem& problem) const {
        const LiomConfig& lioms = config_.model.lioms;
        problem.explicit_energy = cut(lioms.energy, problem.liom_count);
        if (problem.geometry == BathGeometry::explicit_couplings)
            problem.explicit_coupling = cut(lioms.coupling, problem.liom_count);
        problem.plot_frequency = config_.spectral.frequency.empty() ? default_plot_frequencies(problem.liom_bandwidth)
                                                                    : config_.spectral.frequency;
        if (problem.liom_count == 0) return;
        std::vector<int>& kept = problem.plot_lioms;
        kept = config_.spectral.liom;
        kept.insert(kept.end(), {0, problem.liom_count - 1});
        std::erase_if(kept, [&](int liom) { return liom >= problem.liom_count; });
        std::sort(kept.begin(), kept.end());
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    }

    void check_numbers(const ImpurityProblem& problem, const std::string& place) {
        numbers_ += problem.explicit_energy.size() + problem.explicit_coupling.size() + problem.plot_frequency.size();
        if (numbers_ <= number_limit) return;
        throw ConfigError(
            fmt::format("{}: explicit LIOMs and plotted frequencies of all points must be at most {} numbers "
                        "together; write fewer points, or shorter /model/lioms or /spectral/frequency",
                        place, number_limit));
    }

    /// Default plotted frequencies, which also the distances to U = 0 are taken at where W > 4, may reach beyond W.
    void check_default_frequencies(const ImpurityProblem& problem, const std::string& place) const {
        const std::vector<double> frequencies = default_plot_frequencies(problem.liom_bandwidth);
        if (config_.spectral.frequency.empty()) {
            require_reach(problem.grid, frequencies.back(),
                          "the default of /spectral/frequency (a list there may be shorter)");
        } else if (problem.liom_bandwidth > 4) {
            require_reach(problem.grid, frequencies.back(),
                          fmt::format("the frequencies at which {} is compared with U = 0", place));
        }
    }

    void add_point(const std::string& panel, ImpurityProblem parameters, const std::string& place) {
        if (plan_.points.size() == point_limit) Product::refuse_points(place);
        complete(parameters);
        check_numbers(parameters, place);
        check_default_frequencies(parameters, place);
        Point point;
        point.index = static_cast<Index>(plan_.points.size());
        point.panel = panel;
        point.coupling = parameters.coupling;
        point.localization_length = parameters.localization_length;
        point.liom_count = parameters.liom_count;
        point.realizations = 1;
        point.problem = find_or_add_problem(std::move(parameters), place);
        plan_.points.push_back(std::move(point));
    }

    Index find_or_add_problem(ImpurityProblem parameters, const std::string& place) {
        Problem problem;
        problem.liom_count = parameters.liom_count;
        problem.disorder_seed = parameters.seed;
        problem.realizations = 1;
        problem.block_size = 1;
        problem.curve_group_size = 1;
        problem.impurity = std::make_shared<const ImpurityProblem>(std::move(parameters));
        problem.identity = hash_hex(identity_text(problem));
        const auto [entry, is_new] =
            by_identity_.try_emplace(problem.identity, static_cast<Index>(plan_.problems.size()));
        if (is_new) {
            check_memory(problem, place);
            problem.index = entry->second;
            plan_.blocks.push_back({.problem = problem.index, .index = 0, .first = 0, .count = 1});
            plan_.problems.push_back(std::move(problem));
        }
        return entry->second;
    }

    void check_memory(Problem& problem, const std::string& place) const {
        problem.bytes_in_flight = block_bytes(problem, limits_);
        if (problem.bytes_in_flight <= limits_.memory_bytes) return;
        throw DeviceUnavailable(fmt::format("{}: M = {} on {} frequencies needs {}, this device offers {}; {}", place,
                                            problem.liom_count, impurity_shape(*problem.impurity).frequency_count,
                                            human_bytes(problem.bytes_in_flight), human_bytes(limits_.memory_bytes),
                                            advice_on_size(problem, limits_, limits_.memory_bytes)));
    }

    const ImpurityConfig& config_;
    const Limits& limits_;
    Plan plan_;
    std::map<std::string, Index> by_identity_;
    std::size_t numbers_ = 0;
};

} // namespace

Plan make_impurity_plan(const ImpurityConfig& config, std::uint64_t seed, const Limits& limits) {
    return ImpurityPlanBuilder(config, limits).build(seed);
}

} // namespace mbl
