// The impurity solver against itself: grids, eta, starts, batches.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

/// G of one point by the grid's iteration alone. @param moment_factor of the semicircle to start from
std::vector<Complex> grid_green(const ImpurityProblem& problem, double eta, double moment_factor) {
    CpuBackend lane;
    const ImpurityProblem* list[] = {&problem};
    const std::span<const ImpurityProblem* const> problems(list);
    const ImpurityBatch<CpuBackend> batch(lane, problems, nullptr);
    RealAxis<CpuBackend> axis(lane, batch.grid, batch.baths, batch.constants());
    axis.start({0}, {moment_factor * batch.second_moments().front()});
    axis.set_eta(0, eta);
    const auto results = axis.solve({0}, {1e-12}, {200});
    REQUIRE(results.front().converged);
    return axis.green(0);
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i])) return false;
    return true;
}

bool same_bits(const std::vector<Complex>& a, const std::vector<Complex>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].re != b[i].re || a[i].im != b[i].im) return false;
    return true;
}

} // namespace

TEST_CASE("impurity: any start reaches the same fixed point") {
    for (const double interaction : {1.0, 3.0}) {
        const ImpurityProblem problem = with_lioms({-0.7, 0.2, 1.1}, {0.8, 0.6, 1.0}, interaction, 0.5);
        const std::vector<Complex> one = grid_green(problem, 0.01, 1);
        CHECK(largest_difference(one, grid_green(problem, 0.01, 0.05)) <= 1e-10);
        CHECK(largest_difference(one, grid_green(problem, 0.01, 9)) <= 1e-10);
    }
}

TEST_CASE("impurity: eta -> 0 is linear") {
    const ImpurityProblem problem = with_lioms({-0.7, 0.2, 1.1}, {0.8, 0.6, 1.0}, 2);
    const std::vector<Complex> without = grid_green(problem, 0, 1);
    double last = 0;
    for (const double eta : {0.008, 0.004, 0.002}) {
        const double difference = largest_difference(grid_green(problem, eta, 1), without);
        if (last > 0) CHECK(std::fabs(last / difference - 2) <= 0.05); // eta^2 is 4 % of eta at the largest
        last = difference;
    }
    CHECK(last > 1e-5);
}

TEST_CASE("impurity: half the grid gives the same curves") {
    for (const double temperature : {2.0, 0.2}) {
        ImpurityProblem fine = with_lioms({-0.7, 0.2, 1.1}, {1.2, 0.9, 1.0}, 2, temperature);
        ImpurityProblem coarse = fine;
        fine.grid.frequency_count = 8192;
        const ImpuritySolution one = solve(coarse);
        const ImpuritySolution other = solve(fine);
        REQUIRE(one.report.eta == 0);
        REQUIRE(other.report.eta == 0);
        CHECK(one.report.step == 2 * other.report.step);
        CHECK(largest_difference(one.plot_spectral_function, other.plot_spectral_function) <= 1e-8); // the cubic's h^4
        CHECK(largest_difference(one.matsubara_green, other.matsubara_green) <= 1e-14);
    }
}

TEST_CASE("impurity: a point does not see what it is solved with") {
    std::vector<ImpurityProblem> problems{layered(10, 1.5, 2), layered(55, 0.5, 0), with_lioms({0.4}, {1.1}, 3, 2),
                                          layered(3, 0.5, 2, 2), bare(0)};
    for (ImpurityProblem& problem : problems) {
        problem.grid.frequency_count = 1024;
        problem.plot_lioms = {0};
    }
    const std::vector<ImpuritySolution> together = solve(problems);
    for (std::size_t i = 0; i < problems.size(); ++i) {
        const ImpuritySolution alone = solve(problems[i]);
        const ImpuritySolution& one = together[i];
        CHECK(same_bits(one.spectral_function, alone.spectral_function));
        CHECK(same_bits(one.plot_spectral_function, alone.plot_spectral_function));
        CHECK(same_bits(one.matsubara_green, alone.matsubara_green));
        CHECK(same_bits(one.matsubara_self_energy, alone.matsubara_self_energy));
        CHECK(same_bits(one.liom_filling, alone.liom_filling));
        CHECK(one.liom_spectral_function == alone.liom_spectral_function);
        CHECK(one.report.iterations == alone.report.iterations);
        CHECK(std::bit_cast<std::uint64_t>(one.report.matsubara_mismatch)
              == std::bit_cast<std::uint64_t>(alone.report.matsubara_mismatch));
        CHECK(one.report.distance_to_free == alone.report.distance_to_free);
    }
}

TEST_CASE("impurity: strong coupling, low temperature") {
    for (const double temperature : {2.0, 0.2}) {
        for (const double interaction : {2.0, 5.0}) {
            ImpurityProblem problem = layered(55, 5, interaction, temperature);
            problem.grid.frequency_count = 8192;
            const ImpuritySolution solution = solve(problem);
            CHECK_MESSAGE(solution.report.converged, solution.failure);
            CHECK(solution.report.iterations <= 40);
            CHECK(std::fabs(solution.report.sum_rule - 1) <= 1e-6);
        }
    }
}

TEST_CASE("impurity: a self-energy that reaches beyond the grid gets a wider one of the same step") {
    ImpurityProblem problem = with_lioms({-1.4, -0.6, -0.1, 0.5, 1.2}, {1.5, 1.4, 1.2, 1.3, 1.5}, 5, 0.2);
    const ImpuritySolution solution = solve(problem);
    CHECK(solution.report.converged);
    CHECK(solution.report.matsubara_mismatch <= 1e-11);
    CHECK(solution.report.step == 32.0 / 4096);
    CHECK(solution.frequency.size() == 8192);
    CHECK(solution.frequency.front() == -32);
    problem.grid.frequency_max = 8; // same step: four times as wide
    problem.grid.frequency_count = 2048;
    const ImpuritySolution widest = solve(problem);
    CHECK(widest.report.converged);
    CHECK(widest.report.step == 32.0 / 4096);
    CHECK(widest.frequency.size() == 8192);
    problem.grid = {.frequency_count = 4096};
    problem.interaction = 1; // short tails: the grid as asked for
    CHECK(solve(problem).frequency.size() == 4096);
}

TEST_CASE("impurity: what does not converge says so, with its residual, and nothing hangs") {
    ImpurityProblem problem = layered(10, 1.5, 2);
    problem.grid.iteration_limit = 2;
    const ImpuritySolution early = solve(problem);
    CHECK_FALSE(early.report.converged);
    CHECK(early.report.iterations == 2);
    CHECK(early.report.residual > problem.grid.tolerance);
    CHECK(early.failure.find("/grid/iteration_limit") != std::string::npos);

    ImpurityProblem insulating = bare(7); // Gt's pole at w = 0 is narrower than any grid
    insulating.grid.frequency_count = 1024;
    const ImpuritySolution none = solve(insulating);
    CHECK_FALSE(none.report.converged);
    CHECK_FALSE(none.failure.empty());

    ImpurityProblem narrow = with_lioms({0.2, 1.1}, {1.3, 1.0}, 5); // beyond the grid, and beyond four times it
    narrow.grid.frequency_max = 1;
    narrow.grid.frequency_count = 256;
    narrow.plot_frequency = {0.1, 0.5};
    const ImpuritySolution cut = solve(narrow);
    CHECK_FALSE(cut.report.converged);
    CHECK(cut.failure.find("disagree") != std::string::npos);
    CHECK(cut.failure.find("/grid/frequency_max") != std::string::npos);
    CHECK(cut.frequency.size() == 256); // what was asked for is what is told
}
