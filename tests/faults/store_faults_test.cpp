#include "campaign/store.hpp"
#include "campaign/store_repair.hpp"
#include "faulty_vfs.hpp"
#include "unit/record_cases.hpp"
#include "unit/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

/// Every single change of the disk, one after the other, fails or is the process's last. Whatever happens, what was committed
/// before is there, bit for bit, a block is there whole or not at all, and the next process goes on.
using namespace mbl;

namespace {

const Plan& plan() {
    static const Plan the_plan = record_cases::plan({1}, Index{4} * 256);
    return the_plan;
}

BlockRecord record(std::size_t block) { return result_cases::record(plan(), plan().blocks[block]); }

void put(Store& store, std::size_t block) { store.put(plan().problems[0], record(block)); }

/// A store with the blocks 0 … count - 1.
void fill(const std::filesystem::path& file, std::size_t count) {
    Store store(file, Access::write);
    for (std::size_t block = 0; block < count; ++block) put(store, block);
}

/// Fails the test unless the block is there as it was put.
void require_block(Store& store, std::size_t block) {
    const FoundBlock found = store.find(plan().problems[0], plan().blocks[block]);
    REQUIRE(found.state == BlockState::intact);
    REQUIRE(record_cases::same(found.record, record(block)));
}

/// The blocks 0 … 2 must be there; 3 may be, but only whole; and it can be put now. @returns whether it was there.
bool goes_on(const std::filesystem::path& file) {
    Store store(file, Access::write);
    CHECK(store.structure_failure().empty());
    for (std::size_t block = 0; block < 3; ++block) require_block(store, block);
    const BlockState last = store.find(plan().problems[0], plan().blocks[3]).state;
    CHECK(last != BlockState::damaged);
    put(store, 3);
    require_block(store, 3);
    CHECK(store.keys().size() == 4);
    return last == BlockState::intact;
}

/// Runs `action` in a child whose given operation is its last. @returns whether it came to an end by itself.
template <class Action>
bool survives(int operation, Fault fault, const Action& action) {
    const pid_t child = ::fork();
    if (child == 0) {
        const FaultyVfs vfs([&](int at) { return at == operation ? fault : Fault::none; });
        action();
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("store faults: each write, sync and deletion of a commit fails, once or from then on") {
    for (const Fault fault : {Fault::full, Fault::input_output}) {
        for (const bool once : {true, false}) {
            int refused = 0;
            for (int operation = 1;; ++operation) {
                CAPTURE(operation);
                const TemporaryFolder folder;
                const auto file = store_file(folder.path());
                fill(file, 3);
                bool stored = false;
                bool reached = false;
                {
                    const FaultyVfs vfs([&](int at) {
                        reached |= at == operation;
                        return (once ? at == operation : at >= operation) ? fault : Fault::none;
                    });
                    try {
                        Store store(file, Access::write);
                        put(store, 3);
                        stored = true;
                    } catch (const IoError& error) {
                        CHECK(std::strstr(error.what(), "campaign.sqlite: cannot write: ") != nullptr);
                        ++refused;
                    }
                }
                const bool was_there = goes_on(file);
                if (stored) CHECK(was_there); // what was reported as stored is stored
                if (!reached) break;          // the commit has fewer operations
            }
            CHECK(refused > 5);
        }
    }
}

TEST_CASE("store faults: a process that ends at any operation of a commit loses at most that block") {
    for (const Fault fault : {Fault::crash, Fault::crash_half_way}) {
        int crashes = 0;
        for (int operation = 1;; ++operation) {
            CAPTURE(operation);
            const TemporaryFolder folder;
            const auto file = store_file(folder.path());
            fill(file, 3);
            const bool ended = survives(operation, fault, [&] {
                Store store(file, Access::write);
                put(store, 3);
            });
            const bool was_there = goes_on(file);
            if (ended) {
                CHECK(was_there);
                break;
            }
            ++crashes;
        }
        CHECK(crashes > 5);
    }
}

TEST_CASE("store faults: a process that ends while it makes the store leaves one that can be used") {
    for (const Fault fault : {Fault::crash, Fault::crash_half_way}) {
        for (int operation = 1;; ++operation) {
            CAPTURE(operation);
            const TemporaryFolder folder;
            const auto file = store_file(folder.path());
            const bool ended = survives(operation, fault, [&] { Store(file, Access::write); });
            fill(file, 3);
            CHECK(!goes_on(file));
            if (ended) break;
        }
    }
}

TEST_CASE("store faults: a process that ends while it repairs leaves nothing worse than it found") {
    for (int operation = 1;; ++operation) {
        CAPTURE(operation);
        const TemporaryFolder folder;
        const auto file = store_file(folder.path());
        fill(file, 4);
        const auto size = std::filesystem::file_size(file);
        std::filesystem::resize_file(file, size - 4096); // into the last block
        const bool ended = survives(operation, Fault::crash, [&] { repair_store(file); });
        const Repair again = repair_store(file);
        CHECK(again.kept == 3);
        goes_on(file);
        if (ended) break;
    }
}
