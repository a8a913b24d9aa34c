#include "impurity_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using impurity_cases::error_of;
using impurity_cases::read;
using impurity_cases::Written;

namespace {

struct Case {
    Written written;
    std::string message;
};

Written model(const std::string& inside) { return {.model = inside}; }
Written sweep(const std::string& inside) { return {.sweep = inside}; }
Written root(const std::string& more) { return {.more = more}; }
Written grid(const std::string& inside) { return root(R"("grid": {)" + inside + "}"); }
Written spectral(const std::string& inside) { return root(R"("spectral": {)" + inside + "}"); }
Written lioms(const std::string& inside, const std::string& in_sweep) {
    return {.model = R"("lioms": {)" + inside + "}", .sweep = in_sweep};
}

void check(const std::vector<Case>& cases) {
    for (const Case& wrong : cases) CHECK(error_of(wrong.written) == wrong.message);
}

} // namespace

TEST_CASE("impurity config errors: unknown keys, with the nearest known one or all") {
    check({
        {model(R"("hoping": 1)"), "/model/hoping: unknown key; did you mean \"hopping\"?"},
        {model(R"("bubble": {})"),
         "/model/bubble: unknown key; known here: kind, hopping, bubble_sites, liom_bandwidth, "
         "liom_density, layer_rule, localization_length, temperature, lioms"},
        {model(R"("lioms": {"energie": [1]})"), "/model/lioms/energie: unknown key; did you mean \"energy\"?"},
        {sweep(R"("tempreature": 1)"), "/sweeps/0/tempreature: unknown key; did you mean \"temperature\"?"},
        {grid(R"("frequencymax": 1)"), "/grid/frequencymax: unknown key; did you mean \"frequency_max\"?"},
        {spectral(R"("lioms": 1)"), "/spectral/lioms: unknown key; did you mean \"liom\"?"},
    });
    const std::string known = ": unknown key; known here: name, figure, seed, model, sweeps, grid, spectral, profiles";
    for (const std::string key : {"realizations", "shared_disorder", "theory"})
        CHECK(error_of(root("\"" + key + "\": 1")) == "/" + key + known);
}

TEST_CASE("impurity config errors: the figure is one of this kind") {
    check({
        {root(R"("figure": "fig4")"), "/figure: must be \"fig6\" where model.kind is \"impurity\", got the string "
                                      "\"fig4\"; write \"fig6\", for example"},
        {root(R"("figure": "fig66")"), "/figure: must be \"fig6\", got the string \"fig66\"; did you mean \"fig6\"?"},
    });
    CHECK(config_cases::config_error({.more = R"("figure": "fig6")"})
          == "/figure: must be one of \"fig3\", \"fig4\", \"fig5\", \"figS1\", \"figS2\", \"figS3\", \"figS4\" where "
             "model.kind is \"goe_bubble\", got the string \"fig6\"; write \"fig3\", for example");
}

TEST_CASE("impurity config errors: values of the parameters, in the model and in a sweep") {
    const std::string energy = "; write a positive energy, for example 2.0";
    const std::string sites = ": must be an integer from 1 to 1000000, got ";
    const std::string sites_advice = "; write the number of bubble sites, for example 30";
    check({
        {model(R"("hopping": 0)"), "/model/hopping: must be > 0, got 0" + energy},
        {model(R"("liom_bandwidth": 0)"), "/model/liom_bandwidth: must be > 0, got 0" + energy},
        {model(R"("bubble_sites": 0)"), "/model/bubble_sites" + sites + "0" + sites_advice},
        {model(R"("liom_density": 0)"),
         "/model/liom_density: must be > 0, got 0; write LIOMs per unit area, for example 1.0"},
        {model(R"("layer_rule": "m")"),
         "/model/layer_rule: must be one of \"n\", \"n-1\", got the string \"m\"; did you "
         "mean \"n\"?"},
        {model(R"("localization_length": 0)"),
         "/model/localization_length: must be > 0, got 0; write a positive length, for example 0.4"},
        {model(R"("temperature": 0)"),
         "/model/temperature: must be >= 0.001, got 0; write a temperature, for example 2.0"},
        {sweep(R"("geometry": "2d_exponential")"),
         "/sweeps/0/geometry: must be one of \"2d_layers\", \"explicit\", got the string \"2d_exponential\"; write "
         "\"2d_layers\", for example"},
        {sweep(R"("geometry": ["2d_layers"])"), "/sweeps/0/geometry: must be one of \"2d_layers\", \"explicit\", got a "
                                                "list of 1 entry; write \"2d_layers\", for example"},
        {sweep(R"("hopping": [1, -1])"), "/sweeps/0/hopping/1: must be > 0, got -1" + energy},
        {sweep(R"("liom_bandwidth": [1, 0])"), "/sweeps/0/liom_bandwidth/1: must be > 0, got 0" + energy},
        {sweep(R"("coupling": -0.5)"),
         "/sweeps/0/coupling: must be >= 0, got -0.5; write a coupling V >= 0, for example 0.5"},
        {sweep(R"("interaction": [0, -2])"),
         "/sweeps/0/interaction/1: must be >= 0, got -2; write an interaction U >= 0, for example 2.0"},
        {sweep(R"("temperature": 0.0009)"),
         "/sweeps/0/temperature: must be >= 0.001, got 0.0009; write a temperature, for example 2.0"},
        {sweep(R"("localization_length": [1, 2, 0])"),
         "/sweeps/0/localization_length/2: must be > 0, got 0; write a positive length, for example 0.4"},
        {sweep(R"("bubble_sites": 1000001)"), "/sweeps/0/bubble_sites" + sites + "1000001" + sites_advice},
        {sweep(R"("liom_density": -1)"),
         "/sweeps/0/liom_density: must be > 0, got -1; write LIOMs per unit area, for example 1.0"},
        {sweep(R"("layer_rule": ["n", "n+1"])"),
         "/sweeps/0/layer_rule/1: must be one of \"n\", \"n-1\", got the string \"n+1\"; did you mean \"n-1\"?"},
        {sweep(R"("liom_count": [3, 1000001])"), "/sweeps/0/liom_count/1: must be an integer from 0 to 1000000, got "
                                                 "1000001; write a number of LIOMs, for example 55"},
        {sweep(R"("seed": [1, 2, 1])"), "/sweeps/0/seed/2: must differ from entry 0, got 1; name every value once"},
        {sweep(R"("seed": -1)"),
         "/sweeps/0/seed: must be an integer from 0 to 18446744073709551615, got -1; write a seed, for example 1"},
    });
}

TEST_CASE("impurity config errors: values of the grid and of the plotted functions") {
    const std::string power = "/grid/frequency_count: must be a power of two from 64 to 1048576, got ";
    const std::string power_advice = "; write 16384, for example";
    check({
        {grid(R"("frequency_count": 32)"), power + "32" + power_advice},
        {grid(R"("frequency_count": 1000)"), power + "1000" + power_advice},
        {grid(R"("frequency_count": 2097152)"), power + "2097152" + power_advice},
        {grid(R"("frequency_count": 64.5)"), power + "64.5" + power_advice},
        {grid(R"("frequency_max": 0)"),
         "/grid/frequency_max: must be > 0, got 0; write a positive energy, for example 2.0"},
        {grid(R"("tolerance": 0)"), "/grid/tolerance: must be >= 1e-14, got 0; write a residual, for example 1e-10"},
        {grid(R"("tolerance": 0.02)"),
         "/grid/tolerance: must be <= 0.01, got 0.02; write a residual, for example 1e-10"},
        {grid(R"("iteration_limit": 0)"), "/grid/iteration_limit: must be an integer from 1 to 100000, got 0; write a "
                                          "number of iterations, for example 200"},
        {spectral(R"("frequency": [])"),
         "/spectral/frequency: must be a list of 1 to 16384 entries, got a list of 0 entries; write frequencies, for "
         "example [-1.0, 0.0, 1.0], or remove the key for its default"},
        {spectral(R"("liom": [0, -1])"),
         "/spectral/liom/1: must be an integer from 0 to 999999, got -1; write the index "
         "of a LIOM, counted from 0, for example 2"},
        {spectral(R"("liom": [3, 3])"), "/spectral/liom/1: must differ from entry 0, got 3; name every value once"},
    });
    CHECK(read(grid(R"("frequency_count": 64)")).impurity->grid.frequency_count == 64);
    CHECK(read(grid(R"("frequency_count": 1048576)")).impurity->grid.frequency_count == 1048576);
}

TEST_CASE("impurity config errors: plotted frequencies ascend and lie on the grid") {
    const std::string outside = ": must lie on the grid, from -16 to 15.75, got ";
    const std::string outside_advice = "; write frequencies on it, or a larger /grid/frequency_max";
    const auto listed = [](const std::string& list) {
        return root(R"("grid": {"frequency_count": 128}, "spectral": {"frequency": )" + list + "}");
    };
    check({
        {listed("[-16.5, 0]"), "/spectral/frequency/0" + outside + "-16.5" + outside_advice},
        {listed("[0, 15.8]"), "/spectral/frequency/1" + outside + "15.8" + outside_advice},
        {listed("[0, 1, 0.5]"),
         "/spectral/frequency/2: must be > 1, the entry before it, got 0.5; write every frequency once, in ascending order"},
        {listed("[0, 0]"),
         "/spectral/frequency/1: must be > 0, the entry before it, got 0; write every frequency once, in ascending order"},
    });
    CHECK(error_of(listed("[-16, 15.75]")) == "no error");
}

TEST_CASE("impurity config errors: the grid holds whatever has one energy") {
    const auto message = [](const std::string& reach, const std::string& what, const std::string& advice,
                            const std::string& last = "15.998046875") {
        return "/grid/frequency_max: the last frequency, frequency_max (1 - 2/frequency_count), must be >= " + reach
               + " to hold " + what + ", got " + last + "; write " + advice + ", for example";
    };
    check({
        {model(R"("hopping": 8)"), message("16", "the bare band [-2t, 2t] of /model/hopping", "32")},
        {sweep(R"("hopping": [1, 9])"), message("18", "the bare band [-2t, 2t] of /sweeps/0/hopping/1", "36")},
        {model(R"("liom_bandwidth": 16)"), message("16", "the LIOM energies [-W, W] of /model/liom_bandwidth", "32")},
        {sweep(R"("liom_bandwidth": 17)"),
         message("17", "the LIOM energies [-W, W] of /sweeps/0/liom_bandwidth", "34")},
        {sweep(R"("coupling": [1, 200])"),
         message("20", "the innermost layer's V_a = V/xi of /sweeps/0/coupling/1 and /model/localization_length",
                 "40")},
        {sweep(R"("coupling": 1, "localization_length": [1, 0.05])"),
         message("20", "the innermost layer's V_a = V/xi of /sweeps/0/coupling and /sweeps/0/localization_length/1",
                 "40")},
        {lioms(R"("energy": [0, -20])", R"("liom_count": 2)"), message("20", "/model/lioms/energy/1", "40")},
        {lioms(R"("coupling": [-20])", R"("geometry": "explicit", "liom_count": 1)"),
         message("20", "/model/lioms/coupling/0", "40")},
        {root(R"("grid": {"frequency_max": 1.5, "frequency_count": 64})"),
         message("2", "the bare band [-2t, 2t] of /model/hopping", "4", "1.453125")},
    });
    CHECK(error_of(model(R"("hopping": 7.99)")) == "no error");
    CHECK(error_of(sweep(R"("liom_bandwidth": 15.99)")) == "no error");
}

TEST_CASE("impurity config errors: explicit LIOMs") {
    const std::string two = R"("coupling": [1, 0.3])";
    const auto not_allowed = [](const std::string& key) {
        return "/sweeps/0/" + key
               + ": not allowed with geometry \"explicit\"; remove the key, the couplings are /model/lioms/coupling";
    };
    check({
        {sweep(R"("geometry": "explicit", "liom_count": 1)"),
         "/model/lioms/coupling: missing, but required by geometry \"explicit\" in /sweeps/0; write one coupling for each "
         "LIOM, for example [1.0, 0.3]"},
        {lioms(two, R"("geometry": "explicit", "coupling": 1, "liom_count": 1)"), not_allowed("coupling")},
        {lioms(two, R"("geometry": "explicit", "localization_length": 1, "liom_count": 1)"),
         not_allowed("localization_length")},
        {lioms(two, R"("geometry": "explicit", "liom_density": 1, "liom_count": 1)"), not_allowed("liom_density")},
        {lioms(two, R"("geometry": "explicit", "layer_rule": "n", "liom_count": 1)"), not_allowed("layer_rule")},
        {lioms(two, R"("geometry": "explicit", "liom_count": [0, 1, 3])"),
         "/sweeps/0/liom_count/2: must be <= 2, the length of /model/lioms/coupling, got 3; name a smaller liom_count, or "
         "lengthen the list"},
        {lioms(two, R"("geometry": "explicit")"), // the default goes to 10011
         "/sweeps/0/liom_count: must be <= 2, the length of /model/lioms/coupling, got 3; name a smaller liom_count, or "
         "lengthen the list"},
        {lioms(R"("energy": [0.7, 1.2])", R"("liom_count": 3)"),
         "/sweeps/0/liom_count: must be <= 2, the length of /model/lioms/energy, got 3; name a smaller liom_count, or "
         "lengthen the list"},
        {lioms(R"("energy": [0.7, 1.2], "coupling": [1])", R"("liom_count": 1)"),
         "/model/lioms/coupling: must be as long as /model/lioms/energy (2), got 1 entry; write one energy and one "
         "coupling for each LIOM"},
        {lioms(R"("energy": [0.7, 1.2])", R"("liom_count": 2, "seed": [1, 2])"),
         "/sweeps/0/seed: several seeds, but nothing is drawn where /model/lioms/energy is given; remove the key, or the "
         "energies"},
    });
    // couplings bind only the sweeps that use them
    CHECK(read(lioms(R"("coupling": [1])", R"("liom_count": 3)")).impurity->sweeps[0].liom_count[0] == 3);
}
