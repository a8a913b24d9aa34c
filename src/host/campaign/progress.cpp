#include "campaign/progress.hpp"

#include "core/errors.hpp"
#include "ipt/impurity_text.hpp"
#include "plan/cost.hpp"
#include "stats/mean_error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>
#include <vector>

namespace mbl {

ProgressMode parse_progress(const std::string& text) {
    if (text == "auto") return ProgressMode::automatic;
    if (text == "bar") return ProgressMode::bar;
    if (text == "plain") return ProgressMode::plain;
    if (text == "json") return ProgressMode::json;
    if (text == "none") return ProgressMode::none;
    throw UsageError(fmt::format("--progress: must be auto, bar, plain, json or none, got \"{}\"", text));
}

Progress::Progress(ProgressMode mode, const Plan& plan, std::FILE* stream) : mode_(mode), plan_(plan), stream_(stream) {
    if (mode_ == ProgressMode::automatic) {
        mode_ = ::isatty(::fileno(stream_)) != 0 ? ProgressMode::bar : ProgressMode::plain;
    }
    for (const Block& block : plan_.blocks) {
        cost_total_ += block_cost(plan_, block);
        realizations_total_ += block.count;
    }
    shown_ = start_;
}

/// The first stored number, gamma/delta_E, averaged over the block, or how an impurity point came out: a hint that things look
/// right.
std::string Progress::headline(const BlockRecord& record) const {
    const Problem& problem = plan_.problems[static_cast<std::size_t>(record.block.problem)];
    if (problem.impurity)
        return fmt::format("{}: {}", parameters_text(*problem.impurity), outcome_text(*record.impurity));
    const SampleColumn& column = sample_columns().front();
    if (column.needs_liom && problem.liom_count == 0) return fmt::format("dim {}", problem.dim);
    std::vector<double> values;
    for (std::size_t i = 0; i < record.samples.size(); i += sample_columns().size())
        values.push_back(record.samples[i]);
    const MeanError m = mean_error(values);
    const std::string error = values.size() > 1 ? fmt::format(" +- {:.2g}", m.standard_error) : "";
    return fmt::format("M = {}: gamma/delta_E = {:.4g}{}", problem.liom_count, m.mean, error);
}

void Progress::block_found(const Block& block) {
    cost_found_ += block_cost(plan_, block);
    realizations_found_ += block.count;
}

void Progress::block_left_out(const Block& block) {
    cost_total_ -= block_cost(plan_, block);
    realizations_total_ -= block.count;
}

double Progress::cost_per_second() const {
    const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
    return elapsed > 0 ? cost_done_ / elapsed : 0;
}

void Progress::block_done(const BlockRecord& record) {
    cost_done_ += block_cost(plan_, record.block);
    realizations_done_ += record.block.count;
    const auto interval = std::chrono::milliseconds(mode_ == ProgressMode::bar ? 100 : 10000);
    if (Clock::now() - shown_ < interval) return;
    show(headline(record), false);
}

void Progress::finish() { show("", true); }

void Progress::show(const std::string& headline, bool last) {
    if (mode_ == ProgressMode::none) return;
    shown_ = Clock::now();
    const double elapsed = std::chrono::duration<double>(shown_ - start_).count();
    const double rate = elapsed > 0 ? static_cast<double>(realizations_done_) / elapsed : 0;
    const bool all = realizations_found_ + realizations_done_ >= realizations_total_; // costs are rounded
    const double share = all ? 1 : (cost_found_ + cost_done_) / cost_total_;
    const double to_go = all ? 0 : cost_total_ - cost_found_ - cost_done_;
    const double remaining = cost_done_ > 0 ? elapsed * to_go / cost_done_ : 0;
    const Index done = realizations_found_ + realizations_done_;
    std::string text;
    if (mode_ == ProgressMode::json) {
        text = fmt::format("{{\"realizations_done\":{},\"realizations\":{},\"share\":{:.6f},\"elapsed_seconds\":{:.3f},"
                           "\"eta_seconds\":{:.3f},\"realizations_per_second\":{:.4g}}}\n",
                           done, realizations_total_, share, elapsed, remaining, rate);
    } else {
        const char* unit = kind_of(plan_) == ModelKind::impurity ? "points" : "realizations";
        const std::string counts = fmt::format("{}/{} {}, {:.3g}/s", done, realizations_total_, unit, rate);
        const std::string when = last ? "in " + human_duration(elapsed) : "ETA " + human_duration(remaining);
        const std::string tail = headline.empty() ? "" : " | " + headline;
        if (mode_ == ProgressMode::bar) {
            constexpr int width = 30;
            const int full = static_cast<int>(share * width + 1e-9);
            text = fmt::format("\r\033[K[{:#<{}}{:.<{}}] {:3.0f} % | {} | {}{}{}", "", full, "", width - full,
                               100 * share, counts, when, tail, last ? "\n" : "");
        } else {
            text = fmt::format("{:3.0f} % | {} | {}{}\n", 100 * share, counts, when, tail);
        }
    }
    std::fwrite(text.data(), 1, text.size(), stream_);
    std::fflush(stream_);
}

} // namespace mbl
