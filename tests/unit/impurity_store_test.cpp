#include "campaign/block_failure.hpp"
#include "campaign/store.hpp"
#include "campaign/store_repair.hpp"
#include "cli/commands.hpp"
#include "core/errors.hpp"
#include "record_cases.hpp"
#include "solution_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace mbl;

namespace {

/// Four impurity points; the second one failed, as points may.
struct Stored {
    TemporaryFolder folder;
    std::filesystem::path file = store_file(folder.path());
    Plan plan = impurity_cases::plan_of(solution_cases::five_points());

    [[nodiscard]] const Problem& problem(const Block& block) const {
        return plan.problems[static_cast<std::size_t>(block.problem)];
    }
    [[nodiscard]] BlockRecord record(const Block& block) const {
        return block.problem == 1 ? solution_cases::failed_record(plan, block) : solution_cases::record(plan, block);
    }
    void put_all() const {
        Store store(file, Access::write);
        for (const Block& block : plan.blocks) store.put(problem(block), record(block));
    }
};

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("store: impurity points are found by a later process bit for bit, their reports without the arrays") {
    const Stored s;
    s.put_all();
    Store store(s.file, Access::read);
    REQUIRE(s.plan.blocks.size() == 4);
    CHECK(store.keys().size() == 4);
    for (const Block& block : s.plan.blocks) {
        const FoundBlock found = store.find(s.problem(block), block);
        REQUIRE(found.state == BlockState::intact);
        CHECK(record_cases::same(found.record, s.record(block)));
        const FoundBlock report = store.find_samples(s.problem(block), block);
        REQUIRE(report.state == BlockState::intact);
        CHECK(encode_samples(report.record) == encode_samples(found.record));
        CHECK(report.record.impurity->frequency.empty());
    }
    CHECK(store.structure_failure().empty());
}

TEST_CASE("store: impurity points and diagonalizations lie in one file; a repair keeps both") {
    const Stored s;
    s.put_all();
    const Plan other = record_cases::plan({1}, 300);
    {
        Store store(s.file, Access::write);
        for (const Block& block : other.blocks) store.put(other.problems[0], result_cases::record(other, block));
    }
    const Repair repair = repair_store(s.file);
    CHECK(repair.kept == 6);
    CHECK(repair.dropped == 0);
    Options options;
    options.results = s.folder.path().string();
    CHECK(verify(options) == 0);
}

TEST_CASE("store: a flipped bit in an impurity point's row is found every time") {
    for (const char* column : {"samples", "curves"}) {
        for (const int position : {0, 30, 77}) {
            const Stored fresh;
            fresh.put_all();
            const std::string change = std::string("UPDATE blocks SET ") + column + " = CAST(substr(" + column + ", 1, "
                                       + std::to_string(position) + ") || x'a5' || substr(" + column + ", "
                                       + std::to_string(position + 2) + ") AS BLOB) WHERE row = 3";
            Database(fresh.file, Access::write).execute(change.c_str());
            Store store(fresh.file, Access::read);
            const Block& block = fresh.plan.blocks[2];
            CHECK(store.find(fresh.problem(block), block).state == BlockState::damaged);
        }
    }
}

TEST_CASE("block failure: a converged point has finite figures and lists, one that is not says why") {
    const Stored s;
    const auto failure = [&](const auto& change) {
        ImpuritySolution changed = *solution_cases::record(s.plan, s.plan.blocks[1]).impurity;
        change(changed);
        return block_failure(solution_cases::record(changed, s.plan.blocks[1]), 0);
    };
    using S = ImpuritySolution;
    CHECK(failure([](S&) {}).empty());
    CHECK(block_failure(solution_cases::failed_record(s.plan, s.plan.blocks[1]), 0).empty());
    CHECK(failure([](S& x) { x.report.narrowest_width = undefined; }).empty()); // as at M = 0
    CHECK(failure([](S& x) { x.report.residual = undefined; })
          == "impurity solution: it is converged with a residual of nan");
    CHECK(failure([](S& x) { x.report.residual = -1; }) == "impurity solution: it is converged with a residual of -1");
    CHECK(failure([](S& x) { x.report.sum_rule = undefined; })
          == "impurity solution: it is converged with a sum_rule of nan");
    CHECK(failure([](S& x) { x.failure = "no"; }) == "impurity solution: it is converged and has a failure");
    CHECK(failure([](S& x) { x.report.converged = false; })
          == "impurity solution: it is not converged and does not say why");
    CHECK(failure([](S& x) { x.spectral_function[1] = undefined; })
          == "impurity solution: spectral_function is empty or not finite");
    CHECK(failure([](S& x) { x.matsubara_green[1].im = undefined; })
          == "impurity solution: matsubara_green is empty or not finite");
    CHECK(failure([](S& x) { x.frequency.clear(); }) == "impurity solution: frequency is empty or not finite");
    CHECK(failure([](S& x) { x.liom_filling[0] = undefined; })
          == "impurity solution: liom_filling is empty or not finite");
}

TEST_CASE("verify: an impurity point is judged again; a repair drops it, one that is not converged stays") {
    const Stored s;
    s.put_all();
    {
        Store store(s.file, Access::write);
        BlockRecord spoiled = solution_cases::record(s.plan, s.plan.blocks[2]);
        ImpuritySolution changed = *spoiled.impurity;
        changed.report.residual = undefined;
        store.put(s.problem(s.plan.blocks[2]), solution_cases::record(changed, s.plan.blocks[2]));
    }
    Options options;
    options.results = s.folder.path().string();
    CHECK_THROWS_AS(verify(options), DataError);
    const std::string note = bytes_of(suspect_note(s.file));
    CHECK(note.find(": impurity solution: it is converged with a residual of nan\n") != std::string::npos);
    const Repair repair = repair_store(s.file);
    CHECK(repair.kept == 3);
    CHECK(repair.dropped == 1);
}
