#include "output/absorbed_lioms.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"
#include "stats/mean_error.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

using namespace mbl;
using namespace mbl::result_cases;
using doctest::Approx;

namespace {

/// Results whose <G> of realization r is `value(M, r)`.
std::vector<ProblemResult> results_with(const Plan& plan, double (*value)(int, double)) {
    std::vector<ProblemResult> results = gather(plan, records(plan));
    for (const Problem& problem : plan.problems) {
        ProblemResult& result = results[static_cast<std::size_t>(problem.index)];
        for (std::vector<double>& column : result.samples) {
            if (&column != &samples_of(result, "thouless_mean", "sigma_z_N")) continue;
            for (std::size_t r = 0; r < column.size(); ++r) {
                column[r] = value(problem.liom_count, static_cast<double>(r));
            }
        }
    }
    return results;
}

std::vector<std::vector<double>> absorbed_lioms(const Plan& plan, std::vector<ProblemResult> all) {
    const Results results(std::move(all));
    const AbsorbedLioms absorbed(plan, results);
    std::vector<std::vector<double>> differences;
    for (const Point& point : plan.points) differences.push_back(absorbed.at(point));
    return differences;
}

double growing(int liom_count, double r) {
    return 0.25 * liom_count * liom_count + std::sin(r) + 0.01 * r * liom_count;
}

} // namespace

TEST_CASE("absorbed LIOMs: 2 / ln 2 times the difference to M - 1, realization by realization") {
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({0.6, 4}, {0, 1, 2, 4})}, 5));
    const auto absorbed = absorbed_lioms(plan, results_with(plan, growing));
    REQUIRE(absorbed.size() == 8);
    for (const std::size_t first : {std::size_t{0}, std::size_t{4}}) {
        CHECK(absorbed[first].empty());     // M = 0
        CHECK(absorbed[first + 3].empty()); // M = 4: no M = 3
        for (const std::size_t liom_count : {std::size_t{1}, std::size_t{2}}) {
            const std::vector<double>& differences = absorbed[first + liom_count];
            REQUIRE(differences.size() == 5);
            for (std::size_t r = 0; r < 5; ++r) {
                const auto m = static_cast<int>(liom_count);
                const double step = growing(m, static_cast<double>(r)) - growing(m - 1, static_cast<double>(r));
                CHECK(differences[r] == Approx(2 / std::log(2.0) * step));
            }
            // sin r is common to both: the paired error is that of 0.01 r alone.
            CHECK(mean_error(differences).standard_deviation == Approx(2 / std::log(2.0) * 0.01 * std::sqrt(2.5)));
        }
    }
}

TEST_CASE("absorbed LIOMs: over the realizations that both points have") {
    Config config = plan_cases::config(3, {plan_cases::chain({1}, {0, 1, 2})});
    config.realizations.uniform.reset();
    config.realizations.by_liom_count = {{0, 7}, {1, 5}, {2, 6}};
    const Plan plan = plan_cases::plan(config);
    const auto absorbed = absorbed_lioms(plan, results_with(plan, growing));
    CHECK(absorbed[1].size() == 5);
    CHECK(absorbed[2].size() == 5);
}

TEST_CASE("absorbed LIOMs: points of equal Hamiltonians have equal bytes; other couplings are other curves") {
    SweepConfig layered = plan_cases::chain({1}, {0, 1, 2});
    layered.geometry = {Geometry::exponential_2d};
    SweepConfig weak = plan_cases::chain({1}, {2});
    weak.coupling = {0.5};
    const Plan plan = plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {0, 1, 2}), layered, weak}, 4));
    const auto absorbed = absorbed_lioms(plan, results_with(plan, growing));
    CHECK(absorbed[1] == absorbed[4]);
    CHECK(absorbed[2] == absorbed[5]);
    CHECK(!absorbed[2].empty());
    CHECK(absorbed[6].empty()); // no M = 1 at V1 = 0.5
}

TEST_CASE("absorbed LIOMs: M - 1 may be listed in another sweep; explicit couplings form one curve") {
    const Plan split =
        plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, {2}), plan_cases::chain({1}, {1})}, 4));
    CHECK(absorbed_lioms(split, results_with(split, growing))[0].size() == 4);
    Config given = plan_cases::config(3, {plan_cases::explicit_sweep({0, 1})}, 4);
    given.model.lioms.coupling = {0.3};
    const Plan explicit_plan = plan_cases::plan(given);
    CHECK(absorbed_lioms(explicit_plan, results_with(explicit_plan, growing))[1].size() == 4);
}

TEST_CASE("absorbed LIOMs: none where every point has draws of its own") {
    Config config = plan_cases::config(3, {plan_cases::chain({1}, {0, 1})}, 4);
    config.shared_disorder = false;
    const Plan plan = plan_cases::plan(config);
    for (const auto& differences : absorbed_lioms(plan, results_with(plan, growing))) CHECK(differences.empty());
}
