#include "cli/gap_report.hpp"

#include "campaign/folder_lock.hpp"
#include "campaign/shard_files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

namespace mbl {

namespace {

/// "0-3, 7" of ascending numbers.
std::string ranges_text(const std::vector<Index>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t end = i + 1;
        while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
        text += fmt::format("{}{}", text.empty() ? "" : ", ", numbers[i]);
        if (end - i > 1) text += fmt::format("-{}", numbers[end - 1]);
        i = end;
    }
    return text;
}

const Point& first_point_of(const Plan& plan, Index problem) {
    return *std::ranges::find(plan.points, problem, &Point::problem); // every problem has one
}

std::string line_of(const Plan& plan, Index problem, const std::vector<Block>& missing) {
    std::vector<Index> blocks;
    Index realizations = 0;
    for (const Block& block : missing) {
        blocks.push_back(block.index);
        realizations += block.count;
    }
    const Point& point = first_point_of(plan, problem);
    const std::string panel = point.panel.empty() ? "" : fmt::format("panel {}, ", point.panel);
    const Problem& about = plan.problems[static_cast<std::size_t>(problem)];
    const std::string which = fmt::format("missing: point {} ({}M = {})", point.index, panel, point.liom_count);
    if (about.impurity) return which + "\n"; // one solution, one block
    return fmt::format("{}: block{} {}, {} of {} realizations\n", which, blocks.size() == 1 ? "" : "s",
                       ranges_text(blocks), realizations, about.realizations);
}

std::string state_of(const std::filesystem::path& file) {
    if (const auto owner = lock_owner(file))
        return fmt::format("running: process {} on {} since {}", owner->pid, owner->host, owner->since);
    std::error_code ignored;
    return std::filesystem::exists(file, ignored) ? "not running" : "has left no file";
}

} // namespace

std::string gap_text(const Plan& plan, const std::vector<Block>& missing, std::size_t lines_max) {
    std::map<Index, std::vector<Block>> by_problem;
    for (const Block& block : missing) by_problem[block.problem].push_back(block);
    std::string text;
    std::size_t lines = 0;
    for (const auto& [problem, blocks] : by_problem) {
        if (++lines == lines_max && by_problem.size() > lines_max)
            return text + fmt::format("missing: blocks of {} points more\n", by_problem.size() - lines_max + 1);
        text += line_of(plan, problem, blocks);
    }
    return text;
}

std::string gaps_of_shards(const Plan& plan, const std::vector<Block>& missing, const std::vector<Index>& counts,
                           const std::filesystem::path& results) {
    std::set<std::pair<Index, Index>> gaps; // problem, block
    for (const Block& block : missing) gaps.emplace(block.problem, block.index);
    std::string text;
    for (const Index count : counts) {
        const std::vector<Index> dealt = deal(plan, count);
        std::vector<Index> blocks(static_cast<std::size_t>(count));
        std::vector<Index> lacking(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < dealt.size(); ++i) {
            const auto shard = static_cast<std::size_t>(dealt[i]);
            ++blocks[shard];
            if (gaps.contains({plan.blocks[i].problem, plan.blocks[i].index})) ++lacking[shard];
        }
        for (Index index = 0; index < count; ++index) {
            const auto shard = static_cast<std::size_t>(index);
            if (lacking[shard] == 0) continue;
            text += fmt::format("shard {}/{}: {} of {} blocks of its share are missing; {}\n", index, count,
                                lacking[shard], blocks[shard], state_of(shard_file(results, {index, count})));
        }
    }
    return text;
}

} // namespace mbl
