// Curves at eta = 0: what Newton's method is asked for, and the distances to U = 0.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace mbl;
using namespace mbl::impurity_case;

TEST_CASE("impurity curves: sites take the grid's G and Sigma2, which never has gain; at U = 0 none") {
    const ImpurityProblem problem = with_lioms({0.5, -0.5}, {0.4, 0.4}, 2);
    CpuBackend lane;
    const ImpurityProblem* list[] = {&problem};
    ImpurityBatch<CpuBackend> batch(lane, list, nullptr);
    PointWork& point = batch.at(0);
    for (Index i = 0; i < batch.grid.count; ++i) {
        point.green.push_back({batch.grid.at(i), -1});
        point.self_energy.push_back({2, batch.grid.at(i) == 0 ? -1.0 : 0.0}); // a cubic overshoots beside the peak
    }
    const std::vector<double> frequencies{batch.grid.step / 2, 3 * batch.grid.step / 2, 12};
    NewtonSites work;
    add_curve_sites(batch, 0, frequencies, true, work);
    add_curve_sites(batch, 0, frequencies, false, work);
    REQUIRE(work.sites.size() == 6);
    CHECK(work.slot == std::vector<Index>(6));
    for (std::size_t i = 0; i < 6; ++i) {
        const NewtonSite& site = work.sites[i];
        CHECK(site.frequency.re == frequencies[i % 3]);
        CHECK(site.frequency.im == 0);
        CHECK(site.eta == 0);
        CHECK(std::fabs(site.green.re - frequencies[i % 3]) <= 1e-14);
        CHECK(site.green.im == -1);
        CHECK(std::fabs(site.self_energy.re - (i < 3 ? 2 : 0)) <= 1e-15);
        CHECK(site.unique == (i == 5)); // Newton's root is certain far from the bands, without Sigma2
    }
    CHECK(std::fabs(work.sites[0].self_energy.im + 9.0 / 16) <= 1e-15);
    CHECK(work.sites[1].self_energy.im == 0); // the cubic has +1/16
    CHECK(work.sites[3].self_energy.im == 0);

    NewtonSites grid;
    add_grid_sites(batch, 0, 0.1, grid);
    REQUIRE(grid.sites.size() == 4096);
    CHECK(grid.sites[0].unique); // -16
    CHECK_FALSE(grid.sites[2050].unique);
    CHECK(grid.sites[7].eta == 0.1);
}

TEST_CASE("impurity curves: distances are those of the curve with U from the curve without") {
    ImpurityProblem problem = with_lioms({-0.7, 0.2, 1.1}, {0.8, 0.6, 1.0}, 2);
    problem.plot_frequency = distance_frequencies(problem);
    ImpurityProblem free = problem;
    free.interaction = 0;
    const ImpuritySolution one = solve(problem);
    const ImpuritySolution other = solve(free);
    const FreeDistance expected = distance_to_free(one.plot_spectral_function, other.plot_spectral_function);
    CHECK(expected.relative > 0.05);                                           // they differ
    CHECK(std::fabs(one.report.distance_to_free - expected.relative) <= 1e-7); // roots at band edges
    CHECK(std::fabs(one.report.shape_distance_to_free - expected.shape) <= 1e-7);
    CHECK(std::fabs(one.report.shape_correlation - expected.correlation) <= 1e-6);
    CHECK(other.report.distance_to_free == 0);
    CHECK(other.report.shape_distance_to_free == 0);
    CHECK(other.report.shape_correlation == 1);
}

TEST_CASE("impurity curves: thousands of LIOMs, whose sum is rounding long before Newton's step is small") {
    ImpurityProblem problem = layered(10011, 1.5, 0);
    problem.grid.frequency_count = 64;
    problem.plot_frequency = {-1.9, -0.5, 0.1, 0.7, 1.6, 2.5};
    const ImpuritySolution solution = solve(problem);
    CHECK(solution.report.converged);
    CHECK(solution.report.residual <= 1e-11);
}
