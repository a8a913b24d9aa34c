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
            solve(batch, block.first + done, count, fold);
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

    Realization second_attempt(Batch<B>& batch, Index realization, BlockFold& fold) {
        ++fold.retries;
        try {
            Realization again = realize(batch, scales_, realization, 1).front();
            const std::string reason = gate_failure(again.gate, batch.problem.dim);
            if (reason.empty()) return again;
            throw failure("numerical gate: " + reason, batch.problem, realization);
        } catch (const SolverError& error) {
            throw failure(error.reason(), batch.problem, realization);
        }
    }

    [[nodiscard]] NumericalError failure(const std::string& reason, const Problem& problem, Index realization) const {
        return NumericalError(
            fmt::format("{} at realization {} of point {} (dim {}, seed {}), twice; the campaign stops: "
                        "check the machine's memory and BLAS library",
                        reason, realization, first_point_of(problem.index), problem.dim, plan_.seed));
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
