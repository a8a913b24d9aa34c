#include "campaign/store.hpp"
#include "campaign/store_repair.hpp"
#include "cli/commands.hpp"
#include "core/errors.hpp"
#include "record_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace mbl;

TEST_CASE("verify: gate figures are judged again, whatever the program that stored them thought") {
    const TemporaryFolder folder;
    const Plan plan = record_cases::plan({1}, 300);
    Store store(store_file(folder.path()), Access::write);
    for (const Block& block : plan.blocks) {
        BlockRecord record = result_cases::record(plan, block);
        if (block.index == 1) record.gate.residual = 1e-3;
        store.put(plan.problems[0], record);
    }
    Options options;
    options.results = folder.path().string();
    CHECK_THROWS_AS(verify(options), DataError);
    const std::string note = bytes_of(suspect_note(store_file(folder.path())));
    CHECK(note.starts_with("block 1 of 44 realizations of "));
    CHECK(note.find(": numerical gate: eigenpair residual is 0.001") != std::string::npos);
    CHECK(std::count(note.begin(), note.end(), '\n') == 1); // and nothing else
    const Repair repair = repair_store(store_file(folder.path()));
    CHECK(repair.kept == 1);
    CHECK(repair.dropped == 1);
}
