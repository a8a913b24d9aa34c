#include "output/summary_csv.hpp"

#include "plan_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
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
    CHECK(
        csv(plan_cases::config(3, {plan_cases::chain({0.4}, {1})}, 3))
        == header
               + "width_over_spacing,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2,0.57735026918962584,1\n"
                 "width_participation,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.125,0.57735026918962584,1\n"
                 "width_fwhm,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.25,0.57735026918962584,1\n"
                 "width_iqr,1d_exponential,3,1,0.40000000000000002,1,tau_x_M,3,2.5,0.57735026918962584,1\n"
                 "level_spacing,1d_exponential,3,1,0.40000000000000002,1,,3,0.5,0.14433756729740646,0.25\n"
                 "gap_ratio,1d_exponential,3,1,0.40000000000000002,1,,3,2,0.57735026918962584,1\n");
}

TEST_CASE("summary csv: one realization has no error; no row where an operator does not exist") {
    CHECK(csv(plan_cases::config(3, {plan_cases::chain({4}, {0})}, 1))
          == header
                 + "level_spacing,1d_exponential,3,0,4,1,,1,0.25,nan,nan\n"
                   "gap_ratio,1d_exponential,3,0,4,1,,1,1,nan,nan\n");
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
    CHECK(std::ranges::count(csv(once), '\n') == 1 + 2 * (2 + 6));
}
