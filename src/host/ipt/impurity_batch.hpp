#pragma once

#include "ipt/bath_batch.hpp"
#include "ipt/grid_function.hpp"
#include "ipt/impurity_problem.hpp"
#include "ipt/impurity_solution.hpp"
#include "ipt/pointwise.hpp"
#include "ipt/self_consistency.hpp"
#include "second_order.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace mbl {

/// What is known of one point while its batch is solved.
struct PointWork {
    const ImpurityProblem* problem = nullptr;
    ImpuritySolution solution;
    std::vector<Complex> green;       ///< kept solve's, on the grid
    std::vector<Complex> self_energy; ///< Sigma2 there; 0 at U = 0
    double eta = 0;                   ///< kept solve's, inside G_a
    bool solved = false;              ///< within the tolerance
    bool pointwise_solved = true;     ///< every frequency found its root
    bool twins_solved = false;        ///< in Matsubara frequency, with and without eta
};

/// Points that share their frequencies, solved together on one lane.
template <Backend B>
struct ImpurityBatch {
    ImpurityBatch(B& on_lane, std::span<const ImpurityProblem* const> problems, Poll with_poll)
        : lane(on_lane), poll(with_poll), shape(impurity_shape(*problems.front())), baths(on_lane, problems) {
        grid.count = shape.frequency_count;
        grid.step = 2 * shape.frequency_max / static_cast<double>(grid.count);
        grid.first = -shape.frequency_max;
        for (const ImpurityProblem* problem : problems) {
            PointWork point;
            point.problem = problem;
            work.push_back(std::move(point));
            newton_points.push_back(
                {problem->hopping * problem->hopping, 1 / std::sqrt(static_cast<double>(problem->bubble_sites))});
        }
    }

    [[nodiscard]] const LiomBath& bath(Index slot) const { return baths.host()[static_cast<std::size_t>(slot)]; }
    [[nodiscard]] PointWork& at(Index slot) { return work[static_cast<std::size_t>(slot)]; }

    /// Slots with U > 0, or with U = 0.
    [[nodiscard]] std::vector<Index> slots(bool interacting) const {
        std::vector<Index> chosen;
        for (Index slot = 0; slot < static_cast<Index>(work.size()); ++slot) {
            if ((work[static_cast<std::size_t>(slot)].problem->interaction > 0) == interacting) chosen.push_back(slot);
        }
        return chosen;
    }

    [[nodiscard]] std::vector<ImpurityConstants> constants() const {
        std::vector<ImpurityConstants> list;
        for (std::size_t slot = 0; slot < work.size(); ++slot) {
            const ImpurityProblem& problem = *work[slot].problem;
            list.push_back({newton_points[slot].hopping_squared, problem.interaction, problem.temperature,
                            newton_points[slot].inverse_sqrt_sites, 0});
        }
        return list;
    }

    /// m2 of G's moments: t^2 + S + U^2/4 at half filling; the semicircle to start from.
    [[nodiscard]] std::vector<double> second_moments() const {
        std::vector<double> moments;
        for (std::size_t slot = 0; slot < work.size(); ++slot) {
            const double u = work[slot].problem->interaction;
            moments.push_back(newton_points[slot].hopping_squared + baths.host()[slot].hybridization + u * u / 4);
        }
        return moments;
    }

    /// min_a V_a^2 sqrt(N) |Im G(eps_a)|; NaN without LIOMs.
    [[nodiscard]] double narrowest_width(Index slot, const std::vector<Complex>& green) const {
        const LiomBath& own = bath(slot);
        const double sqrt_sites = 1 / newton_points[static_cast<std::size_t>(slot)].inverse_sqrt_sites;
        double narrowest = own.energy.empty() ? ImpurityReport::undefined : std::numeric_limits<double>::infinity();
        for (std::size_t a = 0; a < own.energy.size(); ++a) {
            const double im = interpolate_linearly(grid, green, own.energy[a]).im;
            narrowest = std::min(narrowest, own.coupling_squared[a] * sqrt_sites * std::fabs(im));
        }
        return narrowest;
    }

    B& lane;
    Poll poll;
    ImpurityShape shape;
    FrequencyGrid grid;
    BathBatch<B> baths;
    std::vector<NewtonPoint> newton_points;
    std::vector<PointWork> work; ///< [slots]
};

/// The eta rule. Resonances of weakly coupled LIOMs are narrower than any grid, hence eta = 2h inside G_a; where the
/// narrowest is at least 4h wide it is left out, and that solve is kept unless it narrows the resonance below 3h.
struct EtaRule {
    double step = 0; ///< h
    [[nodiscard]] double first_eta(bool has_lioms) const { return has_lioms ? 2 * step : 0; }
    [[nodiscard]] bool try_without(double width) const { return width >= 4 * step; }
    [[nodiscard]] bool keep_without(double width) const { return width >= 3 * step; }
};

} // namespace mbl
