#include "output/stored_results.hpp"

#include "campaign/stop_request.hpp"
#include "core/hdf5_library.hpp"
#include "core/version.hpp"
#include "output/atomic_file.hpp"
#include "output/impurity_csv.hpp"
#include "output/results_hdf5.hpp"
#include "output/summary_csv.hpp"
#include "plan/identity.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>
#include <utility>

namespace mbl {

namespace {

constexpr const char* results_name = "results.h5";

/// Size and time of the last change; "-" where there is none.
std::string file_mark(const std::filesystem::path& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) return "-";
    return fmt::format("{} {}.{:09}", about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
}

Stopped stopped_before_writing() {
    return Stopped(
        fmt::format("stopped by {}: everything is computed, the results are not written yet; the same command "
                    "continues",
                    stop_reason()));
}

} // namespace

BlockLost lost(const Store& store, const Problem& problem, const Block& block, const FoundBlock& found) {
    return BlockLost(fmt::format("{}: block {} of {}: {}", store.file().string(), block.index, problem.identity,
                                 found.reason.empty() ? "is missing" : found.reason));
}

const char* summary_file(const Plan& plan) {
    return kind_of(plan) == ModelKind::impurity ? "ipt_summary.csv" : "summary.csv";
}

BlockLists look_up(const Plan& plan, Store& store) {
    const std::set<BlockKey> keys = store.keys();
    BlockLists lists;
    for (const Block& block : plan.blocks) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(block.problem)];
        (keys.contains(key_of(problem, block)) ? lists.found : lists.missing).push_back(block);
    }
    return lists;
}

BlockLists look_up(const Plan& plan, Store& store, StderrProgress& target) {
    BlockLists lists = look_up(plan, store);
    for (const Block& block : std::exchange(lists.found, {})) {
        const FoundBlock stored = store.find_samples(plan.problems[static_cast<std::size_t>(block.problem)], block);
        if (stored.state == BlockState::intact) target.add(stored.record);
        (stored.state == BlockState::intact ? lists.found : lists.missing).push_back(block);
    }
    std::erase_if(lists.missing, [&](const Block& block) { return target.reached(block.problem); });
    return lists;
}

BlockLists cut_to_stored(Plan& plan, Store& store, const std::optional<StderrTarget>& target) {
    if (!target) return look_up(plan, store);
    const Plan whole = plan;
    StderrProgress progress(whole, *target);
    BlockLists lists = look_up(whole, store, progress);
    plan = progress.cut(whole);
    return lists;
}

Results stored_results(const Plan& plan, Store& store) {
    return {plan.problems.size(), [&plan, &store](Index index) {
                const Problem& problem = plan.problems[static_cast<std::size_t>(index)];
                ProblemResult result;
                for (const Block& block : std::ranges::equal_range(plan.blocks, index, {}, &Block::problem)) {
                    if (stop_requested()) throw stopped_before_writing();
                    FoundBlock found = store.find(problem, block);
                    if (found.state != BlockState::intact) throw lost(store, problem, block, found);
                    append(result, std::move(found.record));
                }
                return result;
            }};
}

void export_results(const std::filesystem::path& folder, const Config& config, const Plan& plan, Store& store,
                    const std::string& target_stderr) {
    const Results results = stored_results(plan, store);
    const bool impurity = kind_of(plan) == ModelKind::impurity;
    std::vector<FileBytes> files{
        {folder / summary_file(plan), impurity ? ipt_summary_csv(plan, results) : summary_csv(plan, results)}};
    if (built_with_hdf5()) files.push_back({folder / results_name, results_hdf5(config, plan, results, target_stderr)});
    write_files(files);
}

std::string finished_stamp(const std::filesystem::path& folder, const Config& config, const Plan& plan,
                           const std::string& target_stderr) {
    std::string what = fmt::format("{}\n{} {}\n{}\n{}\n", config.effective_json, program_version(), source_revision(),
                                   library_versions(), target_stderr);
    for (const Problem& problem : plan.problems) what += fmt::format("{} {}\n", problem.identity, problem.realizations);
    std::string stamp = hash_hex(what);
    for (const char* name : {results_name, summary_file(plan)}) stamp += "; " + file_mark(folder / name);
    for (const char* ending : {".png", ".svg"}) { // a figure may be drawn again, but not be gone
        const std::string name = to_string(config.figure) + std::string(ending);
        std::error_code ignored;
        if (std::filesystem::exists(folder / name, ignored)) stamp += "; " + name;
    }
    return stamp;
}

} // namespace mbl
