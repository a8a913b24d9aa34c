#include "campaign/folder_lock.hpp"
#include "campaign/merge_stores.hpp"
#include "campaign/shard_files.hpp"
#include "campaign/stop_request.hpp"
#include "campaign/store_repair.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/gap_report.hpp"
#include "cli/present_results.hpp"
#include "cli/tell_convergence.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/standard_streams.hpp"
#include "output/atomic_file.hpp"
#include "output/campaign_log.hpp"
#include "output/convergence.hpp"
#include "output/stored_results.hpp"
#include "plan/any_machine.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace mbl {

namespace {

namespace fs = std::filesystem;

/// A campaign file to join, and what it holds.
struct Source {
    fs::path file;
    std::set<BlockKey> keys{};
};

std::vector<Source> sources_of(const Options& options, const CampaignPlace& place) {
    std::vector<Source> sources;
    std::error_code ignored;
    for (const std::string& file : options.files) {
        if (!fs::exists(file, ignored)) throw IoError(fmt::format("{}: no such file", file));
        if (fs::equivalent(file, place.store, ignored))
            throw UsageError(fmt::format("{}: is what the others are merged into; leave it out", file));
        sources.push_back({file});
    }
    if (!options.files.empty()) return sources;
    require_shard_names(place.results);
    for (ShardFile& shard : shard_files(place.results)) sources.push_back({std::move(shard.file)});
    if (sources.empty() && !fs::exists(place.store, ignored)) {
        throw IoError(
            fmt::format("{}: neither campaign.sqlite nor a shard's file campaign-<i>of<n>.sqlite is there; run "
                        "the shards first: mbl_gpu --config {}{} --results {} --shard i/n",
                        place.results.string(), options.config,
                        options.profile.empty() ? "" : " --profile " + options.profile, place.results.string()));
    }
    return sources;
}

/// Every count of shards that the files' names tell, ascending.
std::vector<Index> counts_of(const std::vector<Source>& sources) {
    std::set<Index> counts;
    for (const Source& source : sources) {
        if (const auto shard = shard_named(source.file)) counts.insert(shard->count);
    }
    return {counts.begin(), counts.end()};
}

/// So that its shard repairs it when it runs next, and no other relies on it; it may be impossible, on a read-only disk.
void note_damage(const fs::path& file, const std::string& what) {
    say(fmt::format("mbl_gpu: {}\n", what));
    try {
        write_file(suspect_note(file), what + "\n");
    } catch (const IoError&) {
        say(fmt::format("mbl_gpu: {}: no note can be left there; run mbl_gpu merge where it may write\n",
                        file.string()));
    }
}

/// Joins files into the campaign file of one config and writes its results. The campaign file must be locked.
class Merge {
  public:
    Merge(const CampaignPlace& place, const Config& config, std::vector<Source> sources)
        : place_(place), config_(config), plan_(make_plan(config, any_machine())), sources_(std::move(sources)),
          log_(place.log) {
        for (const Problem& problem : plan_.problems) identities_.insert(problem.identity);
    }

    /// @throws Stopped blocks are missing; DataError a file is refused; and whatever else may go wrong.
    void run() {
        std::error_code ignored;
        bool suspect = fs::exists(suspect_note(place_.store), ignored);
        for (int repairs = 0;; ++repairs) {
            try {
                if (suspect) repair();
                return merge_and_export();
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

  private:
    void repair() {
        const Repair repair = repair_store(place_.store);
        std::error_code ignored;
        fs::remove(suspect_note(place_.store), ignored);
        log_.write("repaired", {{"kept", repair.kept}, {"dropped", repair.dropped}});
        say(fmt::format("{}: {} blocks intact, {} dropped{}\n", place_.store.string(), repair.kept, repair.dropped,
                        repair.set_aside.empty() ? "" : "; the damaged file is kept as " + repair.set_aside.string()));
    }

    void merge_and_export() {
        Store store(place_.store, Access::write);
        const MergeReport report = join(store);
        const BlockLists blocks = look_up(plan_, store);
        tell(report, blocks);
        if (!blocks.missing.empty()) refuse_gaps(blocks);
        store.set_about(plan_.problems); // which a repair may have lost
        if (report.added + report.replaced == 0) {
            if (const auto finished = finished_before(place_, config_, std::nullopt)) return tell_finished(*finished);
        }
        export_results(place_.folder, config_, plan_, store, "");
        const Convergence outcome = convergence(plan_, store);
        present_results(place_, plan_, outcome, log_);
        store.set_stamp(place_.name, finished_stamp(place_.folder, config_, plan_, ""));
        log_.write("finished");
        require_converged(outcome);
    }

    void tell_finished(const Convergence& outcome) const {
        say(fmt::format("{} ({}): finished already; results in {}\n", config_.name, config_.profile,
                        place_.folder.string()));
        tell_unconverged(outcome);
        require_converged(outcome);
    }

    MergeReport join(Store& store) {
        StoreMerge merge(store);
        std::erase_if(sources_, [&](Source& source) {
            try {
                source.keys = merge.look_at(source.file);
                return false;
            } catch (const DamagedFile& error) {
                note_damage(source.file, error.what());
                return true;
            }
        });
        require_no_foreign(store);
        MergeReport report = merge.join();
        std::map<fs::path, std::string> damage;
        for (const DamagedRow& row : report.damaged) {
            if (!identities_.contains(row.key.identity)) continue; // another config's, perhaps of a newer program
            damage.try_emplace(row.file, fmt::format("{}: block {} of {} is damaged: {}; it is left out",
                                                     row.file.string(), row.key.block, row.key.identity, row.reason));
        }
        for (const auto& [file, what] : damage) note_damage(file, what);
        return report;
    }

    /// A file of blocks none of which this config asks for came here by mistake, or the config is another one than the shards ran. A
    /// shard that has started knows the config's problems even before its first block; one whose share others had needs none.
    void require_no_foreign(Store& store) const {
        std::set<BlockKey> everything = store.keys();
        for (const Source& source : sources_) everything.insert(source.keys.begin(), source.keys.end());
        for (const Source& source : sources_) {
            const bool ours = std::ranges::any_of(
                source.keys, [this](const BlockKey& key) { return identities_.contains(key.identity); });
            if (source.keys.empty() || ours || knows_plan(source.file)) continue;
            if (const auto shard = shard_named(source.file)) {
                Plan share = share_of(plan_, *shard);
                remove_stored(share, everything);
                if (share.blocks.empty()) continue;
            }
            throw DataError(fmt::format(
                "{}: holds {} blocks, none of them of {} ({}): it belongs to another campaign. Give the --config, --profile "
                "and --set that its shard was run with, or move the file away; nothing was merged",
                source.file.string(), source.keys.size(), config_.name, config_.profile));
        }
    }

    [[nodiscard]] bool knows_plan(const fs::path& file) const {
        Store store(file, Access::read);
        return std::ranges::any_of(identities_,
                                   [&](const std::string& identity) { return store.about(identity).has_value(); });
    }

    void tell(const MergeReport& report, const BlockLists& blocks) const {
        for (const Source& source : sources_)
            fmt::print("{}: {} block{}\n", source.file.string(), source.keys.size(),
                       source.keys.size() == 1 ? "" : "s");
        fmt::print("{}: {} new{}, {} of {} blocks of {} ({})\n", place_.store.string(), report.added,
                   report.replaced == 0 ? "" : fmt::format(", {} replaced by another device's", report.replaced),
                   blocks.found.size(), plan_.blocks.size(), config_.name, config_.profile);
        log_.write("merged", {{"files", static_cast<Index>(sources_.size())},
                              {"added", report.added},
                              {"replaced", report.replaced},
                              {"missing", static_cast<Index>(blocks.missing.size())}});
    }

    [[noreturn]] void refuse_gaps(const BlockLists& blocks) const {
        fmt::print("{}{}", gap_text(plan_, blocks.missing),
                   gaps_of_shards(plan_, blocks.missing, counts_of(sources_), place_.results));
        std::fflush(stdout); // before what is said of it
        throw Stopped(
            fmt::format("{}: {} of {} blocks are missing, see above; let their shards run (or leave --shard out, and "
                        "they are computed here), then merge again",
                        place_.results.string(), blocks.missing.size(), plan_.blocks.size()));
    }

    const CampaignPlace& place_;
    const Config& config_;
    Plan plan_;
    std::vector<Source> sources_;
    std::set<std::string> identities_;
    CampaignLog log_;
};

} // namespace

int merge(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    const CampaignPlace place = campaign_place(options, config);
    std::vector<Source> sources = sources_of(options, place);
    const StopSignals signals;
    require_writable_folder(place.folder);
    const FolderLock lock(place.store);
    remove_stale_temporaries(place.folder);
    Merge(place, config, std::move(sources)).run();
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
