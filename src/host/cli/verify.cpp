#include "campaign/block_failure.hpp"
#include "campaign/shard_files.hpp"
#include "campaign/store.hpp"
#include "campaign/store_repair.hpp"
#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "output/atomic_file.hpp"
#include "plan/any_machine.hpp"
#include "plan/cost.hpp"

#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace mbl {

namespace {

/// "point 3" for those of the config, what the file knows of the others.
class ProblemNames {
  public:
    ProblemNames(const Plan& plan, Store& store) : store_(store) {
        for (const Point& point : plan.points)
            points_.try_emplace(plan.problems[static_cast<std::size_t>(point.problem)].identity, point.index);
    }
    [[nodiscard]] std::string operator()(const std::string& identity) const {
        if (const auto point = points_.find(identity); point != points_.end())
            return fmt::format("point {}", point->second);
        const auto about = store_.about(identity);
        return about ? fmt::format("{} ({})", identity, about->text) : identity;
    }

  private:
    Store& store_;
    std::map<std::string, Index> points_;
};

/// Everything that is wrong, line by line, as it is found.
class Findings {
  public:
    void add(const std::string& what) {
        fmt::print("{}\n", what);
        text_ += what + "\n";
        ++count_;
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] Index count() const { return count_; }

  private:
    std::string text_;
    Index count_ = 0;
};

struct Totals {
    Index blocks = 0;
    Index realizations = 0;
    Index bytes = 0;
};

void check_row(const StoredRow& row, Store& store, const ProblemNames& names, Findings& findings, Totals& totals) {
    ++totals.blocks;
    totals.realizations += row.key.realizations;
    totals.bytes += row.payload_bytes;
    const auto place = [&] {
        return fmt::format("block {} of {} realizations of {}", row.key.block, row.key.realizations,
                           names(row.key.identity));
    };
    if (row.found.state != BlockState::intact) return findings.add(fmt::format("{}: {}", place(), row.found.reason));
    const auto about = store.about(row.key.identity);
    if (!about) return; // lost in a repair; the next run of its campaign tells it again
    if (!about->intact) return findings.add(fmt::format("{}: the description of its problem is damaged", place()));
    if (const std::string failure = block_failure(row.found.record, about->dim); !failure.empty())
        findings.add(fmt::format("{}: {}", place(), failure));
}

Totals check_store(Store& store, const Plan& plan, Findings& findings) {
    Totals totals;
    if (const std::string failure = store.structure_failure(); !failure.empty())
        findings.add("the structure of the file: " + failure);
    const ProblemNames names(plan, store);
    store.for_each([&](const StoredRow& row) { check_row(row, store, names, findings, totals); });
    return totals;
}

/// So that the next run looks again; it may be impossible, on a read-only disk.
bool leave_note(const std::filesystem::path& store, const std::string& text) {
    try {
        write_file(suspect_note(store), text);
        return true;
    } catch (const IoError&) {
        return false;
    }
}

/// The campaign file and those of the shards; one that is still empty has nothing to verify.
std::vector<std::filesystem::path> files_of(const CampaignPlace& place, const Options& options) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    if (std::filesystem::exists(place.store, ignored)) files.push_back(place.store);
    for (ShardFile& shard : shard_files(place.results)) {
        if (std::filesystem::file_size(shard.file, ignored) > 0) files.push_back(std::move(shard.file));
    }
    if (files.empty()) require_store(place, options);
    return files;
}

/// Says that all is well with a file, or what is not. @returns what to tell at the end; empty where all is well.
std::string verify_file(const std::filesystem::path& file, const Plan& plan) {
    Findings findings;
    Totals totals;
    try {
        Store store(file, Access::read);
        totals = check_store(store, plan, findings);
    } catch (const DamagedFile& error) {
        findings.add(error.what());
    }
    if (findings.count() == 0) {
        fmt::print("{}: {} blocks with {} realizations, {}: structure, checksums and gate figures are right\n",
                   file.string(), totals.blocks, totals.realizations, human_bytes(totals.bytes));
        return "";
    }
    const bool noted = leave_note(file, findings.text());
    return fmt::format("{}: damaged, see above; {}", file.string(),
                       noted ? "the next run of a campaign there drops what is damaged and computes it again"
                             : "run verify where it may write, so that the next run computes it again");
}

} // namespace

int verify(const Options& options) {
    Plan plan;
    CampaignPlace place{options.results, {}, store_file(options.results), {}};
    if (!options.config.empty()) {
        const Config config = read_config(options.config, options.profile, options.overrides);
        place = campaign_place(options, config);
        plan = make_plan(config, any_machine());
    }
    std::string damaged;
    for (const std::filesystem::path& file : files_of(place, options)) {
        if (const std::string what = verify_file(file, plan); !what.empty())
            damaged += (damaged.empty() ? "" : "\nmbl_gpu: ") + what;
    }
    if (!damaged.empty()) throw DataError(damaged);
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
