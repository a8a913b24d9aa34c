#pragma once

#include "backend/device.hpp"
#include "campaign/runner.hpp"
#include "campaign/scheduler.hpp"
#include "config/read_config.hpp"
#include "output/problem_result.hpp"
#include "plan/plan.hpp"
#include "solve/bubble_scales.hpp"
#include "solve/gate.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mbl::physics {

/// Parts of a config that a test varies, each the text inside its braces.
struct CaseText {
    std::string bubble = R"("spins": 4)";
    std::string model{}; ///< further keys of the model
    std::string sweep{};
    std::string realizations = "1";
    std::string more{}; ///< further root keys
};

inline std::string text_of(const CaseText& parts) {
    const auto also = [](const std::string& keys) { return keys.empty() ? "" : ", " + keys; };
    return R"({"name": "t", "model": {"kind": "goe_bubble", "bubble": {)" + parts.bubble + "}" + also(parts.model)
           + R"(}, "sweeps": [{)" + parts.sweep + R"(}], "realizations": )" + parts.realizations + also(parts.more)
           + "}";
}

/// Everything that lies between a config's text and numbers, on the CPU: the path that the program itself takes.
class CampaignCase {
  public:
    explicit CampaignCase(const CaseText& parts) : CampaignCase(text_of(parts)) {}
    template <std::convertible_to<std::string> Text> // no candidate for the braces of a CaseText
    explicit CampaignCase(const Text& text)
        : config(parse_config(text, "test.json", "", {})), plan(make_plan(config, limits())),
          device_(choose_device(parse_device("cpu"))), runner_(make_runner(device_, plan, scales_)) {}
    CampaignCase(const CampaignCase&) = delete;
    CampaignCase& operator=(const CampaignCase&) = delete;
    ~CampaignCase() = default;

    const Config config;
    const Plan plan;

    [[nodiscard]] const Point& point(Index index) const { return plan.points.at(static_cast<std::size_t>(index)); }
    [[nodiscard]] const Problem& problem_of(Index point_index) const {
        return plan.problems.at(static_cast<std::size_t>(point(point_index).problem));
    }

    /// One realization in full; its gate must hold.
    Realization realize(Index point_index, Index realization) {
        Realization result = runner_->realize_one(point(point_index).problem, realization);
        REQUIRE(gate_failure(result.gate, problem_of(point_index).dim) == "");
        return result;
    }

    BlockRecord run(const Block& block) { return runner_->run(block); }

    /// All blocks as the program deals them. A null `make_lane` makes ordinary runners with scales of their own.
    std::vector<BlockRecord> run_all(int lanes = 1, Index memory_bytes = limits().memory_bytes,
                                     RunnerFactory make_lane = nullptr) const {
        BubbleScales scales;
        if (!make_lane) make_lane = [&] { return make_runner(device_, plan, scales); };
        std::vector<BlockRecord> records;
        Limits machine = limits();
        machine.memory_bytes = memory_bytes;
        run_blocks(plan, lanes, machine, make_lane, [&](BlockRecord record) { records.push_back(std::move(record)); });
        return records;
    }

    [[nodiscard]] std::vector<ProblemResult> results() const { return gather(plan, run_all()); }

    [[nodiscard]] const Device& device() const { return device_; }

    static Limits limits() {
        Limits limits;
        limits.memory_bytes = Index{1} << 40; // plans of any size; what runs is small
        return limits;
    }

  private:
    BubbleScales scales_;
    Device device_;
    std::unique_ptr<Runner> runner_;
};

/// Position of an observable among the stored samples; of its first operator, if none is named.
inline std::size_t column_of(const std::string& observable, const std::string& op = "") {
    const std::vector<SampleColumn>& columns = sample_columns();
    std::size_t index = 0;
    while (index < columns.size()
           && !(columns[index].observable == observable && (op.empty() || columns[index].op == op)))
        ++index;
    REQUIRE(index < columns.size());
    return index;
}

/// [realizations] of one observable at one point.
inline const std::vector<double>& samples_of(const CampaignCase& campaign, const std::vector<ProblemResult>& results,
                                             Index point, const std::string& observable, const std::string& op = "") {
    return results.at(static_cast<std::size_t>(campaign.point(point).problem)).samples.at(column_of(observable, op));
}

} // namespace mbl::physics
