#include "impurity_cases.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace mbl;
using config_cases::parse_text;
using impurity_cases::read;
using impurity_cases::text_of;
using Numbers = std::vector<double>;
using Counts = std::vector<int>;
using Rules = std::vector<LayerRule>;
using Seeds = std::vector<std::uint64_t>;

TEST_CASE("impurity config: everything but name, model.kind and sweeps has a default") {
    const Config config = read({});
    CHECK(config.name == "t");
    CHECK(config.figure == Figure::fig6);
    CHECK(config.seed == 1);
    CHECK(config.profile == "paper");
    REQUIRE(config.impurity);
    const ImpurityModelConfig& model = config.impurity->model;
    CHECK(model.hopping == 1);
    CHECK(model.bubble_sites == 30);
    CHECK(model.liom_bandwidth == 2);
    CHECK(model.liom_density == 1);
    CHECK(model.layer_rule == LayerRule::n);
    CHECK(model.localization_length == 10);
    CHECK(model.temperature == 2);
    CHECK(model.lioms.energy.empty());
    CHECK(model.lioms.coupling.empty());
    REQUIRE(config.impurity->sweeps.size() == 1);
    const ImpuritySweepConfig& sweep = config.impurity->sweeps[0];
    CHECK(sweep.panel.empty());
    CHECK(sweep.geometry == BathGeometry::layers_2d);
    CHECK(sweep.coupling == Numbers{0.5});
    CHECK(sweep.interaction == Numbers{2});
    CHECK(sweep.liom_count == Counts{3, 10, 55, 210, 465, 990, 2016, 5050, 10011});
    const FrequencyGridConfig& grid = config.impurity->grid;
    CHECK(grid.frequency_max == 16);
    CHECK(grid.frequency_count == 16384);
    CHECK(grid.tolerance == 1e-10);
    CHECK(grid.iteration_limit == 200);
    CHECK(config.impurity->spectral.frequency.empty());
    CHECK(config.impurity->spectral.liom.empty());
}

TEST_CASE("impurity config: exact diagonalization has none") { CHECK_FALSE(config_cases::parse({}).impurity); }

TEST_CASE("impurity config: every key sets its member") {
    const Config config = parse_text(R"({
        "name": "bath", "figure": "fig6", "seed": 18446744073709551615,
        "model": { "kind": "impurity", "hopping": 1.5, "bubble_sites": 7, "liom_bandwidth": 2.5, "liom_density": 0.25,
                   "layer_rule": "n-1", "localization_length": 4, "temperature": 0.125,
                   "lioms": { "energy": [0.5, -1.25], "coupling": [0.3, -0.2] } },
        "sweeps": [ { "panel": "left", "geometry": "2d_layers", "hopping": [1, 2], "liom_bandwidth": [1.5, 3],
                      "coupling": [0, 0.75], "interaction": [0, 4], "temperature": [0.001, 1],
                      "localization_length": [5, 6], "bubble_sites": [1, 1000000], "liom_density": [0.5, 2],
                      "layer_rule": ["n-1", "n"], "liom_count": [0, 2], "seed": 18446744073709551615 },
                    { "geometry": "explicit", "liom_count": 1 } ],
        "grid": { "frequency_max": 32, "frequency_count": 64, "tolerance": 1e-8, "iteration_limit": 7 },
        "spectral": { "frequency": [-32, -0.5, 0, 31], "liom": [5, 2] },
        "profiles": {} })");
    CHECK(config.name == "bath");
    CHECK(config.seed == std::numeric_limits<std::uint64_t>::max());
    REQUIRE(config.impurity);
    const ImpurityModelConfig& model = config.impurity->model;
    CHECK(model.hopping == 1.5);
    CHECK(model.bubble_sites == 7);
    CHECK(model.liom_bandwidth == 2.5);
    CHECK(model.liom_density == 0.25);
    CHECK(model.layer_rule == LayerRule::n_minus_one);
    CHECK(model.localization_length == 4);
    CHECK(model.temperature == 0.125);
    CHECK(model.lioms.energy == Numbers{0.5, -1.25});
    CHECK(model.lioms.coupling == Numbers{0.3, -0.2});
    REQUIRE(config.impurity->sweeps.size() == 2);
    const ImpuritySweepConfig& sweep = config.impurity->sweeps[0];
    CHECK(sweep.panel == "left");
    CHECK(sweep.hopping == Numbers{1, 2});
    CHECK(sweep.liom_bandwidth == Numbers{1.5, 3});
    CHECK(sweep.coupling == Numbers{0, 0.75});
    CHECK(sweep.interaction == Numbers{0, 4});
    CHECK(sweep.temperature == Numbers{0.001, 1});
    CHECK(sweep.localization_length == Numbers{5, 6});
    CHECK(sweep.bubble_sites == Counts{1, 1000000});
    CHECK(sweep.liom_density == Numbers{0.5, 2});
    CHECK(sweep.layer_rule == Rules{LayerRule::n_minus_one, LayerRule::n});
    CHECK(sweep.liom_count == Counts{0, 2});
    CHECK(sweep.seed == Seeds{std::numeric_limits<std::uint64_t>::max()});
    CHECK(config.impurity->sweeps[1].geometry == BathGeometry::explicit_couplings);
    CHECK(config.impurity->sweeps[1].liom_count == Counts{1});
    CHECK(config.impurity->grid.frequency_max == 32);
    CHECK(config.impurity->grid.frequency_count == 64);
    CHECK(config.impurity->grid.tolerance == 1e-8);
    CHECK(config.impurity->grid.iteration_limit == 7);
    CHECK(config.impurity->spectral.frequency == Numbers{-32, -0.5, 0, 31});
    CHECK(config.impurity->spectral.liom == Counts{5, 2});
}

TEST_CASE("impurity config: lists that a sweep does not name hold the model's value, the seeds the config's") {
    const Config config =
        read({.model = R"("hopping": 1.5, "bubble_sites": 7, "liom_bandwidth": 2.5, "temperature": 0.5,
                                            "liom_density": 0.25, "layer_rule": "n-1", "localization_length": 4)",
              .sweep = R"("temperature": 3)",
              .more = R"("seed": 9)"});
    const ImpuritySweepConfig& sweep = config.impurity->sweeps[0];
    CHECK(sweep.hopping == Numbers{1.5});
    CHECK(sweep.liom_bandwidth == Numbers{2.5});
    CHECK(sweep.temperature == Numbers{3});
    CHECK(sweep.localization_length == Numbers{4});
    CHECK(sweep.bubble_sites == Counts{7});
    CHECK(sweep.liom_density == Numbers{0.25});
    CHECK(sweep.layer_rule == Rules{LayerRule::n_minus_one});
    CHECK(sweep.seed == Seeds{9});
}

TEST_CASE("impurity config: explicit LIOMs leave a sweep without coupling and localization length") {
    const Config config = read({.model = R"("lioms": {"coupling": [0.3, 0]})",
                                .sweep = R"("geometry": "explicit", "liom_count": [0, 2], "seed": [1, 2])"});
    CHECK(config.impurity->sweeps[0].coupling.empty());
    CHECK(config.impurity->sweeps[0].localization_length.empty());
    CHECK(config.impurity->sweeps[0].seed == Seeds{1, 2}); // of the energies, which are drawn
}

TEST_CASE("impurity config: explicit energies go with the layers' couplings, too") {
    const Config config = read({.model = R"("lioms": {"energy": [0.3, -0.4]})", .sweep = R"("liom_count": 2)"});
    CHECK(config.impurity->model.lioms.energy == Numbers{0.3, -0.4});
    CHECK(config.impurity->sweeps[0].coupling == Numbers{0.5});
}

TEST_CASE("impurity config: profiles and --set") {
    const std::string text = text_of({.more = R"("profiles": {"quick": {"model": {"temperature": 0.5},
                                                                        "sweeps": [{"liom_count": 3}]}})"});
    const Config quick = parse_text(text, "quick", {"/sweeps/0/interaction=[0,1]", "/grid/frequency_count=4096"});
    CHECK(quick.profile == "quick");
    CHECK(quick.impurity->sweeps[0].temperature == Numbers{0.5});
    CHECK(quick.impurity->sweeps[0].liom_count == Counts{3});
    CHECK(quick.impurity->sweeps[0].interaction == Numbers{0, 1});
    CHECK(quick.impurity->grid.frequency_count == 4096);
    CHECK(quick.effective_json
          == R"({"grid":{"frequency_count":4096},"model":{"kind":"impurity","temperature":0.5},"name":"t",)"
             R"("sweeps":[{"interaction":[0,1],"liom_count":3}]})");
    CHECK(parse_text(quick.effective_json).impurity->sweeps[0].temperature == Numbers{0.5});
    // the kind itself may be patched: its keys are those of the patched document
    CHECK(parse_text(text_of({}), "", {"/model/kind=goe_bubble"}).sweeps.size() == 1);
}

TEST_CASE("impurity config: names round through to_string") {
    CHECK(std::string(to_string(BathGeometry::layers_2d)) == "2d_layers");
    CHECK(std::string(to_string(BathGeometry::explicit_couplings)) == "explicit");
    CHECK(std::string(to_string(LayerRule::n)) == "n");
    CHECK(std::string(to_string(LayerRule::n_minus_one)) == "n-1");
    CHECK(std::string(to_string(ModelKind::goe_bubble)) == "goe_bubble");
    CHECK(std::string(to_string(ModelKind::impurity)) == "impurity");
    CHECK(std::string(to_string(Figure::fig6)) == "fig6");
}
