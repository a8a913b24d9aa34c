#include "output/results.hpp"

#include "output/results_hdf5.hpp"
#include "output/summary_csv.hpp"
#include "record_cases.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace mbl;

TEST_CASE("results: what does not fit into memory is read again, and the files are the same") {
    const Plan plan = record_cases::plan({0, 1, 2, 3}, 300);
    Config config;
    config.name = "t";
    const std::vector<ProblemResult> all = gather(plan, result_cases::records(plan));
    const std::string expected = results_hdf5(config, plan, all);
    for (const Index budget : {Index{0}, Index{2000}, Index{1} << 30}) {
        std::vector<int> reads(plan.problems.size());
        const Results results(
            plan.problems.size(),
            [&](Index problem) {
                ++reads[static_cast<std::size_t>(problem)];
                return all[static_cast<std::size_t>(problem)];
            },
            budget);
        CHECK(results_hdf5(config, plan, results) == expected);
        CHECK(summary_csv(plan, results) == summary_csv(plan, all));
        for (const int count : reads) CHECK(count == (budget > 2000 ? 1 : count));
        CHECK(reads[1] >= 1);
        if (budget == 0) CHECK(reads[1] > 1);
    }
}

TEST_CASE("results: samples stay where they are, however many problems are looked at") {
    const Plan plan = record_cases::plan({1, 2, 3}, 20);
    const std::vector<ProblemResult> all = gather(plan, result_cases::records(plan));
    const Results results(
        3, [&](Index problem) { return all[static_cast<std::size_t>(problem)]; }, 0);
    const ProblemResult& first = results.at(0);
    const double* samples = first.samples[0].data();
    CHECK(!first.groups.empty());
    static_cast<void>(results.at(1));
    static_cast<void>(results.at(2));
    CHECK(first.groups.empty());
    CHECK(&results.at(0) == &first);
    CHECK(first.samples[0].data() == samples);
    CHECK(!first.groups.empty());
}
