#include "output/named_curves.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

using namespace mbl;
using namespace mbl::result_cases;
using doctest::Approx;

namespace {

/// M = 1, or 0, with realizations of value 1, 2, …; the config's bins are those of the invented curves.
struct Case {
    explicit Case(int liom_count, Index realizations) {
        Config config = plan_cases::config(3, {plan_cases::chain({1}, {liom_count})}, realizations);
        config.spectral.bin_width = 0.5;
        plan = plan_cases::plan(config);
        result = gather(plan, records(plan)).front();
    }
    Plan plan;
    ProblemResult result;

    [[nodiscard]] const Problem& problem() const { return plan.problems.front(); }
    [[nodiscard]] std::vector<NamedCurve> named() const { return curves(problem(), result); }
    [[nodiscard]] NamedCurve curve(const std::string& name) const {
        const std::vector<NamedCurve> all = named();
        const auto found = std::ranges::find(all, name, &NamedCurve::name);
        REQUIRE(found != all.end());
        return *found;
    }
};

std::vector<std::string> names(const std::vector<NamedCurve>& curves) {
    std::vector<std::string> result;
    for (const NamedCurve& curve : curves) result.push_back(curve.name);
    return result;
}

} // namespace

TEST_CASE("named curves: what a problem has, with LIOMs and without") {
    CHECK(names(Case(1, 9).named())
          == std::vector<std::string>{"spectral_thermal_sigma_x_1", "spectral_typical_sigma_x_1",
                                      "spectral_thermal_tau_x_M", "spectral_typical_tau_x_M",
                                      "thouless_density_sigma_z_N", "thouless_density_sigma_z_N_tau_z_1",
                                      "spectral_realization_0_tau_x_M"});
    CHECK(names(Case(0, 9).named())
          == std::vector<std::string>{"spectral_thermal_sigma_x_1", "spectral_typical_sigma_x_1",
                                      "thouless_density_sigma_z_N"});
    CHECK(curves(Case(1, 1).problem(), ProblemResult{}).empty());
}

TEST_CASE("named curves: thermal and typical, over two groups of eight") {
    const Case c(1, 16);
    const NamedCurve thermal = c.curve("spectral_thermal_tau_x_M");
    const NamedCurve typical = c.curve("spectral_typical_tau_x_M");
    for (const NamedCurve& curve : {thermal, typical}) {
        CHECK(curve.bin_width == 0.5);
        CHECK(curve.estimate.k_min == 0);
        CHECK(curve.estimate.mean.size() == 2);
    }
    CHECK(thermal.estimate.mean[0] == Approx(8.5)); // mean of 1 … 16
    CHECK(thermal.estimate.mean[1] == Approx(17));
    CHECK(thermal.estimate.standard_error[0] == Approx(4)); // group means 4.5 and 12.5
    CHECK(typical.estimate.mean[0] == Approx(std::exp(-8.5)));
    CHECK(c.curve("spectral_thermal_sigma_x_1").estimate.mean == std::vector<double>{25.5});
}

TEST_CASE("named curves: outside its range a group is empty, which costs log(1e-20) in typical curves") {
    Case c(1, 16);
    c.result.groups[1].spectral[1].k_min = 2; // tau_x_M: bins 0, 1 of the first group, 2, 3 of the second
    CHECK(c.curve("spectral_thermal_tau_x_M").estimate.mean[3] == Approx(2 * 100.0 / 16));
    CHECK(c.curve("spectral_typical_tau_x_M").estimate.mean[0]
          == Approx(std::exp((-36 + 8 * std::log(1e-20)) / 16)).epsilon(1e-10));
}

TEST_CASE("named curves: realization 0 by itself has no error") {
    const NamedCurve curve = Case(1, 16).curve("spectral_realization_0_tau_x_M");
    CHECK(curve.bin_width == 0.5);
    CHECK(curve.estimate.mean == std::vector<double>{1, 2});
    CHECK(std::isnan(curve.estimate.standard_error[0]));
}

TEST_CASE("named curves: p(G) is a density with its jackknife error, and its tails are counted") {
    const Case c(1, 16); // sigma_z_N: G = -v - 1 and -v + 1 of v = 1 … 16
    const NamedCurve density = c.curve("thouless_density_sigma_z_N");
    CHECK(density.bin_width == 0.25);
    CHECK(density.estimate.k_min == -120);
    REQUIRE(density.estimate.mean.size() == 160);
    // The invented realizations have two pairs; the density is over the N_A of the problem.
    const double pair = 1 / (static_cast<double>(c.problem().window.count) * 0.25 * 16);
    const auto at = [&](double g) { return density.estimate.mean[static_cast<std::size_t>((g + 30) / 0.25)]; };
    CHECK(at(0) == Approx(pair));
    CHECK(at(-3) == Approx(2 * pair));
    CHECK(at(-3.25) == 0);
    CHECK(at(-17) == Approx(pair));
    CHECK(density.estimate.standard_error[120] == Approx(pair)); // one of two groups has it: 2 and 0, +- 1
    CHECK(std::accumulate(density.estimate.mean.begin(), density.estimate.mean.end(), 0.0) == Approx(32 * pair));
    CHECK(thouless_tails(c.result, "sigma_z_N").pairs == 32);
    CHECK(thouless_tails(c.result, "sigma_z_N").below == 0);
    const DensityTails tails = thouless_tails(c.result, "sigma_z_N_tau_z_1"); // v - 3 and v + 3
    CHECK(tails.above == 10 + 4); // v + 3 >= 10 from v = 7 on, v - 3 >= 10 from 13 on
    CHECK(tails.below == 0);
}

TEST_CASE("named curves: integrals over 2 pi with bins of their own and a jackknife error") {
    const Case c(1, 16);
    const std::vector<NamedIntegral> all = integrals(c.problem(), c.result);
    REQUIRE(all.size() == 3);
    const auto geometric = [](double factor, double mean) { return std::exp(-factor * mean); };
    const double narrow = c.problem().level_spacing / (2 * std::numbers::pi);
    const double wide = c.problem().wide_bin_width / (2 * std::numbers::pi);
    CHECK(all[0].name == "typical_integral");
    CHECK(all[0].bin_width == c.problem().level_spacing);
    CHECK(all[0].estimate.mean == Approx(narrow * geometric(4, 8.5)));
    CHECK(all[0].estimate.standard_error == Approx(narrow * (geometric(4, 4.5) - geometric(4, 12.5)) / 2));
    CHECK(all[1].name == "typical_integral_wide");
    CHECK(all[1].bin_width == c.problem().wide_bin_width);
    CHECK(all[1].estimate.mean == Approx(wide * geometric(5, 8.5)));
    CHECK(all[2].name == "thermal_integral");
    CHECK(all[2].estimate.mean == Approx(narrow * 4 * 8.5));
    CHECK(all[2].estimate.standard_error == Approx(narrow * 4 * 4));
    CHECK(integrals(c.problem(), ProblemResult{}).empty());
}

TEST_CASE("named curves: fewer than two groups give integrals without an error") {
    const Case c(1, 8);
    for (const NamedIntegral& integral : integrals(c.problem(), c.result)) {
        CHECK(std::isfinite(integral.estimate.mean));
        CHECK(std::isnan(integral.estimate.standard_error));
    }
}

TEST_CASE("named curves: bins that serve two purposes are stored once") {
    Config config = plan_cases::config(3, {plan_cases::chain({1}, {1})}, 3);
    const double spacing = plan_cases::plan(config).problems.front().level_spacing;
    const Plan plan = plan_cases::plan(config); // the config's bins are the level spacing
    BlockFold fold(plan.problems.front(), plan.blocks.front(), "");
    for (Index r = 0; r < 3; ++r) {
        Realization one = realization(r, 1);
        add_bubble_curves(one, plan.problems.front(), 1);
        one.spectral["sigma_x_1"] = one.integrand;
        one.spectral["tau_x_M"].bin_width = spacing;
        fold.add(one);
    }
    const BlockRecord record = std::move(fold).finish();
    REQUIRE(record.groups.size() == 1);
    REQUIRE(record.groups[0].spectral.size() == 3);
    CHECK(record.groups[0].spectral[0].op == "sigma_x_1");
    CHECK(record.groups[0].spectral[1].op == "tau_x_M");
    CHECK(record.groups[0].spectral[2].op == "sigma_x_1");
    CHECK(record.groups[0].spectral[2].bin_width == plan.problems.front().wide_bin_width);
    const auto results = gather(plan, {record});
    CHECK(integrals(plan.problems.front(), results.front())[0].estimate.mean
          == Approx(spacing / (2 * std::numbers::pi) * std::exp(-4.0)));
}
