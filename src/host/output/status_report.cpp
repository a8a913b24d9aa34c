#include "output/status_report.hpp"

#include "campaign/store.hpp"
#include "output/status_points.hpp"
#include "output/status_shards.hpp"
#include "output/stored_results.hpp"
#include "plan/cost.hpp"
#include "plan/plan_words.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace mbl {

namespace {

const Problem& problem_of(const Plan& plan, const Point& point) {
    return plan.problems[static_cast<std::size_t>(point.problem)];
}

struct Sums {
    Index realizations_done = 0;
    Index realizations = 0;
    Index points_done = 0;
};

Sums sums_of(const StatusReport& report, const Plan& plan) {
    Sums sums;
    for (const Problem& problem : plan.problems) {
        sums.realizations += problem.realizations;
        sums.realizations_done += report.problems[static_cast<std::size_t>(problem.index)].realizations_done;
    }
    for (const Point& point : plan.points) {
        const ProblemStatus& status = report.problems[static_cast<std::size_t>(point.problem)];
        sums.points_done += status.blocks_done == status.blocks ? 1 : 0;
    }
    return sums;
}

nlohmann::json seconds(double cost, double cost_per_second) {
    if (cost == 0) return 0;
    return cost_per_second > 0 ? nlohmann::json(cost / cost_per_second) : nlohmann::json();
}

/// Blocks of several files, wherever each one is.
class StoredBlocks {
  public:
    explicit StoredBlocks(const std::vector<std::filesystem::path>& files) {
        for (const std::filesystem::path& file : files) {
            std::error_code absent;
            if (std::filesystem::file_size(file, absent) == 0 || absent) continue;
            File& next = files_.emplace_back(std::make_unique<Store>(file, Access::read));
            next.keys = next.store->keys();
        }
    }
    /// An intact one, where there is one.
    [[nodiscard]] FoundBlock find_samples(const Problem& problem, const Block& block) const {
        FoundBlock found;
        for (const File& file : files_) {
            if (!file.keys.contains(key_of(problem, block))) continue;
            FoundBlock here = file.store->find_samples(problem, block);
            if (here.state == BlockState::intact) return here;
            if (here.state == BlockState::damaged) found = std::move(here);
        }
        return found;
    }

  private:
    struct File {
        explicit File(std::unique_ptr<Store> opened) : store(std::move(opened)) {}
        std::unique_ptr<Store> store;
        std::set<BlockKey> keys;
    };
    std::vector<File> files_;
};

} // namespace

std::string time_to_go(double cost, double cost_per_second) {
    if (cost == 0) return "-";
    return cost_per_second > 0 ? human_duration(cost / cost_per_second) : "?";
}

StatusReport status_report(const std::vector<std::filesystem::path>& stores, const Plan& plan) {
    StatusReport report;
    report.problems.resize(plan.problems.size());
    std::vector<std::vector<double>> values(plan.problems.size());
    const StoredBlocks stored(stores);
    for (const Block& block : plan.blocks) {
        const auto at = static_cast<std::size_t>(block.problem);
        const Problem& problem = plan.problems[at];
        ProblemStatus& status = report.problems[at];
        ++status.blocks;
        const FoundBlock found = stored.find_samples(problem, block);
        report.stored.push_back(found.state == BlockState::intact);
        if (found.state != BlockState::intact) {
            status.cost_to_go += block_cost(plan, block);
            report.damaged += found.state == BlockState::damaged ? 1 : 0;
            continue;
        }
        ++status.blocks_done;
        status.realizations_done += block.count;
        status.impurity = found.record.impurity;
        for (std::size_t i = headline_column(problem); i < found.record.samples.size(); i += sample_columns().size())
            values[at].push_back(found.record.samples[i]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        report.problems[i].estimate = mean_error(values[i]);
        report.cost_to_go += report.problems[i].cost_to_go;
    }
    return report;
}

std::string status_text(const StatusReport& report, const Plan& plan) {
    const Sums sums = sums_of(report, plan);
    const bool impurity = kind_of(plan) == ModelKind::impurity;
    std::string text = fmt::format("{}: {} of {} points complete, {} of {} {} stored, to go: {}\n", report.campaign,
                                   sums.points_done, plan.points.size(), sums.realizations_done, sums.realizations,
                                   work_unit(plan), time_to_go(report.cost_to_go, report.cost_per_second));
    text += report.running ? fmt::format("running: process {} on {} since {}\n", report.running->pid,
                                         report.running->host, report.running->since)
                           : "not running\n";
    if (report.damaged > 0)
        text += fmt::format("{} stored blocks are damaged and will be computed again\n", report.damaged);
    text += "\n" + (impurity ? impurity_status_head() : ed_status_head());
    std::set<Index> seen;
    for (const Point& point : plan.points) {
        const ProblemStatus& status = report.problems[static_cast<std::size_t>(point.problem)];
        const bool is_new = seen.insert(point.problem).second;
        const PointStatus at{point, problem_of(plan, point), status,
                             is_new ? time_to_go(status.cost_to_go, report.cost_per_second) : "shared", nullptr};
        text += impurity ? impurity_status_line(at) : ed_status_line(at);
    }
    if (!report.shards.empty()) text += shard_lines(report);
    return text;
}

std::string status_json(const StatusReport& report, const Plan& plan) {
    const Sums sums = sums_of(report, plan);
    const bool impurity = kind_of(plan) == ModelKind::impurity;
    nlohmann::ordered_json document{{"campaign", report.campaign},
                                    {"complete", sums.realizations_done == sums.realizations},
                                    {"realizations_done", sums.realizations_done},
                                    {"realizations", sums.realizations},
                                    {"damaged_blocks", report.damaged},
                                    {"eta_seconds", seconds(report.cost_to_go, report.cost_per_second)},
                                    {"running", nullptr},
                                    {"points", nlohmann::json::array()}};
    if (report.running) {
        document["running"] = {
            {"pid", report.running->pid}, {"host", report.running->host}, {"since", report.running->since}};
    }
    for (const Point& point : plan.points) {
        const ProblemStatus& status = report.problems[static_cast<std::size_t>(point.problem)];
        const PointStatus at{point, problem_of(plan, point), status, "",
                             seconds(status.cost_to_go, report.cost_per_second)};
        nlohmann::ordered_json entry{{"point", point.index}, {"panel", point.panel}};
        impurity ? add_impurity_status(entry, at) : add_ed_status(entry, at);
        document["points"].push_back(std::move(entry));
    }
    if (!report.shards.empty()) document["shards"] = shards_json(report);
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace mbl
