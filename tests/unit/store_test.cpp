#include "campaign/store.hpp"

#include "config_cases.hpp"
#include "record_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace mbl;
using config_cases::message_of;

namespace {

/// M = 1 and M = 2, 300 realizations each: blocks of 256 and 44.
struct Stored {
    TemporaryFolder folder;
    std::filesystem::path file = store_file(folder.path());
    Plan plan = record_cases::plan({1, 2}, 300);

    const Problem& problem(const Block& block) const { return plan.problems[static_cast<std::size_t>(block.problem)]; }
    void put_all() const {
        Store store(file, Access::write);
        for (const Block& block : plan.blocks) store.put(problem(block), result_cases::record(plan, block));
    }
    void sql(const char* text) const { Database(file, Access::write).execute(text); }
};

} // namespace

TEST_CASE("store: what was put is found by a later process, bit for bit") {
    const Stored s;
    s.put_all();
    Store store(s.file, Access::read);
    CHECK(store.keys().size() == 4);
    for (const Block& block : s.plan.blocks) {
        const FoundBlock found = store.find(s.problem(block), block);
        REQUIRE(found.state == BlockState::intact);
        CHECK(record_cases::same(found.record, result_cases::record(s.plan, block)));
        CHECK(found.record.block.problem == block.problem);
        CHECK(found.record.block.first == block.first);
        CHECK(store.keys().contains(key_of(s.problem(block), block)));
        const FoundBlock samples = store.find_samples(s.problem(block), block);
        REQUIRE(samples.state == BlockState::intact);
        CHECK(encode_samples(samples.record) == encode_samples(found.record));
        CHECK(samples.record.groups.empty());
    }
    CHECK(store.structure_failure().empty());
}

TEST_CASE("store: a block for fewer realizations is another block, and stays") {
    const Stored s;
    s.put_all();
    const Plan fewer = record_cases::plan({1, 2}, 30);
    Store store(s.file, Access::write);
    CHECK(fewer.problems[0].identity == s.plan.problems[0].identity);
    CHECK(store.find(fewer.problems[0], fewer.blocks[0]).state == BlockState::missing);
    store.put(fewer.problems[0], result_cases::record(fewer, fewer.blocks[0]));
    CHECK(store.find(fewer.problems[0], fewer.blocks[0]).record.scales.size() == 30);
    CHECK(store.find(s.plan.problems[0], s.plan.blocks[0]).record.scales.size() == 256);
}

TEST_CASE("store: a block that is put again replaces itself") {
    const Stored s;
    s.put_all();
    Store store(s.file, Access::write);
    const Block& block = s.plan.blocks.front();
    store.put(s.problem(block), result_cases::record(s.plan, block, "another device"));
    CHECK(store.keys().size() == 4);
    CHECK(store.find(s.problem(block), block).record.device == "another device");
}

TEST_CASE("store: nothing is there before it is put") {
    const Stored s;
    Store store(s.file, Access::write);
    CHECK(store.keys().empty());
    CHECK(store.find(s.plan.problems[0], s.plan.blocks[0]).state == BlockState::missing);
    CHECK(store.stamp("t-paper").empty());
    store.set_stamp("t-paper", "done");
    store.set_stamp("t-paper", "done again");
    CHECK(store.stamp("t-paper") == "done again");
}

TEST_CASE("store: a reader sees what is committed while the writer goes on") {
    const Stored s;
    Store writer(s.file, Access::write);
    writer.put(s.plan.problems[0], result_cases::record(s.plan, s.plan.blocks[0]));
    Store reader(s.file, Access::read);
    CHECK(reader.keys().size() == 1);
    writer.put(s.plan.problems[0], result_cases::record(s.plan, s.plan.blocks[1]));
    CHECK(reader.keys().size() == 2);
}

TEST_CASE("store: every column of a row is under a checksum") {
    const char* other_problem = R"(DELETE FROM blocks WHERE row = 3;
        UPDATE blocks SET identity = (SELECT identity FROM blocks WHERE row = 4) WHERE row = 1)";
    for (const char* change :
         {"UPDATE blocks SET samples = zeroblob(length(samples)) WHERE row = 1",
          "UPDATE blocks SET curves = zeroblob(length(curves)) WHERE row = 1",
          "UPDATE blocks SET samples = substr(samples, 1, length(samples) - 1) WHERE row = 1",
          "UPDATE blocks SET samples_checksum = 'x' || substr(samples_checksum, 2) WHERE row = 1",
          "UPDATE blocks SET curves_checksum = '' WHERE row = 1",
          // a row under another's name: block 0 of the other problem, another block, another count
          other_problem,
          "DELETE FROM blocks WHERE row = 2; UPDATE blocks SET block = 1, realizations = 44 WHERE row = 1"}) {
        CAPTURE(change);
        const Stored s;
        s.put_all();
        s.sql(change);
        Store store(s.file, Access::read);
        int damaged = 0;
        store.for_each([&](const StoredRow& row) { damaged += row.found.state == BlockState::damaged ? 1 : 0; });
        CHECK(damaged == 1);
        int found_damaged = 0;
        for (const Block& block : s.plan.blocks)
            found_damaged += store.find(s.problem(block), block).state == BlockState::damaged ? 1 : 0;
        CHECK(found_damaged == 1);
    }
}

TEST_CASE("store: damage of the curves does not hide the samples, and is told") {
    const Stored s;
    s.put_all();
    s.sql("UPDATE blocks SET curves = zeroblob(length(curves)) WHERE row = 1");
    Store store(s.file, Access::read);
    const Block& block = s.plan.blocks.front();
    CHECK(store.find_samples(s.problem(block), block).state == BlockState::intact);
    CHECK(store.find(s.problem(block), block).reason == "the checksum of its curves is wrong");
}

TEST_CASE("store: files of others are refused and left alone") {
    const Stored s;
    const std::string name = s.file.string();
    SUBCASE("no database") {
        std::ofstream(s.file) << std::string(5000, 'x');
        CHECK(message_of<DataError>([&] { Store(s.file, Access::write); })
              == name
                     + ": is not a campaign file, or its first bytes are damaged; move it away, or choose another "
                       "--results");
        CHECK(bytes_of(s.file) == std::string(5000, 'x'));
    }
    SUBCASE("another program's database") {
        s.sql("CREATE TABLE recipes(name TEXT); INSERT INTO recipes VALUES('soup')");
        const std::string before = bytes_of(s.file);
        CHECK(message_of<DataError>([&] { Store(s.file, Access::write); })
              == name
                     + ": is a database of another program, not a campaign file; move it away, or choose another "
                       "--results");
        CHECK(bytes_of(s.file) == before);
    }
    SUBCASE("a newer program's campaign") {
        s.put_all();
        s.sql("PRAGMA user_version = 2");
        const std::string before = bytes_of(s.file);
        CHECK(message_of<DataError>([&] { Store(s.file, Access::write); })
              == name
                     + ": has format 2, this program reads 1; use the program that wrote it, or choose another "
                       "--results");
        CHECK(bytes_of(s.file) == before);
    }
    SUBCASE("an empty file is no campaign to a reader, and a new one to a writer") {
        std::ofstream(s.file).flush();
        CHECK_THROWS_AS(Store(s.file, Access::read), DataError);
        CHECK(Store(s.file, Access::write).keys().empty());
    }
    SUBCASE("a folder in its place") {
        std::filesystem::create_directory(s.file);
        CHECK_THROWS_AS(Store(s.file, Access::write), IoError);
    }
    SUBCASE("no file") { CHECK_THROWS_AS(Store(s.file, Access::read), IoError); }
}
