#include "output/summary_csv.hpp"

#include "output/named_curves.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

using namespace mbl;
using namespace mbl::result_cases;

namespace {

const std::string header =
    "observable,geometry,bubble_spins,liom_count,localization_length,coupling,operator,realizations,mean,stderr,std\n";

std::string csv(const Config& config) {
    const Plan plan = plan_cases::plan(config);
    return summary_csv(plan, gather(plan, records(plan)));
}

} // namespace

TEST_CASE("summary csv: a tiny case to the letter") {
    // values 1, 2, 3: mean 2, std 1, stderr 1/sqrt 3
    const std::string text = csv(plan_cases::config(3, {plan_cases::chain({0.4}, {1})}, 3));
    CHECK(
        text.substr(0, text.find("typical_integral"))
        == header
               + "width_over_spacing,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2,0.57735026918962584,1\n"
                 "width_participation,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.125,0.57735026918962584,1\n"
                 "width_fwhm,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.25,0.57735026918962584,1\n"
                 "width_iqr,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.5,0.57735026918962584,1\n"
                 "level_spacing,1d_exponential,3,1,0.40000000000000002,1,,3,0.5,0.14433756729740646,0.25\n"
                 "gap_ratio,1d_exponential,3,1,0.40000000000000002,1,,3,2,0.57735026918962584,1\n"
                 "thouless_mean,1d_exponential,3,1,0.40000000000000002,1,sigma_z_N,3,-2,0.57735026918962584,1\n"
                 "thouless_mean,1d_exponential,3,1,0.40000000000000002,1,sigma_z_N_tau_z_1,3,2,0.57735026918962584,1\n"
                 "thouless_std,1d_exponential,3,1,0.40000000000000002,1,sigma_z_N,3,1,0,0\n"
                 "thouless_std,1d_exponential,3,1,0.40000000000000002,1,sigma_z_N_tau_z_1,3,3,0,0\n"
                 "entropy,1d_exponential,3,1,0.40000000000000002,1,tau_M,3,0.125,0.036084391824351615,0.0625\n"
                 "entropy,1d_exponential,3,1,0.40000000000000002,1,sigma_1,3,0.0625,0.018042195912175808,0.03125\n"
                 "entropy,1d_exponential,3,1,0.40000000000000002,1,sigma_N,3,0.03125,0.0090210979560879038,0.015625\n");
}

TEST_CASE("summary csv: integrals have a jackknife error over groups of eight, and no spread") {
    const Config c = plan_cases::config(3, {plan_cases::chain({4}, {1})}, 16);
    const std::string text = csv(c);
    const Plan plan = plan_cases::plan(c);
    const auto expected = integrals(plan.problems[0], gather(plan, records(plan))[0]);
    for (const NamedIntegral& integral : expected) {
        CHECK(std::isfinite(integral.estimate.standard_error));
        CHECK(text.find(fmt::format("\n{},1d_exponential,3,1,4,1,sigma_x_1,16,{:.17g},{:.17g},nan\n", integral.name,
                                    integral.estimate.mean, integral.estimate.standard_error))
              != std::string::npos);
    }
    CHECK(csv(plan_cases::config(3, {plan_cases::chain({4}, {1})}, 8)).find(",nan,nan\n") != std::string::npos);
}

TEST_CASE("summary csv: one realization has no error; no row where an operator does not exist") {
    const std::string text = csv(plan_cases::config(3, {plan_cases::chain({4}, {0})}, 1));
    CHECK(text.substr(0, text.find("typical_integral"))
          == header
                 + "level_spacing,1d_exponential,3,0,4,1,,1,0.25,nan,nan\n"
                   "gap_ratio,1d_exponential,3,0,4,1,,1,1,nan,nan\n"
                   "thouless_mean,1d_exponential,3,0,4,1,sigma_z_N,1,-1,nan,nan\n"
                   "thouless_std,1d_exponential,3,0,4,1,sigma_z_N,1,1,nan,nan\n"
                   "entropy,1d_exponential,3,0,4,1,sigma_1,1,0.03125,nan,nan\n"
                   "entropy,1d_exponential,3,0,4,1,sigma_N,1,0.015625,nan,nan\n");
    CHECK(std::ranges::count(text, '\n') == 1 + 6 + 3);
    CHECK(text.find("tau") == std::string::npos);
}

TEST_CASE("summary csv: explicit couplings have neither xi nor V1") {
    Config c = plan_cases::config(3, {plan_cases::explicit_sweep({1})}, 1);
    c.model.lioms.coupling = {0.3};
    CHECK(csv(c).find("\ngap_ratio,explicit,3,1,nan,nan,,1,1,nan,nan\n") != std::string::npos);
}

TEST_CASE("summary csv: merged points have a row each, points that two sweeps list are written once") {
    const Config once = plan_cases::config(3, {plan_cases::chain({0.4, 4}, {0, 1})}, 2);
    Config twice = once;
    twice.sweeps.push_back(once.sweeps.front());
    twice.sweeps.back().panel = "b";
    CHECK(csv(twice) == csv(once));
    CHECK(std::ranges::count(csv(once), '\n') == 1 + 2 * (6 + 3 + 13 + 1 + 3)); // M = 1: Delta n, too
}
