#include "output/convergence.hpp"

#include "cli/campaign_run.hpp"
#include "cli/tell_convergence.hpp"
#include "config_cases.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"
#include "output/status_report.hpp"
#include "solution_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

using namespace mbl;
using config_cases::message_of;

namespace {

/// A campaign of five points, four problems, of which `failed` are not converged.
struct Campaign {
    TemporaryFolder folder;
    Config config = impurity_cases::read(solution_cases::five_points());
    Plan plan = plan_cases::plan(config);
    CampaignPlace place{folder.path(), folder.path() / "t-paper", store_file(folder.path()), "t-paper"};
    Store store{place.store, Access::write};

    void put(const std::set<Index>& failed, std::size_t blocks = 4) {
        for (std::size_t k = 0; k < blocks; ++k) {
            const Block& block = plan.blocks[k];
            store.put(plan.problems[k], failed.contains(block.problem) ? solution_cases::failed_record(plan, block)
                                                                       : solution_cases::record(plan, block));
        }
    }
    void finish() {
        std::filesystem::create_directories(place.folder);
        export_results(place.folder, config, plan, store, "");
        store.set_stamp(place.name, finished_stamp(place.folder, config, plan, ""));
    }
};

const std::string failure = "not converged: residual 0.001 after 200 iterations; raise /grid/iteration_limit";

} // namespace

TEST_CASE("convergence: every point whose problem is not converged, with its parameters and its failure") {
    Campaign c;
    c.put({1});
    const Convergence found = convergence(c.plan, c.store);
    CHECK(found.points == 5);
    REQUIRE(found.unconverged.size() == 2); // points 1 and 4 share the problem
    CHECK(found.unconverged[0].point == 1);
    CHECK(found.unconverged[1].point == 4);
    CHECK(found.unconverged[0].parameters == "V = 0.5, xi = 10, U = 2, T = 2, N = 30, M = 3, seed 1");
    CHECK(found.unconverged[0].failure == failure);
    CHECK(found.any());
    CHECK_NOTHROW(require_converged(found));
}

TEST_CASE("convergence: none is an error of the numerical gate, all is nothing to tell") {
    Campaign all;
    all.put({});
    CHECK(convergence(all.plan, all.store).unconverged.empty());
    CHECK_NOTHROW(require_converged(convergence(all.plan, all.store)));
    Campaign none;
    none.put({0, 1, 2, 3});
    const Convergence found = convergence(none.plan, none.store);
    CHECK(!found.any());
    CHECK(
        message_of<NumericalError>([&] { require_converged(found); })
        == "none of the 5 points has converged; the results are written and say so: follow what is said of each point "
           "above");
}

TEST_CASE("convergence: a report that is not there is a lost block") {
    Campaign c;
    c.put({}, 3);
    CHECK_THROWS_AS(convergence(c.plan, c.store), BlockLost);
}

TEST_CASE("convergence: exact diagonalization has nothing to tell") {
    TemporaryFolder folder;
    Store store(store_file(folder.path()), Access::write);
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {1})}, 3));
    CHECK(convergence(plan, store).unconverged.empty());
    CHECK_NOTHROW(require_converged(convergence(plan, store)));
}

TEST_CASE(
    "finished before: an impurity campaign is recognised by its own files, and says again what is not converged") {
    Campaign c;
    c.put({1});
    CHECK(!finished_before(c.place, c.config, std::nullopt));
    c.finish();
    CHECK(std::filesystem::exists(c.place.folder / "ipt_summary.csv"));
    CHECK(!std::filesystem::exists(c.place.folder / "summary.csv"));
    CHECK(std::filesystem::exists(c.place.folder / "results.h5") == built_with_hdf5());
    const auto finished = finished_before(c.place, c.config, std::nullopt);
    REQUIRE(finished);
    CHECK(finished->unconverged.size() == 2);
    std::filesystem::remove(c.place.folder / "ipt_summary.csv");
    CHECK(!finished_before(c.place, c.config, std::nullopt));
}

TEST_CASE("status: per impurity point, whether it is stored and how it came out") {
    Campaign c;
    c.put({1}, 3);
    StatusReport report = status_report({c.place.store}, c.plan);
    report.campaign = "t-paper";
    const std::string text = status_text(report, c.plan);
    CHECK(text.starts_with("t-paper: 4 of 5 points complete, 3 of 4 solutions stored, to go: ?\n"));
    CHECK(text.find("converged after 9 iterations, sum rule 0.99999999") != std::string::npos);
    CHECK(text.find(failure) != std::string::npos);
    CHECK(text.find("not stored") != std::string::npos);
    CHECK(text.find("shared") != std::string::npos); // point 4
    const auto document = nlohmann::json::parse(status_json(report, c.plan));
    CHECK(document["complete"] == false);
    CHECK(document["realizations_done"] == 3);
    CHECK(document["realizations"] == 4);
    REQUIRE(document["points"].size() == 5);
    const auto& converged = document["points"][0];
    CHECK(converged["panel"] == "ab");
    CHECK(converged["interaction"] == 2);
    CHECK(converged["liom_count"] == 0);
    CHECK(converged["stored"] == true);
    CHECK(converged["converged"] == 1);
    CHECK(converged["failure"] == "");
    CHECK(converged["eta_seconds"] == 0);
    CHECK(document["points"][4]["converged"] == 0);
    CHECK(document["points"][4]["failure"] == failure);
    CHECK(document["points"][4]["sum_rule"].is_null());
    CHECK(document["points"][3]["stored"] == false);
    CHECK(!document["points"][3].contains("converged"));
    CHECK(document["points"][3]["eta_seconds"].is_null());
}
