#include "campaign/store.hpp"
#include "campaign_case.hpp"
#include "output/stored_results.hpp"
#include "record_bytes.hpp"
#include "unit/temporary_folder.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

/// Invariants (b), (c) and (d): whatever way a campaign came about, with however many lanes, interruptions and detours over other
/// campaigns in the same store, its files have the bytes of one that ran in one piece.
namespace {

using namespace mbl;
using namespace mbl::physics;

/// Blocks of 256; the last one is short unless 256 divides the count. The second problem belongs to both figures.
CaseText figure(const std::string& lengths, const std::string& lioms, Index count) {
    return {.bubble = R"("spins": 2)",
            .sweep = R"("localization_length": )" + lengths + R"(, "liom_count": )" + lioms,
            .realizations = std::to_string(count)};
}

struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

/// Computes what the store lacks, until `blocks_max` blocks are stored. @returns whether that was all.
bool run_for_a_while(const CampaignCase& campaign, Store& store, int lanes, int blocks_max) {
    Plan to_go = campaign.plan;
    to_go.blocks = look_up(campaign.plan, store).missing;
    BubbleScales scales;
    int stored = 0;
    const auto keep = [&](const BlockRecord& record) {
        if (stored == blocks_max) throw Interrupted();
        store.put(campaign.plan.problems[static_cast<std::size_t>(record.block.problem)], record);
        ++stored;
    };
    try {
        run_blocks(
            to_go, lanes, CampaignCase::limits(), [&] { return make_runner(campaign.device(), campaign.plan, scales); },
            keep);
        return true;
    } catch (const Interrupted&) {
        return false;
    }
}

OutputBytes stored_outputs(const CampaignCase& campaign, Store& store) {
    const Results results = stored_results(campaign.plan, store);
    return {summary_csv(campaign.plan, results), results_hdf5(campaign.config, campaign.plan, results)};
}

} // namespace

TEST_CASE("restarts: any history of interruptions, lanes, growth and other figures ends in the same bytes") {
    std::mt19937 generator(1124);
    const auto up_to = [&generator](int most) { return std::uniform_int_distribution<int>(1, most)(generator); };
    constexpr std::array<Index, 5> counts{30, 256, 300, 511, 700};
    for (int history = 0; history < 12; ++history) {
        CAPTURE(history);
        const TemporaryFolder folder;
        const auto file = store_file(folder.path());
        const int detours = up_to(4);
        for (int detour = 0; detour < detours; ++detour) { // other counts, another figure; left unfinished now and then
            const Index count = counts.at(static_cast<std::size_t>(up_to(5) - 1));
            const CampaignCase other(figure("[0.6, 4]", up_to(2) == 1 ? "[1, 2]" : "[2, 0]", count));
            Store store(file, Access::write);
            run_for_a_while(other, store, up_to(4), up_to(8));
        }
        const Index count = counts.at(static_cast<std::size_t>(up_to(5) - 1));
        const CampaignCase campaign(figure("[4]", "[0, 2]", count));
        bool complete = false;
        while (!complete) {
            Store store(file, Access::write); // every run opens it anew
            complete = run_for_a_while(campaign, store, up_to(4), up_to(3));
        }
        Store store(file, Access::read);
        CHECK(stored_outputs(campaign, store) == outputs_of(campaign.config, campaign.plan, campaign.run_all()));
    }
}

TEST_CASE("restarts: a figure finds what another one has computed") {
    const TemporaryFolder folder;
    Store store(store_file(folder.path()), Access::write);
    const CampaignCase one(figure("[0.6, 4]", "[1, 2]", 300));
    REQUIRE(run_for_a_while(one, store, 2, 1000));
    const CampaignCase other(figure("[4]", "[2, 1]", 300));
    CHECK(look_up(other.plan, store).missing.empty());
    const CampaignCase more(figure("[4]", "[2]", 600));
    const BlockLists blocks = look_up(more.plan, store);
    CHECK(blocks.found.size() == 1);   // the whole block of 256
    CHECK(blocks.missing.size() == 2); // 256 … 511, and 512 … 599
    const CampaignCase fewer(figure("[4]", "[2]", 256));
    CHECK(look_up(fewer.plan, store).missing.empty());
    const CampaignCase seed(R"({"name": "t", "seed": 2, "model": {"kind": "goe_bubble", "bubble": {"spins": 2}},
        "sweeps": [{"localization_length": [4], "liom_count": [2]}], "realizations": 300})");
    CHECK(look_up(seed.plan, store).found.empty());
}

TEST_CASE("restarts: the files say which device and program made what") {
    const TemporaryFolder folder;
    Store store(store_file(folder.path()), Access::write);
    CampaignCase campaign(figure("[4]", "[2]", 600));
    for (const Block& block : campaign.plan.blocks) {
        BlockRecord record = campaign.run(block);
        if (block.index == 1) record.device = "another device";
        store.put(campaign.plan.problems[0], record);
    }
    const ProblemResult result = stored_results(campaign.plan, store).at(0);
    REQUIRE(result.origins.size() == 3);
    CHECK(result.origins[0].first == 0);
    CHECK(result.origins[1].first == 256);
    CHECK(result.origins[1].device == "another device");
    CHECK(result.origins[1].count == 256);
    CHECK(result.origins[2].first == 512);
    CHECK(result.origins[2].device == campaign.device().model);
    CHECK(result.devices.size() == 2);
}

TEST_CASE("restarts: a lost or damaged block is told by name, not left out") {
    const TemporaryFolder folder;
    Store store(store_file(folder.path()), Access::write);
    CampaignCase campaign(figure("[4]", "[2]", 300));
    REQUIRE(!run_for_a_while(campaign, store, 1, 1));
    CHECK_THROWS_WITH_AS(static_cast<void>(stored_results(campaign.plan, store).at(0)), doctest::Contains("is missing"),
                         BlockLost);
}
