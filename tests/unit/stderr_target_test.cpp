#include "campaign/stderr_target.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "record_cases.hpp"
#include "stats/mean_error.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

using namespace mbl;
using config_cases::message_of;

namespace {

/// Blocks of one realization would be the finest test: D = 2^14 has them. M = 11, N = 3, 100 realizations.
Plan single_realizations(Index count) {
    return plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {11})}, count));
}

BlockRecord with_width(const Plan& plan, const Block& block, double width) {
    BlockRecord record = result_cases::record(plan, block);
    for (std::size_t i = 0; i < record.samples.size(); i += sample_columns().size()) record.samples[i] = width;
    return record;
}

/// Widths that alternate around 10 with a spread that falls: the error shrinks with every pair.
double width_of(Index realization) { return 10 + (realization % 2 == 0 ? 1.0 : -1.0); }

/// By definition: the smallest count of at least 32 with a small enough error.
Index smallest_count(Index all, double target) {
    std::vector<double> values;
    for (Index r = 0; r < all; ++r) {
        values.push_back(width_of(r));
        if (values.size() >= 32 && mean_error(values).standard_error <= target) return r + 1;
    }
    return all;
}

} // namespace

TEST_CASE("stderr target: what --target-stderr accepts") {
    const StderrTarget target = parse_stderr_target("gap_ratio=1e-3");
    CHECK(sample_columns()[target.column].observable == std::string("gap_ratio"));
    CHECK(target.standard_error == 1e-3);
    CHECK(target.text == "gap_ratio=1e-3");
    CHECK(parse_stderr_target("width_over_spacing=0.5").column
          == parse_stderr_target("width_over_spacing:tau_x_M=1").column);
    for (const std::string wrong : {"", "gap_ratio", "gap_ratio=", "gap_ratio=0", "gap_ratio=-1", "gap_ratio=nan",
                                    "gap_ratio=inf", "gap_ratio=1 ", "gap_ratio=0,5", "=x"}) {
        CAPTURE(wrong);
        CHECK(message_of<UsageError>([&] { parse_stderr_target(wrong); })
              == "--target-stderr: must be OBSERVABLE[:OPERATOR]=VALUE with VALUE > 0, got \"" + wrong
                     + "\"; for example width_over_spacing=0.5");
    }
    const std::string unknown = message_of<UsageError>([] { parse_stderr_target("widht=1"); });
    CHECK(unknown.starts_with("--target-stderr: no observable \"widht\" in \"widht=1\"; write one of "));
    CHECK(unknown.find("width_over_spacing:tau_x_M, ") != std::string::npos);
    CHECK_THROWS_AS(parse_stderr_target("gap_ratio:tau_x_M=1"), UsageError);
}

TEST_CASE("stderr target: a point takes the smallest prefix, whatever order its blocks finish in") {
    const Plan plan = single_realizations(100);
    std::mt19937 generator(3);
    for (const double value : {0.2, 0.15, 0.12, 0.05}) {
        const Index expected = smallest_count(100, value);
        std::vector<Block> order = plan.blocks;
        for (int repetition = 0; repetition < 20; ++repetition) {
            StderrProgress progress(plan, parse_stderr_target("width_over_spacing=" + std::to_string(value)));
            for (const Block& block : order) progress.add(with_width(plan, block, width_of(block.first)));
            CHECK(progress.reached(0));
            const Plan cut = progress.cut(plan);
            CHECK(cut.problems[0].realizations == expected);
            CHECK(cut.points[0].realizations == expected);
            CHECK(static_cast<Index>(cut.blocks.size()) == expected);
            CHECK(cut.blocks.back().first == expected - 1);
            std::ranges::shuffle(order, generator);
        }
    }
    CHECK(smallest_count(100, 0.2) == 32); // never fewer
    CHECK(smallest_count(100, 0.15) > 32);
    CHECK(smallest_count(100, 0.05) == 100);
}

TEST_CASE("stderr target: what lies beyond a gap does not count") {
    const Plan plan = single_realizations(100);
    StderrProgress progress(plan, parse_stderr_target("width_over_spacing=1"));
    for (const Block& block : plan.blocks) {
        if (block.index != 20) progress.add(with_width(plan, block, width_of(block.first)));
    }
    CHECK(!progress.reached(0));
    CHECK(progress.cut(plan).blocks.size() == 100); // nothing is decided yet
    progress.add(with_width(plan, plan.blocks[20], width_of(20)));
    CHECK(progress.reached(0));
    CHECK(progress.cut(plan).problems[0].realizations == 32);
}

TEST_CASE("stderr target: a point without the observable gets all its realizations") {
    const Plan plan = record_cases::plan({0, 1}, 600);
    StderrProgress progress(plan, parse_stderr_target("width_over_spacing=1000"));
    for (const Block& block : plan.blocks) progress.add(result_cases::record(plan, block));
    CHECK(!progress.reached(0));
    CHECK(progress.reached(1));
    const Plan cut = progress.cut(plan);
    CHECK(cut.problems[0].realizations == 600);
    CHECK(cut.problems[1].realizations == 256); // one whole block
    CHECK(std::ranges::count(cut.blocks, 1, &Block::problem) == 1);
}

TEST_CASE("stderr target: undefined samples never reach it, and the config's count ends it") {
    const Plan plan = record_cases::plan({1}, 300);
    StderrProgress progress(plan, parse_stderr_target("width_over_spacing=1000"));
    progress.add(with_width(plan, plan.blocks[0], std::numeric_limits<double>::quiet_NaN()));
    CHECK(!progress.reached(0));
    progress.add(with_width(plan, plan.blocks[1], 1));
    CHECK(progress.reached(0));
    CHECK(progress.cut(plan).problems[0].realizations == 300);
}
