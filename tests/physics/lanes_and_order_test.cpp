#include "campaign_case.hpp"
#include "record_bytes.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <utility>

/// Invariants (b) and (d): how many lanes, in which order and with how much memory changes no bit.
namespace {

using namespace mbl;
using namespace mbl::physics;

/// Several problems of different cost, most with two blocks, the second one partial.
CampaignCase small_campaign() {
    return CampaignCase({.bubble = R"("spins": 2)",
                         .sweep = R"("geometry": ["1d_exponential", "2d_exponential"], "localization_length": [0.6, 4],
                                     "liom_count": [0, 1, 2, 3])",
                         .realizations = R"({"0": 300, "1": 270, "2": 40, "3": 290})"});
}

/// Block records by (problem, first realization).
std::map<std::pair<Index, Index>, std::string> by_block(const std::vector<BlockRecord>& records) {
    std::map<std::pair<Index, Index>, std::string> bytes;
    for (const BlockRecord& record : records) {
        const bool is_new = bytes.emplace(std::pair{record.block.problem, record.block.first}, bytes_of(record)).second;
        CHECK(is_new); // every block once
    }
    return bytes;
}

/// Counts how many blocks are being computed at once.
struct Traffic {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
};

class WatchedRunner final : public Runner {
  public:
    WatchedRunner(std::unique_ptr<Runner> inner, Traffic& traffic) : inner_(std::move(inner)), traffic_(traffic) {}
    BlockRecord run(const Block& block) override {
        const int now = ++traffic_.now;
        for (int most = traffic_.most; now > most && !traffic_.most.compare_exchange_weak(most, now);) {
        }
        BlockRecord record = inner_->run(block);
        --traffic_.now;
        return record;
    }
    Realization realize_one(Index problem, Index realization) override {
        return inner_->realize_one(problem, realization);
    }

  private:
    std::unique_ptr<Runner> inner_;
    Traffic& traffic_;
};

} // namespace

TEST_CASE("lanes: one, two or three give the same block records and the same files") {
    const CampaignCase campaign = small_campaign();
    REQUIRE(campaign.plan.blocks.size() >= 10);
    std::vector<BlockRecord> records = campaign.run_all(1);
    CHECK(records.size() == campaign.plan.blocks.size());
    const auto reference = by_block(records);
    const OutputBytes files = outputs_of(campaign.config, campaign.plan, std::move(records));
    CHECK(files.results.size() > 10000);
    CHECK(files.summary.size() > 1000);
    for (const int lanes : {2, 3}) {
        records = campaign.run_all(lanes);
        CHECK(by_block(records) == reference);
        CHECK((outputs_of(campaign.config, campaign.plan, std::move(records)) == files));
    }
}

TEST_CASE("order: blocks computed backwards by one lane give the same files") {
    CampaignCase campaign = small_campaign();
    const OutputBytes files = outputs_of(campaign.config, campaign.plan, campaign.run_all());
    std::vector<BlockRecord> backwards;
    for (auto block = campaign.plan.blocks.rbegin(); block != campaign.plan.blocks.rend(); ++block)
        backwards.push_back(campaign.run(*block));
    CHECK((outputs_of(campaign.config, campaign.plan, backwards) == files));
    std::ranges::rotate(backwards, backwards.begin() + 3);
    CHECK((outputs_of(campaign.config, campaign.plan, std::move(backwards)) == files));
}

TEST_CASE("order: a realization is the same alone and inside its block") {
    CampaignCase campaign = small_campaign();
    const Index point = campaign.plan.points.back().index;
    const std::vector<ProblemResult> results = campaign.results();
    for (const Index index : {Index{0}, Index{255}, Index{256}, Index{289}}) {
        const Realization realization = campaign.realize(point, index);
        for (const SampleColumn& column : sample_columns()) {
            const double sample = column.value(realization);
            const std::vector<double>& samples = samples_of(campaign, results, point, column.observable, column.op);
            CHECK(bytes_of({&sample, 1}) == bytes_of({&samples.at(static_cast<std::size_t>(index)), 1}));
        }
    }
}

TEST_CASE("memory: a limit that admits one block at a time changes nothing but the traffic") {
    const CampaignCase campaign = small_campaign();
    const auto reference = by_block(campaign.run_all(1));
    BubbleScales scales;
    for (const auto& [memory_bytes, most] : {std::pair{Index{1}, 1}, std::pair{Index{1} << 32, 3}}) {
        Traffic traffic;
        const std::vector<BlockRecord> records = campaign.run_all(3, memory_bytes, [&] {
            return std::make_unique<WatchedRunner>(make_runner(campaign.device(), campaign.plan, scales), traffic);
        });
        CHECK(by_block(records) == reference);
        CHECK(traffic.most <= most);
        CHECK(traffic.most >= 1);
    }
}

TEST_CASE("errors: what one lane throws ends the campaign and reaches the caller") {
    class BrokenRunner final : public Runner {
        BlockRecord run(const Block&) override { throw std::runtime_error("no more"); }
        Realization realize_one(Index, Index) override { return {}; }
    };
    const CampaignCase campaign = small_campaign();
    for (const Index memory_bytes : {Index{1}, Index{1} << 32}) {
        CHECK_THROWS_WITH_AS(campaign.run_all(3, memory_bytes, [] { return std::make_unique<BrokenRunner>(); }),
                             "no more", std::runtime_error);
    }
}
