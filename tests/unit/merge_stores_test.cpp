#include "campaign/merge_stores.hpp"

#include "core/errors.hpp"
#include "record_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sqlite3.h>
#include <string>

using namespace mbl;

namespace {

/// Two problems of six blocks each; records with the curves of two groups.
struct Case {
    TemporaryFolder folder;
    Plan plan = record_cases::plan({1, 2}, 1500);

    const Problem& problem(const Block& block) const { return plan.problems[static_cast<std::size_t>(block.problem)]; }
    BlockRecord record(std::size_t block, const std::string& device = "invented") const {
        BlockRecord small = result_cases::record(plan, plan.blocks[block], device);
        small.groups.resize(2);
        return small;
    }
    std::filesystem::path path(const std::string& name) const { return folder.path() / name; }

    /// A file of these blocks.
    std::filesystem::path file(const std::string& name, const std::vector<std::size_t>& blocks) const {
        Store store(path(name), Access::write);
        for (const std::size_t block : blocks) store.put(problem(plan.blocks[block]), record(block));
        return path(name);
    }
    void put(const std::filesystem::path& name, const BlockRecord& record) const {
        Store store(name, Access::write);
        store.put(problem(record.block), record);
    }
    MergeReport merge(const std::vector<std::filesystem::path>& files) const {
        Store into(path("campaign.sqlite"), Access::write);
        StoreMerge merge(into);
        for (const std::filesystem::path& file : files) merge.look_at(file);
        return merge.join();
    }
    FoundBlock merged(std::size_t block) const {
        return Store(path("campaign.sqlite"), Access::read).find(problem(plan.blocks[block]), plan.blocks[block]);
    }
    std::string refusal(const std::vector<std::filesystem::path>& files) const {
        try {
            merge(files);
        } catch (const DataError& error) {
            return error.what();
        }
        return "merged";
    }
    std::set<BlockKey> keys() const { return Store(path("campaign.sqlite"), Access::read).keys(); }
};

void sql(const std::filesystem::path& file, const std::string& statement) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

} // namespace

TEST_CASE("merge of stores: every block once, bit for bit, with the problems' descriptions") {
    const Case c;
    const MergeReport report =
        c.merge({c.file("a", {0, 2, 4, 6, 8, 10}), c.file("b", {1, 3, 5}), c.file("c", {7, 9, 11})});
    CHECK(report.added == 12);
    CHECK(report.replaced == 0);
    CHECK(report.damaged.empty());
    for (std::size_t block = 0; block < 12; ++block) {
        const FoundBlock found = c.merged(block);
        REQUIRE(found.state == BlockState::intact);
        CHECK(record_cases::same(found.record, c.record(block)));
    }
    Store store(c.path("campaign.sqlite"), Access::read);
    for (const Problem& problem : c.plan.problems) CHECK(store.about(problem.identity).value().intact);
}

TEST_CASE("merge of stores: again, in another order, piece by piece") {
    const Case c;
    const auto a = c.file("a", {0, 1, 2});
    const auto b = c.file("b", {2, 3, 4}); // block 2 twice, equal
    const auto d = c.file("d", {});
    CHECK(c.merge({b}).added == 3);
    CHECK(c.merge({b, d, a}).added == 2);
    CHECK(c.merge({a, b}).added == 0);
    CHECK(c.keys().size() == 5);
}

TEST_CASE("merge of stores: an empty file has no blocks; one of another program is refused") {
    const Case c;
    std::ofstream(c.path("empty")).flush();
    CHECK(c.merge({c.path("empty")}).added == 0);
    std::ofstream(c.path("text"))
        << "not a database, but long enough to be taken for one, were it not for its first bytes\n";
    CHECK(c.refusal({c.path("text")}).find("is not a campaign file") != std::string::npos);
    sql(c.path("other"), "CREATE TABLE t(x)");
    CHECK(c.refusal({c.path("other")}).find("is a database of another program") != std::string::npos);
}

TEST_CASE(
    "merge of stores: two blocks that say the same of their making and differ are a conflict, and nothing is written") {
    const Case c;
    const auto a = c.file("a", {0, 1});
    const auto b = c.file("b", {1, 2});
    BlockRecord other = c.record(1);
    other.samples[5] += 0.125;
    c.put(b, other);
    for (const auto& files : {std::vector{a, b}, std::vector{b, a}}) {
        const std::string message = c.refusal(files);
        CHECK(message.find("both hold block 1 of 256 realizations of") != std::string::npos);
        CHECK(message.find("nothing was written") != std::string::npos);
        CHECK(c.keys().empty());
    }
    // Against what was merged before, too.
    c.merge({a});
    CHECK(c.refusal({b}).find("one of them is wrong") != std::string::npos);
    CHECK(c.keys().size() == 2);
}

TEST_CASE("merge of stores: of two devices' blocks the same one is kept, whatever came first") {
    for (const bool reversed : {false, true}) {
        const Case c;
        const auto a = c.path("a");
        const auto b = c.path("b");
        BlockRecord other = c.record(0, "another device");
        other.samples[5] += 0.125;
        c.put(a, c.record(0)); // "invented"
        c.put(b, other);
        CHECK(c.merge({reversed ? b : a}).added == 1);
        const MergeReport report = c.merge({a, b});
        CHECK(report.added == 0);
        CHECK(report.replaced == (reversed ? 0 : 1));
        CHECK(c.merged(0).record.device == "another device"); // first in the alphabet
        CHECK(c.merge({b, a}).replaced == 0);
    }
}

TEST_CASE("merge of stores: a block that was rescued at the gate yields to one that was not") {
    const Case c;
    BlockRecord rescued = c.record(0, "a device"); // first in the alphabet all the same
    rescued.retries = rescued.rescues = 1;
    rescued.samples[5] += 0.125;
    c.put(c.path("a"), rescued);
    c.put(c.path("b"), c.record(0));
    c.merge({c.path("a"), c.path("b")});
    CHECK(c.merged(0).record.rescues == 0);
}

TEST_CASE("merge of stores: a damaged block is taken from another file, or told") {
    const Case c;
    const auto a = c.file("a", {0, 1});
    const auto b = c.file("b", {0});
    sql(a, "UPDATE blocks SET samples = zeroblob(length(samples))"); // both of a; the checksums stay as they were
    const MergeReport report = c.merge({a, b});
    CHECK(report.added == 1);
    CHECK(c.merged(0).state == BlockState::intact);
    CHECK(c.merged(1).state == BlockState::missing);
    REQUIRE(report.damaged.size() == 2);
    CHECK(report.damaged[0].file == a);
    CHECK(report.lost == std::set<BlockKey>{key_of(c.problem(c.plan.blocks[1]), c.plan.blocks[1])});
}

TEST_CASE("merge of stores: a damaged block is no conflict") {
    const Case c;
    const auto a = c.file("a", {0});
    const auto b = c.file("b", {0});
    sql(a, "UPDATE blocks SET samples = zeroblob(9), samples_checksum = 'wrong'");
    CHECK(c.merge({a, b}).added == 1);
    CHECK(record_cases::same(c.merged(0).record, c.record(0)));
    // The one that was merged before may be it, too.
    sql(c.path("campaign.sqlite"), "UPDATE blocks SET samples = zeroblob(9), samples_checksum = 'wrong'");
    CHECK(c.merge({b}).replaced == 1);
    CHECK(record_cases::same(c.merged(0).record, c.record(0)));
}

TEST_CASE("merge of stores: a damaged page costs the blocks on it, or the file, and is told") {
    const Case original;
    const std::string sound = bytes_of(original.file("a", {0, 1, 2, 3, 4, 5}));
    const std::size_t pages = sound.size() / 4096;
    Index files_left_out = 0;
    Index blocks_lost = 0;
    for (std::size_t page = 2; page < pages; page += 3) {
        const Case c;
        std::string bytes = sound;
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(page * 4096), 4096, '\xff');
        std::ofstream(c.path("a"), std::ios::binary) << bytes;
        try {
            const MergeReport report = c.merge({c.path("a"), c.file("b", {6})});
            CHECK(report.added + static_cast<Index>(report.lost.size()) == 7);
            blocks_lost += static_cast<Index>(report.lost.size());
            for (std::size_t block = 0; block < 7; ++block) {
                const FoundBlock found = c.merged(block);
                if (found.state != BlockState::missing) CHECK(record_cases::same(found.record, c.record(block)));
            }
        } catch (const DamagedFile& error) { // as it is looked at: nothing has been written
            CHECK(std::string(error.what()).starts_with(c.path("a").string()));
            ++files_left_out;
        }
    }
    CHECK(files_left_out > 0);
    CHECK(blocks_lost > 0);
}
