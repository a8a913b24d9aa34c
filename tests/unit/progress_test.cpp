#include "campaign/progress.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "plan_cases.hpp"
#include "result_cases.hpp"
#include "solution_cases.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <regex>
#include <string>
#include <thread>

using namespace mbl;

namespace {

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using Stream = std::unique_ptr<std::FILE, Close>;

std::string written(std::FILE* stream) {
    std::string text;
    std::rewind(stream);
    for (int c = std::fgetc(stream); c != EOF; c = std::fgetc(stream)) text.push_back(static_cast<char>(c));
    return text;
}

/// Two blocks, 256 + 44 realizations.
Plan two_blocks(int liom_count) {
    return plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {liom_count})}, 300));
}

/// What a campaign shows that computes all its blocks; `pause` before each.
std::string shown(ProgressMode mode, int liom_count, std::chrono::milliseconds pause) {
    const Plan plan = two_blocks(liom_count);
    const Stream stream(std::tmpfile());
    Progress progress(mode, plan, stream.get());
    for (const Block& block : plan.blocks) {
        std::this_thread::sleep_for(pause);
        progress.block_done(result_cases::record(plan, block));
    }
    progress.finish();
    return written(stream.get());
}

constexpr std::chrono::milliseconds at_once{0};

} // namespace

TEST_CASE("progress: what --progress accepts") {
    CHECK(parse_progress("auto") == ProgressMode::automatic);
    CHECK(parse_progress("bar") == ProgressMode::bar);
    CHECK(parse_progress("plain") == ProgressMode::plain);
    CHECK(parse_progress("json") == ProgressMode::json);
    CHECK(parse_progress("none") == ProgressMode::none);
    for (const std::string wrong : {"", "Bar", "quiet"}) {
        CHECK(config_cases::message_of<UsageError>([&] { parse_progress(wrong); })
              == "--progress: must be auto, bar, plain, json or none, got \"" + wrong + "\"");
    }
}

TEST_CASE("progress: plain lines, at most one in ten seconds and one at the end") {
    const std::regex line(R"(100 % \| 300/300 realizations, [0-9.e+]+/s \| in [0-9]+ s\n)");
    CHECK(std::regex_match(shown(ProgressMode::plain, 1, at_once), line));
    CHECK(std::regex_match(shown(ProgressMode::automatic, 1, at_once), line)); // a file is no terminal
}

TEST_CASE("progress: none is silent") { CHECK(shown(ProgressMode::none, 1, at_once).empty()); }

TEST_CASE("progress: JSON lines") {
    const std::string text = shown(ProgressMode::json, 1, at_once);
    CHECK(text.ends_with("}\n"));
    const auto line = nlohmann::json::parse(text);
    CHECK(line.size() == 6);
    CHECK(line.at("realizations_done") == 300);
    CHECK(line.at("realizations") == 300);
    CHECK(line.at("share") == 1.0);
    CHECK(line.at("elapsed_seconds") >= 0.0);
    CHECK(line.at("eta_seconds") == 0.0);
    CHECK(line.at("realizations_per_second") > 0.0);
}

TEST_CASE("progress: a campaign that stops early says how far it came, by cost") {
    const Plan plan = two_blocks(1);
    const Stream stream(std::tmpfile());
    Progress progress(ProgressMode::json, plan, stream.get());
    progress.block_done(result_cases::record(plan, plan.blocks.front()));
    progress.finish();
    const auto line = nlohmann::json::parse(written(stream.get()));
    CHECK(line.at("realizations_done") == 256);
    CHECK(line.at("share") == doctest::Approx(256.0 / 300).epsilon(1e-5));
}

TEST_CASE("progress: the bar overwrites itself and shows the headline of the block that has finished") {
    const std::string text = shown(ProgressMode::bar, 1, std::chrono::milliseconds(120));
    // mean of 1 … 256 and its error; the ETA is rounded up
    CHECK(text.starts_with("\r\033[K[#########################.....]  85 % | 256/300 realizations, "));
    CHECK(text.find("/s | ETA 1 s | M = 1: gamma/delta_E = 128.5 +- 4.6\r") != std::string::npos);
    CHECK(text.find("\r\033[K[##############################] 100 % | 300/300 realizations, ") != std::string::npos);
    CHECK(text.find(" | in ") != std::string::npos);
    CHECK(text.ends_with(" s\n"));
}

TEST_CASE("progress: without LIOMs the headline is the dimension") {
    const std::string text = shown(ProgressMode::bar, 0, std::chrono::milliseconds(120));
    CHECK(text.find(" | dim 8\r") != std::string::npos);
}

TEST_CASE("progress: what was stored before counts as done, not as fast") {
    const Plan plan = two_blocks(1);
    const Stream stream(std::tmpfile());
    Progress progress(ProgressMode::json, plan, stream.get());
    progress.block_found(plan.blocks.front());
    CHECK(progress.cost_per_second() == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    progress.block_done(result_cases::record(plan, plan.blocks.back()));
    CHECK(progress.cost_per_second() > 0);
    progress.finish();
    const auto line = nlohmann::json::parse(written(stream.get()));
    CHECK(line.at("realizations_done") == 300);
    CHECK(line.at("share") == 1.0);
    CHECK(line.at("realizations_per_second") < 44 / 0.05); // 44 of them, in more than 50 ms
    CHECK(line.at("eta_seconds") == 0.0);
}

TEST_CASE("progress: the time to go counts what remains at the speed of this run") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, Index{4} * 256));
    const Stream stream(std::tmpfile());
    Progress progress(ProgressMode::json, plan, stream.get());
    progress.block_found(plan.blocks[0]);
    progress.block_left_out(plan.blocks[3]);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    progress.block_done(result_cases::record(plan, plan.blocks[1]));
    progress.finish();
    const auto line = nlohmann::json::parse(written(stream.get()));
    CHECK(line.at("realizations_done") == 512);
    CHECK(line.at("realizations") == 768);
    CHECK(line.at("share") == doctest::Approx(2.0 / 3).epsilon(1e-5));
    CHECK(line.at("eta_seconds").get<double>()
          == doctest::Approx(line.at("elapsed_seconds").get<double>()).epsilon(0.01));
}

TEST_CASE("progress: a stream that cannot be written ends nothing") {
    const Plan plan = two_blocks(1);
    const Stream full(std::fopen("/dev/full", "w"));
    REQUIRE(full);
    Progress progress(ProgressMode::json, plan, full.get());
    progress.block_done(result_cases::record(plan, plan.blocks.front()));
    progress.finish();
    CHECK(std::ferror(full.get()) != 0);
}

TEST_CASE("progress: the bar shows an impurity point's parameters and how it came out") {
    const Plan plan = impurity_cases::plan_of(solution_cases::five_points());
    const Stream stream(std::tmpfile());
    Progress progress(ProgressMode::bar, plan, stream.get());
    for (const Block& block : plan.blocks) {
        std::this_thread::sleep_for(std::chrono::milliseconds(120));
        progress.block_done(block.problem == 1 ? solution_cases::failed_record(plan, block)
                                               : solution_cases::record(plan, block));
    }
    progress.finish();
    const std::string text = written(stream.get());
    CHECK(text.find("1/4 points, ") != std::string::npos);
    CHECK(text.find("V = 0.5, xi = 10, U = 2, T = 2, N = 30, M = 0, seed 1: converged after 9 iterations, sum rule")
          != std::string::npos);
    CHECK(text.find("M = 3, seed 1: not converged: residual 0.001 after 200 iterations") != std::string::npos);
    CHECK(text.find("4/4 points, ") != std::string::npos);
}
