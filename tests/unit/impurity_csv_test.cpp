#include "output/impurity_csv.hpp"

#include "solution_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

using namespace mbl;

namespace {

const std::string header = "coupling,interaction,temperature,localization_length,bubble_sites,liom_density,layer_rule,"
                           "liom_count,seed,converged,iterations,residual,sum_rule,filling,matsubara_mismatch,eta_bias,"
                           "narrowest_width,eta,step,distance_to_free,shape_distance_to_free,shape_correlation\n";

std::string csv(const impurity_cases::Written& written) {
    const Plan plan = impurity_cases::plan_of(written);
    return ipt_summary_csv(plan, gather(plan, solution_cases::records(plan)));
}

} // namespace

TEST_CASE("ipt summary csv: a tiny case to the letter") {
    const Plan plan =
        impurity_cases::plan_of({.model = "", .sweep = R"("coupling": 1.5, "liom_count": [3])", .more = ""});
    ImpuritySolution solution = solution_cases::solution(*plan.problems[0].impurity, 8);
    solution.report.residual = 0.1;
    solution.report.sum_rule = 1;
    solution.report.matsubara_mismatch = 0.25;
    solution.report.eta_bias = 0;
    const std::string text = ipt_summary_csv(plan, gather(plan, {solution_cases::record(solution, plan.blocks[0])}));
    CHECK(text == header + "1.5,2,2,10,30,1,n,3,1,1,9,0.10000000000000001,1,0.5,0.25,0,1,2,4,0.5,0.25,0.125\n");
}

TEST_CASE("ipt summary csv: what is not converged has a row like the others, nan where nothing is known") {
    const Plan plan = impurity_cases::plan_of({.model = "", .sweep = R"("liom_count": [3])", .more = ""});
    const std::string text = ipt_summary_csv(plan, gather(plan, {solution_cases::failed_record(plan, plan.blocks[0])}));
    CHECK(text == header + "0.5,2,2,10,30,1,n,3,1,0,200,0.001,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan\n");
}

TEST_CASE("ipt summary csv: a row per point in config order, points that two sweeps list are written once") {
    const std::string text = csv(solution_cases::five_points());
    CHECK(std::ranges::count(text, '\n') == 1 + 4);
    const auto at = [&](const std::string& start) { return text.find("\n" + start); };
    CHECK(at("0.5,2,2,10,30,1,n,0,1,1,") < at("0.5,2,2,10,30,1,n,3,1,1,"));
    CHECK(at("0.5,2,2,10,30,1,n,3,1,1,") < at("0.5,0,2,10,30,1,n,0,1,1,"));
    CHECK(at("0.5,0,2,10,30,1,n,3,1,1,") != std::string::npos);
}

TEST_CASE("ipt summary csv: points that differ in what has no column have a row each; large seeds and explicit LIOMs") {
    CHECK(std::ranges::count(csv({.model = "", .sweep = R"("hopping": [1, 2], "liom_count": 3)", .more = ""}), '\n')
          == 3);
    const std::string explicit_lioms =
        csv({.model = R"("lioms": {"energy": [0.5], "coupling": [0.3]})",
             .sweep = R"("geometry": "explicit", "liom_count": 1, "seed": 18446744073709551615)",
             .more = ""});
    CHECK(explicit_lioms.find("\nnan,2,2,nan,30,1,n,1,18446744073709551615,1,") != std::string::npos);
}

TEST_CASE("impurity curves csv: every curve of a point") {
    const Plan plan = impurity_cases::plan_of(solution_cases::five_points());
    const Point& point = plan.points[4]; // (U = 2, M = 3), the problem of point 1: value 2
    const ImpuritySolution solution = *solution_cases::record(plan, plan.blocks[1]).impurity;
    std::map<std::string, std::string> files;
    for (const FileBytes& file : impurity_curves_csv("f", point, *plan.problems[1].impurity, solution))
        files[file.target.string()] = file.bytes;
    CHECK(files.size() == 7);
    CHECK(files["f/4_spectral_function.csv"]
          == "frequency,spectral_function\n-2,0.20000000000000001\n0,2\n2,0.20000000000000001\n");
    CHECK(files["f/4_plot_spectral_function.csv"] == "frequency,spectral_function\n-0.5,2\n0.25,3\n1,4\n");
    CHECK(files["f/4_matsubara.csv"]
          == "frequency,green_re,green_im,self_energy_re,self_energy_im\n2,0.25,-2,2,-1\n"
             "6,0.125,-0.66666666666666663,2,-0.5\n");
    CHECK(files["f/4_lioms.csv"]
          == "liom,energy,coupling,filling\n0,2,2,0.5\n1,3,1,0.25\n2,4,0.66666666666666663,0.16666666666666666\n");
    CHECK(files["f/4_liom_spectral_function_0.csv"] == "frequency,spectral_function\n-0.5,20\n0.25,30\n1,40\n");
    CHECK(files["f/4_liom_spectral_function_1.csv"] == "frequency,spectral_function\n-0.5,22\n0.25,33\n1,44\n");
    CHECK(files["f/4_liom_spectral_function_2.csv"] == "frequency,spectral_function\n-0.5,24\n0.25,36\n1,48\n");
}

TEST_CASE("impurity curves csv: a point that failed early has what it has") {
    const Plan plan = impurity_cases::plan_of(solution_cases::five_points());
    ImpuritySolution nothing;
    nothing.failure = "gave up";
    for (const FileBytes& file : impurity_curves_csv("f", plan.points[1], *plan.problems[1].impurity, nothing))
        CHECK(std::ranges::count(file.bytes, '\n') == 1); // names alone
}
