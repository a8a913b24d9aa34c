#include "campaign/stderr_target.hpp"

#include "core/errors.hpp"
#include "stats/mean_error.hpp"

#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace mbl {

namespace {

constexpr std::size_t realizations_min = 32; // fewer say little about their own spread

std::string name_of(const SampleColumn& column) {
    return *column.op == '\0' ? column.observable : fmt::format("{}:{}", column.observable, column.op);
}

std::size_t find_column(const std::string& text, const std::string& name) {
    std::vector<std::size_t> found;
    std::string known;
    for (std::size_t i = 0; i < sample_columns().size(); ++i) {
        const SampleColumn& column = sample_columns()[i];
        known += (i == 0 ? "" : ", ") + name_of(column);
        if (name == column.observable || name == name_of(column)) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    throw UsageError(fmt::format("--target-stderr: {} \"{}\" in \"{}\"; write one of {}",
                                 found.empty() ? "no observable" : "several operators of", name, text, known));
}

} // namespace

StderrTarget parse_stderr_target(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    StderrTarget target;
    target.text = text;
    const char* const end = text.data() + text.size();
    const char* const number = equals == std::string::npos ? end : text.data() + equals + 1;
    const auto [rest, error] = std::from_chars(number, end, target.standard_error);
    if (error != std::errc{} || rest != end || !(target.standard_error > 0) || target.standard_error > 1e300) {
        throw UsageError(
            fmt::format("--target-stderr: must be OBSERVABLE[:OPERATOR]=VALUE with VALUE > 0, got \"{}\"; for "
                        "example width_over_spacing=0.5",
                        text));
    }
    target.column = find_column(text, text.substr(0, equals));
    return target;
}

StderrProgress::StderrProgress(const Plan& plan, StderrTarget target)
    : plan_(plan), target_(std::move(target)), problems_(plan.problems.size()) {}

void StderrProgress::add(const BlockRecord& record) {
    const auto at = static_cast<std::size_t>(record.block.problem);
    const Problem& problem = plan_.problems.at(at);
    Prefix& prefix = problems_.at(at);
    if (sample_columns()[target_.column].needs_liom && problem.liom_count == 0) return;
    std::vector<double>& values = prefix.waiting[record.block.index];
    values.clear();
    for (std::size_t i = target_.column; i < record.samples.size(); i += sample_columns().size())
        values.push_back(record.samples[i]);
    extend(problem, prefix);
}

void StderrProgress::extend(const Problem& problem, Prefix& prefix) const {
    while (!prefix.reached && !prefix.waiting.empty() && prefix.waiting.begin()->first == prefix.blocks) {
        const auto first = prefix.waiting.extract(prefix.waiting.begin());
        prefix.values.insert(prefix.values.end(), first.mapped().begin(), first.mapped().end());
        ++prefix.blocks;
        const bool all = static_cast<Index>(prefix.values.size()) >= problem.realizations;
        const bool enough = prefix.values.size() >= realizations_min
                            && mean_error(prefix.values).standard_error <= target_.standard_error;
        prefix.reached = all || enough;
    }
}

Plan StderrProgress::cut(const Plan& plan) const {
    Plan result = plan;
    const auto is_cut = [this](Index problem) {
        const Prefix& prefix = problems_.at(static_cast<std::size_t>(problem));
        return prefix.reached && prefix.blocks > 0;
    };
    const auto realizations = [this](Index problem) {
        return static_cast<Index>(problems_.at(static_cast<std::size_t>(problem)).values.size());
    };
    for (Problem& problem : result.problems) {
        if (is_cut(problem.index)) problem.realizations = realizations(problem.index);
    }
    for (Point& point : result.points) {
        if (is_cut(point.problem)) point.realizations = realizations(point.problem);
    }
    std::erase_if(result.blocks, [&](const Block& block) {
        return is_cut(block.problem) && block.first >= realizations(block.problem);
    });
    return result;
}

} // namespace mbl
