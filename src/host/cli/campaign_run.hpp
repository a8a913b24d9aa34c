#pragma once

#include "backend/device.hpp"
#include "campaign/progress.hpp"
#include "campaign/stderr_target.hpp"
#include "cli/campaign_place.hpp"
#include "config/config.hpp"
#include "output/campaign_log.hpp"
#include "output/convergence.hpp"
#include "output/stored_results.hpp"
#include "plan/cost.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace mbl {

/// What came of the same command where it has been finished before with this program and nothing has changed since; else nothing.
/// Reads no result but impurity points' reports, needs no device and writes nothing.
std::optional<Convergence> finished_before(const CampaignPlace& place, const Config& config,
                                           const std::optional<StderrTarget>& target);

/// One campaign from its config to its results: computes what the store lacks, then exports. The campaign file must be locked.
/// Of a shard: computes what its share lacks in the whole folder, and exports nothing.
class CampaignRun {
  public:
    CampaignRun(CampaignPlace place, Config config, Device device, Limits limits, ProgressMode mode,
                std::optional<StderrTarget> target);

    /// @throws Stopped, and whatever may go wrong; what is stored stays.
    void run();
    /// What came of it; after run().
    [[nodiscard]] Convergence convergence() const { return mbl::convergence(exported_, *store_); }
    /// Marks it as finished.
    void finish();

    [[nodiscard]] const CampaignPlace& place() const noexcept { return place_; }
    [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
    [[nodiscard]] const CampaignLog& log() const noexcept { return log_; }

  private:
    void repair();
    void take_share();
    /// @returns the plan, cut to what the target takes.
    Plan compute();
    void announce(const BlockLists& blocks, const Estimate& ahead) const;
    void compute_blocks(const BlockLists& blocks, int lanes, std::optional<StderrProgress>& target);

    CampaignPlace place_;
    Config config_;
    Device device_;
    Limits limits_;
    ProgressMode mode_;
    std::optional<StderrTarget> target_;
    Plan plan_;
    Plan exported_;
    CampaignLog log_;
    std::unique_ptr<Store> store_;
};

} // namespace mbl
