#include "campaign/shard_files.hpp"

#include "campaign/store_repair.hpp"
#include "cli/gap_report.hpp"
#include "core/errors.hpp"
#include "record_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

using namespace mbl;

TEST_CASE("a shard's file and its name") {
    CHECK(shard_file("dir", {2, 8}) == std::filesystem::path("dir/campaign-2of8.sqlite"));
    CHECK(shard_named("dir/campaign-2of8.sqlite") == Shard{2, 8});
    CHECK(shard_named("campaign-0of1.sqlite") == Shard{0, 1});
    for (const char* wrong :
         {"campaign.sqlite", "campaign-8of8.sqlite", "campaign-02of8.sqlite", "campaign-2of08.sqlite",
          "campaign--1of8.sqlite", "campaign-2of8.sqlite.lock", "campaign-2of8", "campaign-of8.sqlite",
          "campaign-2of.sqlite", "campaign-2 of 8.sqlite", "xcampaign-2of8.sqlite", "campaign-0of10000.sqlite"}) {
        CAPTURE(wrong);
        CHECK_FALSE(shard_named(wrong).has_value());
    }
}

TEST_CASE("the shards' files of a folder, of several counts, in order") {
    const TemporaryFolder folder;
    for (const char* name :
         {"campaign-1of4.sqlite", "campaign-10of12.sqlite", "campaign-9of12.sqlite", "campaign-0of4.sqlite",
          "campaign.sqlite", "campaign-0of4.sqlite.lock", "campaign-0of4.sqlite-journal", "notes.txt"})
        std::ofstream(folder.path() / name) << "x";
    std::vector<Shard> shards;
    for (const ShardFile& file : shard_files(folder.path())) shards.push_back(file.shard);
    CHECK(shards == std::vector<Shard>{{0, 4}, {1, 4}, {9, 12}, {10, 12}});
    CHECK_NOTHROW(require_shard_names(folder.path()));
    std::ofstream(folder.path() / "campaign-4of4.sqlite") << "x";
    CHECK_THROWS_AS(require_shard_names(folder.path()), DataError);
    CHECK(shard_files(folder.path()).size() == 4);
    CHECK(shard_files(folder.path() / "nowhere").empty());
}

TEST_CASE("what other files hold need not be computed, but for those that are not to be relied on") {
    const TemporaryFolder folder;
    const Plan plan = record_cases::plan({1}, 1000); // four blocks
    const auto put = [&](const Shard& shard, std::size_t block) {
        Store store(shard_file(folder.path(), shard), Access::write);
        store.put(plan.problems.front(), result_cases::record(plan, plan.blocks[block]));
    };
    put({0, 3}, 0);
    put({1, 3}, 2);
    put({2, 3}, 3);
    std::ofstream(suspect_note(shard_file(folder.path(), {1, 3}))) << "x";
    std::ofstream(shard_file(folder.path(), {0, 4})).flush(); // just being made
    std::ofstream(shard_file(folder.path(), {1, 4})) << "something else altogether";
    std::vector<std::filesystem::path> files{folder.path() / "nowhere.sqlite"};
    for (const ShardFile& file : shard_files(folder.path())) files.push_back(file.file);
    std::vector<std::string> unreadable;
    Plan to_go = plan;
    const auto keys = keys_of_files(files, [&](const std::string& why) { unreadable.push_back(why); });
    CHECK(remove_stored(to_go, keys) == 2);
    REQUIRE(to_go.blocks.size() == 2);
    CHECK(to_go.blocks[0].index == 1);
    CHECK(to_go.blocks[1].index == 2);
    CHECK(unreadable.size() == 2);
}

TEST_CASE("gaps are named by point, block and shard") {
    const TemporaryFolder folder;
    const Plan plan = record_cases::plan({1, 2}, 1500);
    const std::vector<Block> missing{plan.blocks[0], plan.blocks[1], plan.blocks[2], plan.blocks[4], plan.blocks[11]};
    CHECK(gap_text(plan, missing)
          == "missing: point 0 (panel a, M = 1): blocks 0-2, 4, 1024 of 1500 realizations\n"
             "missing: point 1 (panel a, M = 2): block 5, 220 of 1500 realizations\n");
    CHECK(gap_text(plan, missing, 1) == "missing: blocks of 2 points more\n");
    CHECK(gap_text(plan, {}).empty());
    const std::vector<Index> dealt = deal(plan, 12); // one block each
    std::ofstream(shard_file(folder.path(), {dealt[0], 12})) << "x";
    const std::string shards = gaps_of_shards(plan, {plan.blocks[0], plan.blocks[1]}, {12}, folder.path());
    CHECK(shards.find(fmt::format("shard {}/12: 1 of 1 blocks of its share are missing; not running\n", dealt[0]))
          != std::string::npos);
    CHECK(shards.find(fmt::format("shard {}/12: 1 of 1 blocks of its share are missing; has left no file\n", dealt[1]))
          != std::string::npos);
    CHECK(std::ranges::count(shards, '\n') == 2);
}
