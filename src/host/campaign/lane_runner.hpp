#pragma once

#include "campaign/runner.hpp"
#include "core/errors.hpp"
#include "solve/realize.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace mbl {

/// The runner, written once over the Backend and instantiated in two places: the CPU's and the GPU's.
template <Backend B>
class LaneRunner final : public Runner {
  public:
    /// @param batch_capacity realizations solved together: a pure function of the problem.
    LaneRunner(B lane, const Plan& plan, BubbleScales& scales, std::string device_model,
               Index (*batch_capacity)(const Problem&))
        : lane_(std::move(lane)), plan_(plan), scales_(scales), device_model_(std::move(device_model)),
          batch_capacity_(batch_capacity) {}

    BlockRecord run(const Block& block) override {
        const Problem& problem = problem_of(block.problem);
        const Index capacity = std::min(block.count, batch_capacity_(problem));
        Batch<B> batch(lane_, problem, capacity);
        BlockFold fold(problem, block, device_model_);
        for (Index done = 0; done < block.count; done += capacity) {
            const Index count = std::min(capacity, block.count - done);
            for (const Realization& realization : attempt(batch, block.first + done, count)) {
                if (gate_failure(realization.gate, problem.dim).empty()) {
                    fold.add(realization);
                } else {
                    fold.add(second_attempt(batch, realization));
                    ++fold.retries;
                }
            }
        }
        return std::move(fold).finish();
    }

    Realization realize_one(Index problem, Index realization) override {
        Batch<B> batch(lane_, problem_of(problem), 1);
        return realize(batch, scales_, realization, 1).front();
    }

  private:
    [[nodiscard]] const Problem& problem_of(Index index) const {
        return plan_.problems[static_cast<std::size_t>(index)];
    }

    /// An eigensolver that gives up on one matrix leaves the whole batch to be solved one by one.
    std::vector<Realization> attempt(Batch<B>& batch, Index first, Index count) {
        try {
            return realize(batch, scales_, first, count);
        } catch (const NumericalError&) {
            std::vector<Realization> results;
            for (Index realization = first; realization < first + count; ++realization) {
                results.push_back(realize(batch, scales_, realization, 1).front());
            }
            return results;
        }
    }

    Realization second_attempt(Batch<B>& batch, const Realization& failed) {
        Realization again = realize(batch, scales_, failed.index, 1).front();
        const std::string reason = gate_failure(again.gate, batch.problem.dim);
        if (reason.empty()) return again;
        throw NumericalError(
            fmt::format("numerical gate: {} at realization {} of point {} (dim {}, seed {}), twice; the "
                        "campaign stops: check the machine's memory and BLAS library",
                        reason, failed.index, first_point_of(batch.problem.index), batch.problem.dim, plan_.seed));
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
};

} // namespace mbl
