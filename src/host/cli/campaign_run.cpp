#include "cli/campaign_run.hpp"

#include "campaign/scheduler.hpp"
#include "campaign/stop_request.hpp"
#include "campaign/store_repair.hpp"
#include "cli/share.hpp"
#include "core/standard_streams.hpp"
#include "output/atomic_file.hpp"
#include "plan/any_machine.hpp"
#include "plan/machine_limits.hpp"
#include "plan/plan_words.hpp"

#include <fmt/format.h>
#include <utility>

namespace mbl {

namespace {

std::string plural(Index count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

Index realizations(const std::vector<Block>& blocks) {
    Index sum = 0;
    for (const Block& block : blocks) sum += block.count;
    return sum;
}

std::string text_of(const std::optional<StderrTarget>& target) { return target ? target->text : ""; }

} // namespace

std::optional<Convergence> finished_before(const CampaignPlace& place, const Config& config,
                                           const std::optional<StderrTarget>& target) {
    Plan plan = make_plan(config, any_machine());
    std::error_code ignored;
    if (!std::filesystem::exists(place.store, ignored)) return std::nullopt;
    if (std::filesystem::exists(suspect_note(place.store), ignored)) return std::nullopt;
    try {
        Store store(place.store, Access::read);
        const std::string stamp = store.stamp(place.name);
        if (stamp.empty()) return std::nullopt;
        if (!cut_to_stored(plan, store, target).missing.empty()) return std::nullopt;
        if (stamp != finished_stamp(place.folder, config, plan, text_of(target))) return std::nullopt;
        return convergence(plan, store);
    } catch (const Error&) { // whatever it is, the campaign itself will meet it and say so
        return std::nullopt;
    }
}

CampaignRun::CampaignRun(CampaignPlace place, Config config, Device device, Limits limits, ProgressMode mode,
                         std::optional<StderrTarget> target)
    : place_(std::move(place)), config_(std::move(config)), device_(std::move(device)), limits_(std::move(limits)),
      mode_(mode), target_(std::move(target)), plan_(make_plan(config_, limits_)), log_(place_.log) {
    if (place_.shard) take_share();
}

void CampaignRun::take_share() {
    const std::size_t blocks = plan_.blocks.size();
    Share share = share_to_store(plan_, place_, [](const std::string& why) {
        say(fmt::format("mbl_gpu: {}; what it holds may be computed again\n", why));
    });
    say(fmt::format("{}: {} of {}{}\n", to_string(*place_.shard), share.blocks,
                    plural(static_cast<Index>(blocks), "block", "blocks"),
                    share.elsewhere == 0
                        ? ""
                        : fmt::format(", {} of them in other files of {}", share.elsewhere, place_.results.string())));
    plan_ = std::move(share.plan);
}

void CampaignRun::run() {
    std::error_code ignored;
    bool suspect = std::filesystem::exists(suspect_note(place_.store), ignored);
    for (int repairs = 0;; ++repairs) {
        try {
            if (suspect) repair();
            store_ = std::make_unique<Store>(place_.store, Access::write);
            store_->set_about(plan_.problems); // which a repair may have lost
            exported_ = compute();
            if (place_.shard) return;
            export_results(place_.folder, config_, exported_, *store_, text_of(target_));
            return;
        } catch (const DataError& error) {
            const bool mendable = dynamic_cast<const DamagedFile*>(&error) != nullptr
                                  || dynamic_cast<const BlockLost*>(&error) != nullptr;
            if (!mendable || repairs == 2) throw; // twice is more than a disk that works can do
            log_.write("damaged", {{"message", error.what()}});
            say(fmt::format("mbl_gpu: {}; repairing\n", error.what()));
            suspect = true;
        }
    }
}

void CampaignRun::repair() {
    store_.reset();
    const Repair repair = repair_store(place_.store);
    std::error_code ignored;
    std::filesystem::remove(suspect_note(place_.store), ignored);
    log_.write("repaired", {{"kept", repair.kept}, {"dropped", repair.dropped}});
    say(fmt::format("{}: {} intact, {} dropped{}\n", place_.store.string(), plural(repair.kept, "block", "blocks"),
                    repair.dropped,
                    repair.set_aside.empty() ? "" : "; the damaged file is kept as " + repair.set_aside.string()));
}

Plan CampaignRun::compute() {
    std::optional<StderrProgress> target;
    if (target_) target.emplace(plan_, *target_);
    const BlockLists blocks = target ? look_up(plan_, *store_, *target) : look_up(plan_, *store_);
    Plan to_go = plan_;
    to_go.blocks = blocks.missing;
    if (!blocks.missing.empty() && limits_.seconds_per_cost_unit == 0)
        limits_.seconds_per_cost_unit = measure_device_speed(device_, largest_dim_of(plan_));
    const Estimate ahead = estimate(to_go, limits_);
    announce(blocks, ahead);
    log_.write("started", {{"campaign", place_.name},
                           {"device", device_.model},
                           {"lanes", Index{ahead.lanes}},
                           {"blocks_found", static_cast<Index>(blocks.found.size())},
                           {"blocks_to_go", static_cast<Index>(blocks.missing.size())},
                           {"seconds_expected", ahead.seconds}});
    if (!blocks.missing.empty()) compute_blocks(blocks, ahead.lanes, target);
    return target ? target->cut(plan_) : plan_;
}

void CampaignRun::announce(const BlockLists& blocks, const Estimate& ahead) const {
    say(fmt::format("{} ({}): {}\n", config_.name, config_.profile, work_text(plan_)));
    if (!blocks.found.empty()) {
        say(fmt::format("stored already: {} in {}; to go: {} in {}\n", amount_text(plan_, realizations(blocks.found)),
                        plural(static_cast<Index>(blocks.found.size()), "block", "blocks"),
                        amount_text(plan_, ahead.realizations), plural(ahead.blocks, "block", "blocks")));
    }
    if (blocks.missing.empty()) return;
    say(fmt::format("on {}, {}, up to {}: {}\n", device_.model, plural(ahead.lanes, "lane", "lanes"),
                    human_bytes(ahead.memory_bytes), "about " + human_duration(ahead.seconds)));
    if (!device_.note.empty()) say(device_.note + "\n");
}

void CampaignRun::compute_blocks(const BlockLists& blocks, int lanes, std::optional<StderrProgress>& target) {
    Plan to_go = plan_;
    to_go.blocks = blocks.missing;
    BubbleScales scales;
    Progress progress(mode_, plan_);
    for (const Block& block : blocks.found) progress.block_found(block);
    auto stored = static_cast<Index>(blocks.found.size());
    const auto keep = [&](const BlockRecord& record) {
        const Problem& problem = plan_.problems[static_cast<std::size_t>(record.block.problem)];
        store_->put(problem, record);
        ++stored;
        if (target) target->add(record);
        progress.block_done(record);
        log_.write("block", {{"identity", problem.identity},
                             {"block", record.block.index},
                             {"realizations", record.block.count},
                             {"retries", Index{record.retries}},
                             {"cost_per_second", progress.cost_per_second()}});
    };
    const auto wanted = [&](const Block& block) {
        if (!target || !target->reached(block.problem)) return true;
        progress.block_left_out(block);
        return false;
    };
    run_blocks(
        to_go, lanes, limits_, [&] { return make_runner(device_, plan_, scales); }, keep, wanted);
    progress.finish();
    if (stop_requested()) {
        throw Stopped(fmt::format("stopped by {}: {} of {} are stored in {}; the same command continues", stop_reason(),
                                  stored, plural(static_cast<Index>(plan_.blocks.size()), "block", "blocks"),
                                  place_.store.string()));
    }
}

void CampaignRun::finish() {
    store_->set_stamp(place_.name, finished_stamp(place_.folder, config_, exported_, text_of(target_)));
    log_.write("finished");
}

} // namespace mbl
