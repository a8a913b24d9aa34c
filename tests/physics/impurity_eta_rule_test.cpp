// When eta stays inside G_a: widths of resonances in steps of the grid.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace mbl;
using namespace mbl::impurity_case;

TEST_CASE("impurity eta rule: 2h with LIOMs; without it from 4h on, kept from 3h on") {
    const EtaRule rule{0.25};
    CHECK(rule.first_eta(true) == 0.5);
    CHECK(rule.first_eta(false) == 0);
    CHECK(rule.try_without(1));
    CHECK_FALSE(rule.try_without(0.999));
    CHECK(rule.keep_without(0.75));
    CHECK_FALSE(rule.keep_without(0.749));
    CHECK_FALSE(rule.try_without(std::numeric_limits<double>::quiet_NaN()));
    CHECK_FALSE(rule.keep_without(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("impurity eta rule: the narrowest width is min V_a^2 sqrt N |Im G(eps_a)|, G linear between frequencies") {
    ImpurityProblem problem = with_lioms({1.003, -2.001}, {3, 0.5}, 2);
    problem.bubble_sites = 4;
    CpuBackend lane;
    const auto width = [&] {
        const ImpurityProblem* list[] = {&problem};
        const ImpurityBatch<CpuBackend> batch(lane, list, nullptr);
        std::vector<Complex> green;
        for (Index i = 0; i < batch.grid.count; ++i) green.push_back({5, -1 - 0.1 * batch.grid.at(i)});
        return batch.narrowest_width(0, green);
    };
    CHECK(std::fabs(width() - 0.25 * 2 * 0.7999) <= 1e-14);
    problem.explicit_coupling[1] = 9;
    CHECK(std::fabs(width() - 9 * 2 * 1.1003) <= 1e-13);
    problem.explicit_coupling[0] = 0; // a decoupled LIOM has no width
    CHECK(width() == 0);
    problem = bare(2);
    CHECK(std::isnan(width()));
}

TEST_CASE("impurity eta rule: wide resonances go without eta, narrow ones keep 2h, at any U") {
    for (const double interaction : {0.0, 2.0}) {
        ImpurityProblem wide = with_lioms({0.4, -0.3}, {1, 0.9}, interaction);
        ImpurityProblem narrow = with_lioms({0.4, -0.3}, {1, 0.05}, interaction); // 0.0025 sqrt 30 |Im G| < h
        const ImpuritySolution one = solve(wide);
        const ImpuritySolution other = solve(narrow);
        CHECK(one.report.converged);
        CHECK(one.report.eta == 0);
        CHECK(one.report.eta_bias == 0);
        CHECK(one.report.narrowest_width >= 3 * one.report.step);
        CHECK(other.report.converged);
        CHECK(other.report.eta == 2 * other.report.step);
        CHECK(other.report.eta_bias > 1e-7);
        CHECK(other.report.narrowest_width < 4 * other.report.step);
        if (interaction > 0) CHECK(other.report.eta_bias > 10 * other.report.matsubara_mismatch);
    }
}
