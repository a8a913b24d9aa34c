#pragma once

#include "campaign/impurity_blocks.hpp"
#include "campaign/runner.hpp"
#include "campaign/stop_request.hpp"
#include "core/errors.hpp"
#include "solve/realize.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mbl {

/// Makes a runner on another device, for a realization that failed twice on this one; empty: there is none.
using RescueFactory = std::function<std::unique_ptr<Runner>()>;

/// The runner, written once over the Backend and instantiated in two places: the CPU's and the GPU's.
template <Backend B>
class LaneRunner final : public Runner {
  public:
    /// @param batch_capacity realizations solved together: a pure function of the problem.
    LaneRunner(B lane, const Plan& plan, BubbleScales& scales, std::string device_model,
               Index (*batch_capacity)(const Problem&), RescueFactory make_rescue = nullptr)
        : lane_(std::move(lane)), plan_(plan), scales_(scales), device_model_(std::move(device_model)),
          batch_capacity_(batch_capacity), make_rescue_(std::move(make_rescue)) {}

    BlockRecord run(const Block& block) override {
        const Problem& problem = problem_of(block.problem);
        if (problem.impurity) return run_together({&block, 1}).front();
        const Index capacity = std::min(block.count, batch_capacity_(problem));
        Batch<B> batch(lane_, problem, capacity);
        BlockFold fold(problem, block, device_model_);
        for (Index done = 0; done < block.count; done += capacity) {
            if (stop_requested()) throw Stopped("the block is dropped");
            const Index count = std::min(capacity, block.count - done);
            solve(batch, block.first + done, count, fold);
        }
        return std::move(fold).finish();
    }

    std::vector<BlockRecord> run_together(std::span<const Block> blocks) override {
        const bool impurity = !blocks.empty() && problem_of(blocks.front().problem).impurity != nullptr;
        return impurity ? solve_impurity_blocks(lane_, plan_, blocks, device_model_) : Runner::run_together(blocks);
    }

    Realization realize_one(Index problem, Index realization) override {
        Batch<B> batch(lane_, problem_of(problem), 1);
        return realize(batch, scales_, realization, 1).front();
    }

  private:
    [[nodiscard]] const Problem& problem_of(Index index) const {
        return plan_.problems[static_cast<std::size_t>(index)];
    }

    /// A realization that fails is solved once more, alone. Where the eigensolver gives up on one matrix, nothing is known
    /// of the rest of the batch, which is then solved one by one.
    void solve(Batch<B>& batch, Index first, Index count, BlockFold& fold) {
        std::vector<Realization> realizations;
        Index given_up = -1;
        try {
            realizations = realize(batch, scales_, first, count);
        } catch (const SolverError& error) {
            given_up = error.realization();
        }
        for (const Realization& realization : realizations) {
            const bool passed = gate_failure(realization.gate, batch.problem.dim).empty();
            fold.add(passed ? realization : second_attempt(batch, realization.index, fold));
        }
        if (given_up < 0) return;
        for (Index realization = first; realization < first + count; ++realization) {
            if (realization == given_up) {
                fold.add(second_attempt(batch, realization, fold));
            } else {
                solve(batch, realization, 1, fold);
            }
        }
    }

    /// Once more on this lane, then on the device that may rescue it.
    Realization second_attempt(Batch<B>& batch, Index realization, BlockFold& fold) {
        ++fold.retries;
        const auto on_this_lane = [&] { return realize(batch, scales_, realization, 1).front(); };
        Attempt again = attempt(batch.problem, on_this_lane);
        if (again.reason.empty()) return std::move(*again.realization);
        std::string then;
        if (make_rescue_ && batch.problem.dim <= cpu_dim_max) {
            Attempt rescue = attempt(batch.problem, [&] { return rescued(batch.problem.index, realization); });
            if (rescue.reason.empty()) {
                ++fold.rescues;
                return std::move(*rescue.realization);
            }
            then = ", and on the CPU: " + rescue.reason;
        }
        throw NumericalError(fmt::format("{} at realization {} of point {} (dim {}, seed {}), twice{}; the campaign "
                                         "stops: check the machine's memory and linear algebra library",
                                         again.reason, realization, first_point_of(batch.problem.index),
                                         batch.problem.dim, plan_.seed, then));
    }

    /// @throws SolverError also where the other device has no memory for it: this lane's memory is not the reason.
    Realization rescued(Index problem, Index realization) {
        try {
            return make_rescue_()->realize_one(problem, realization);
        } catch (const OutOfMemory& error) {
            throw SolverError(error.what(), realization);
        }
    }

    /// A realization, or why there is none that can be trusted.
    struct Attempt {
        std::optional<Realization> realization;
        std::string reason;
    };

    template <class Solve>
    static Attempt attempt(const Problem& problem, const Solve& solve) {
        try {
            Attempt result{solve(), {}};
            const std::string failure = gate_failure(result.realization->gate, problem.dim);
            if (!failure.empty()) result.reason = "numerical gate: " + failure;
            return result;
        } catch (const SolverError& error) {
            return {std::nullopt, error.reason()};
        }
    }

    [[nodiscard]] Index first_point_of(Index problem) const {
        const auto point = std::ranges::find(plan_.points, problem, &Point::problem);
        return point == plan_.points.end() ? -1 : point->index;
    }

    B lane_;
    const Plan& plan_;
    BubbleScales& scales_;
    std::string device_model_;
    Index (*batch_capacity_)(const Problem&);
    RescueFactory make_rescue_;
};

} // namespace mbl
