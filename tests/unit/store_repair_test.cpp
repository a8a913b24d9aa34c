#include "campaign/store_repair.hpp"

#include "campaign/store.hpp"
#include "config_cases.hpp"
#include "record_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <string>

using namespace mbl;

namespace {

/// Two problems of six blocks each, with the curves of two groups only: a file of some hundred pages.
struct Campaign {
    TemporaryFolder folder;
    std::filesystem::path file = store_file(folder.path());
    Plan plan = record_cases::plan({1, 2}, 1500);
    std::string bytes; ///< of the sound file

    Campaign() {
        Store store(file, Access::write);
        for (const Block& block : plan.blocks)
            store.put(plan.problems[static_cast<std::size_t>(block.problem)], record(block));
        bytes = bytes_of(file);
    }
    BlockRecord record(const Block& block) const {
        BlockRecord small = result_cases::record(plan, block);
        small.groups.resize(2);
        return small;
    }
    void write(const std::string& content) const { std::ofstream(file, std::ios::binary) << content; }

    /// What a run would see: blocks that are there, all of them as they were put.
    Index sound_blocks() const {
        Store store(file, Access::read);
        Index found = 0;
        for (const Block& block : plan.blocks) {
            const FoundBlock stored = store.find(plan.problems[static_cast<std::size_t>(block.problem)], block);
            if (stored.state == BlockState::missing) continue;
            REQUIRE(stored.state == BlockState::intact);
            REQUIRE(record_cases::same(stored.record, record(block)));
            ++found;
        }
        return found;
    }

    /// Whether a look at everything finds something wrong.
    bool looks_damaged() const {
        try {
            Store store(file, Access::read);
            bool damaged = !store.structure_failure().empty();
            store.for_each([&](const StoredRow& row) { damaged |= row.found.state == BlockState::damaged; });
            return damaged;
        } catch (const DataError&) {
            return true;
        }
    }
    Index rows() const { return static_cast<Index>(plan.blocks.size()); }
};

} // namespace

TEST_CASE("store repair: a sound store is left as it is") {
    const Campaign c;
    const Repair repair = repair_store(c.file);
    CHECK(repair.kept == c.rows());
    CHECK(repair.dropped == 0);
    CHECK(repair.set_aside.empty());
    CHECK(bytes_of(c.file) == c.bytes);
}

TEST_CASE("store repair: rows with wrong checksums are dropped, the others stay in place") {
    const Campaign c;
    Database(c.file, Access::write).execute("UPDATE blocks SET curves = zeroblob(9) WHERE row IN (2, 7)");
    const Repair repair = repair_store(c.file);
    CHECK(repair.dropped == 2);
    CHECK(repair.kept == c.rows() - 2);
    CHECK(repair.set_aside.empty());
    CHECK(c.sound_blocks() == c.rows() - 2);
}

TEST_CASE("store repair: what is left of a file that was cut off is kept, and so is the file") {
    const Campaign c;
    Index most = 0;
    const std::size_t step = (c.bytes.size() / 60) | 1U; // at places of all kinds within a page
    for (std::size_t missing = 1; missing + 4096 < c.bytes.size(); missing += step) {
        const std::size_t size = c.bytes.size() - missing;
        CAPTURE(size);
        c.write(c.bytes.substr(0, size));
        CHECK(c.looks_damaged());
        const Repair repair = repair_store(c.file);
        if (repair.set_aside.empty()) { // SQLite fills the last page up with zeros; then it may be a row's end
            CHECK(size > c.bytes.size() - 4096);
            CHECK(repair.dropped == 1);
        } else {
            CHECK(bytes_of(repair.set_aside) == c.bytes.substr(0, size));
        }
        CHECK(c.sound_blocks() == repair.kept);
        CHECK(!c.looks_damaged());
        most = std::max(most, repair.kept);
        if (!repair.set_aside.empty()) std::filesystem::remove(repair.set_aside);
        std::filesystem::remove(c.file);
    }
    CHECK(most >= c.rows() - 2); // little is lost with the last page
}

TEST_CASE("store repair: a page that is destroyed costs the blocks on it, no others") {
    const Campaign c;
    const std::size_t pages = c.bytes.size() / 4096;
    const auto root = static_cast<std::size_t>(
        Database(c.file, Access::read).integer("SELECT rootpage - 1 FROM sqlite_schema WHERE name = 'blocks'"));
    for (std::size_t page = 1; page < pages; page += 3) { // page 0 says what the file is
        if (page == root) continue;                       // leads to all the others: the next test
        CAPTURE(page);
        std::string damaged = c.bytes;
        damaged.replace(page * 4096, 4096, 4096, '\xa5');
        c.write(damaged);
        CHECK(c.looks_damaged());
        const Repair repair = repair_store(c.file);
        CHECK(!c.looks_damaged());
        CHECK(c.sound_blocks() == repair.kept);
        CHECK(repair.kept >= c.rows() - 6);
        std::error_code ignored;
        if (!repair.set_aside.empty()) std::filesystem::remove(repair.set_aside, ignored);
    }
}

TEST_CASE("store repair: where nothing can be read the campaign starts anew, and the file is kept for others to try") {
    const Campaign c;
    const Index root =
        Database(c.file, Access::read).integer("SELECT rootpage - 1 FROM sqlite_schema WHERE name = 'blocks'");
    std::string damaged = c.bytes;
    damaged.replace(static_cast<std::size_t>(root) * 4096, 4096, 4096, '\xa5');
    c.write(damaged);
    const Repair repair = repair_store(c.file);
    CHECK(repair.kept == 0);
    CHECK(bytes_of(repair.set_aside) == damaged);
    CHECK(repair.set_aside == c.file.string() + ".damaged-1");
    CHECK(c.sound_blocks() == 0);
    c.write(damaged);
    CHECK(repair_store(c.file).set_aside == c.file.string() + ".damaged-2"); // never over an earlier one
}

TEST_CASE("store: a flipped bit anywhere is found, or has changed nothing that is kept") {
    const Campaign c;
    std::mt19937 generator(20261124);
    std::uniform_int_distribution<std::size_t> position(0, c.bytes.size() - 1);
    std::uniform_int_distribution<unsigned> bit(0, 7);
    int found = 0;
    constexpr int flips = 400;
    for (int flip = 0; flip < flips; ++flip) {
        std::string damaged = c.bytes;
        const std::size_t at = position(generator);
        damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit(generator)));
        c.write(damaged);
        CAPTURE(at);
        if (c.looks_damaged()) {
            ++found;
        } else {
            CHECK(c.sound_blocks() == c.rows()); // an unused byte of a page
        }
    }
    CHECK(found > flips / 2); // most bytes mean something
}

TEST_CASE("store: a flipped bit in any part of a row is found every time") {
    const Campaign c;
    std::mt19937 generator(7);
    for (const char* column : {"samples", "curves"}) {
        for (int flip = 0; flip < 50; ++flip) {
            c.write(c.bytes);
            std::string payload;
            {
                Database database(c.file, Access::read);
                Statement row(database, (std::string("SELECT ") + column + " FROM blocks WHERE row = 5").c_str());
                REQUIRE(row.step());
                payload = row.bytes(0);
            }
            std::uniform_int_distribution<std::size_t> position(0, 8 * payload.size() - 1);
            const std::size_t at = position(generator);
            payload[at / 8] = static_cast<char>(static_cast<unsigned char>(payload[at / 8]) ^ (1U << (at % 8)));
            {
                Database database(c.file, Access::write);
                Statement row(database, (std::string("UPDATE blocks SET ") + column + " = ? WHERE row = 5").c_str());
                row.bind_bytes(1, payload).step();
            }
            CAPTURE(at);
            CHECK(c.looks_damaged());
        }
    }
}
