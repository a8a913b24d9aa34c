#include "output/impurity_replay_json.hpp"

#include "solution_cases.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace mbl;
using Json = nlohmann::ordered_json;

namespace {

const std::vector<std::string> keys{"coupling",
                                    "interaction",
                                    "temperature",
                                    "localization_length",
                                    "bubble_sites",
                                    "liom_density",
                                    "layer_rule",
                                    "liom_count",
                                    "seed",
                                    "converged",
                                    "iterations",
                                    "residual",
                                    "sum_rule",
                                    "filling",
                                    "matsubara_mismatch",
                                    "eta_bias",
                                    "narrowest_width",
                                    "eta",
                                    "step",
                                    "distance_to_free",
                                    "shape_distance_to_free",
                                    "shape_correlation",
                                    "frequency",
                                    "spectral_function",
                                    "matsubara_frequency",
                                    "matsubara_green",
                                    "matsubara_self_energy",
                                    "plot_frequency",
                                    "plot_spectral_function",
                                    "liom_energy",
                                    "liom_coupling",
                                    "liom_filling",
                                    "failure"};

ImpurityProblem problem() {
    return *impurity_cases::plan_of({.model = "",
                                     .sweep = R"("liom_count": 2, "seed": 18446744073709551615)",
                                     .more = R"("spectral": {"frequency": [-0.5, 0.1]})"})
                .problems[0]
                .impurity;
}

} // namespace

TEST_CASE("impurity replay: one flat object with these keys, in this order") {
    const Json found = Json::parse(impurity_replay_json(problem(), solution_cases::solution(problem(), 8)));
    std::vector<std::string> names;
    for (const auto& [name, value] : found.items()) names.push_back(name);
    CHECK(names == keys);
    CHECK(found["coupling"] == 0.5);
    CHECK(found["bubble_sites"] == 30);
    CHECK(found["layer_rule"] == "n");
    CHECK(found["seed"] == 18446744073709551615ULL);
    CHECK(found["converged"] == 1);
    CHECK(found["iterations"] == 9);
    CHECK(found["residual"] == 8 / 1e11);
    CHECK(found["shape_correlation"] == 0.125);
    CHECK(found["frequency"] == Json::parse("[-8.0, 0.0, 8.0]"));
    CHECK(found["matsubara_green"] == Json{{0.25, -8.0}, {0.125, -8.0 / 3}});
    CHECK(found["matsubara_self_energy"] == Json{{8.0, -1.0}, {8.0, -0.5}});
    CHECK(found["plot_frequency"] == Json{-0.5, 0.1});
    CHECK(found["plot_spectral_function"] == Json{8.0, 9.0});
    CHECK(found["liom_energy"] == Json{8.0, 9.0});
    CHECK(found["liom_coupling"] == Json{8.0, 4.0});
    CHECK(found["liom_filling"] == Json{0.5, 0.25});
    CHECK(found["failure"] == "");
}

TEST_CASE("impurity replay: what is undefined is null, and the failure is told") {
    const ImpuritySolution failed = solution_cases::failed_solution(problem(), 8);
    const Json found = Json::parse(impurity_replay_json(problem(), failed));
    CHECK(found["converged"] == 0);
    CHECK(found["sum_rule"].is_null());
    CHECK(found["residual"] == 1e-3);
    CHECK(found["matsubara_green"] == Json::array());
    CHECK(found["failure"] == failed.failure);
}

TEST_CASE("impurity replay: the same for people") {
    const std::string text = impurity_replay_text(problem(), solution_cases::failed_solution(problem(), 8));
    CHECK(text.find("  interaction                     2\n") != std::string::npos);
    CHECK(text.find("  seed                            18446744073709551615\n") != std::string::npos);
    CHECK(text.find("  residual                        0.001\n") != std::string::npos);
    CHECK(text.find("  sum_rule                        nan\n") != std::string::npos);
    CHECK(text.find("  frequency                       -8 … 8 (3)\n") != std::string::npos);
    CHECK(text.find("  failure                         not converged: residual 0.001 after 200 iterations")
          != std::string::npos);
    CHECK(impurity_replay_text(problem(), solution_cases::solution(problem(), 8)).find("failure") == std::string::npos);
}
