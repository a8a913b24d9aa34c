#include "output/status_shards.hpp"

#include "campaign/shard_files.hpp"
#include "output/status_points.hpp"
#include "plan/cost.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace mbl {

std::vector<ShardStatus> shard_status(const StatusReport& report, const Plan& plan, Index count,
                                      const std::filesystem::path& results) {
    std::vector<ShardStatus> shards(static_cast<std::size_t>(count));
    for (Index index = 0; index < count; ++index) {
        ShardStatus& status = shards[static_cast<std::size_t>(index)];
        status.shard = {index, count};
        const std::filesystem::path file = shard_file(results, status.shard);
        std::error_code ignored;
        status.has_file = std::filesystem::exists(file, ignored);
        status.running = lock_owner(file);
    }
    const std::vector<Index> dealt = deal(plan, count);
    for (std::size_t block = 0; block < dealt.size(); ++block) {
        ShardStatus& status = shards[static_cast<std::size_t>(dealt[block])];
        ++status.blocks;
        status.blocks_done += report.stored[block] ? 1 : 0;
        if (!report.stored[block]) status.cost_to_go += block_cost(plan, plan.blocks[block]);
    }
    return shards;
}

std::string shard_lines(const StatusReport& report) {
    std::string text = fmt::format("\n{:>11}  {:>13} {:>10}\n", "shard", "blocks", "to go");
    const auto running = static_cast<double>(std::max<std::ptrdiff_t>(
        1, std::ranges::count_if(report.shards, [](const auto& s) { return s.running.has_value(); })));
    for (const ShardStatus& status : report.shards) {
        const std::string state = status.running
                                      ? fmt::format("running: process {} on {} since {}", status.running->pid,
                                                    status.running->host, status.running->since)
                                  : status.has_file || status.blocks_done == status.blocks ? "not running"
                                                                                           : "has left no file";
        text += fmt::format("{:>11}  {:>13} {:>10}  {}\n", fmt::format("{}/{}", status.shard.index, status.shard.count),
                            fmt::format("{}/{}", status.blocks_done, status.blocks),
                            time_to_go(status.cost_to_go, report.cost_per_second / running), state);
    }
    return text;
}

nlohmann::json shards_json(const StatusReport& report) {
    nlohmann::json list = nlohmann::json::array();
    for (const ShardStatus& status : report.shards) {
        list.push_back({{"shard", status.shard.index},
                        {"count", status.shard.count},
                        {"blocks_done", status.blocks_done},
                        {"blocks", status.blocks},
                        {"has_file", status.has_file},
                        {"running", status.running.has_value()}});
    }
    return list;
}

} // namespace mbl
