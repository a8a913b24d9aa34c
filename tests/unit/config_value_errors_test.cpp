#include "config_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::config_error;
using config_cases::Parts;
using config_cases::text_error;

namespace {

struct Case {
    Parts parts;
    std::string message;
};

Parts model(const std::string& more) { return {.model = R"("kind": "goe_bubble", )" + more}; }
Parts bubble(const std::string& inside) { return model(R"("bubble": {)" + inside + "}"); }
Parts sweep(const std::string& inside) { return {.sweep = inside}; }
Parts root(const std::string& more) { return {.more = more}; }

void check(const std::vector<Case>& cases) {
    for (const Case& wrong : cases) CHECK(config_error(wrong.parts) == wrong.message);
}

const std::string identifier =
    "must be a string of 1 to 64 letters, digits, \"_\", \"-\" or \".\", the first not \".\", got ";
const std::string identifier_advice =
    "; write letters, digits, \"_\", \"-\" or \".\", the first not \".\", for example \"fig4\"";

} // namespace

TEST_CASE("config values: required keys") {
    CHECK(text_error(R"({"model": {"kind": "goe_bubble"}, "sweeps": [{}]})")
          == "/name: missing, but required" + identifier_advice);
    CHECK(text_error(R"({"name": "t", "sweeps": [{}]})")
          == R"(/model: missing, but required; write { "kind": "goe_bubble" }, or { "kind": "impurity" })");
    CHECK(
        text_error(R"({"name": "t", "model": {}, "sweeps": [{}]})")
        == R"(/model/kind: missing, but required; write "goe_bubble" for exact diagonalization, or "impurity" for the )"
           "impurity model");
    CHECK(
        text_error(R"({"name": "t", "model": {"kind": "goe_bubble"}})")
        == R"(/sweeps: missing, but required; write a list of sweeps, for example [{ "geometry": "1d_exponential" }])");
}

TEST_CASE("config values: unknown keys, with the nearest known one or all") {
    check({
        {sweep(R"("localisation_length": 1)"),
         "/sweeps/0/localisation_length: unknown key; did you mean \"localization_length\"?"},
        {sweep(R"("Geometry": "explicit")"), "/sweeps/0/Geometry: unknown key; did you mean \"geometry\"?"},
        {sweep(R"("xi": 1)"), "/sweeps/0/xi: unknown key; known here: panel, geometry, coupling, "
                              "localization_length, liom_count"},
        {sweep(R"("a/b": 1)"), "/sweeps/0/a~1b: unknown key; known here: panel, geometry, coupling, "
                               "localization_length, liom_count"},
        {root(R"("realisations": 1)"), "/realisations: unknown key; did you mean \"realizations\"?"},
        {root(R"("spins": 8)"), "/spins: unknown key; known here: name, figure, seed, model, sweeps, realizations, "
                                "shared_disorder, spectral, theory, profiles"},
        {model(R"("buble": {})"), "/model/buble: unknown key; did you mean \"bubble\"?"},
        {bubble(R"("bandwith_per_spin": 2)"),
         "/model/bubble/bandwith_per_spin: unknown key; did you mean \"bandwidth_per_spin\"?"},
        {model(R"("lioms": {"energies": [1]})"), "/model/lioms/energies: unknown key; known here: energy, coupling"},
        {model(R"("lioms": {"energie": [1]})"), "/model/lioms/energie: unknown key; did you mean \"energy\"?"},
        {root(R"("spectral": {"binwidth": 1})"), "/spectral/binwidth: unknown key; did you mean \"bin_width\"?"},
    });
    CHECK(text_error(R"({"nmae": "t", "model": {"kind": "goe_bubble"}, "sweeps": [{}]})")
          == "/nmae: unknown key; did you mean \"name\"?");
}

TEST_CASE("config values: root keys") {
    const std::string seed = "/seed: must be an integer from 0 to 18446744073709551615, got ";
    const std::string seed_advice = "; write a seed, for example 1";
    check({
        {root(R"("figure": "fig44")"),
         "/figure: must be one of \"fig3\", \"fig4\", \"fig5\", \"figS1\", \"figS2\", \"figS3\", \"figS4\", got the "
         "string \"fig44\"; did you mean \"fig4\"?"},
        {root(R"("figure": null)"),
         "/figure: must be one of \"fig3\", \"fig4\", \"fig5\", \"figS1\", \"figS2\", \"figS3\", \"figS4\", got null; "
         "write \"fig3\", for example"},
        {root(R"("seed": -1)"), seed + "-1" + seed_advice},
        {root(R"("seed": 4.5)"), seed + "4.5" + seed_advice},
        {root(R"("seed": 18446744073709551616)"), seed + "1.8446744073709552e+19" + seed_advice},
        {root(R"("seed": 1e18)"), seed + "1e+18" + seed_advice}, // a double need not be what was written
        {root(R"("seed": true)"), seed + "true" + seed_advice},
        {root(R"("seed": "1")"), seed + "the string \"1\"" + seed_advice},
        {root(R"("shared_disorder": 1)"),
         "/shared_disorder: must be true or false, got 1; write true or false, without quotes"},
        {root(R"("theory": "inplied")"), "/theory: must be one of \"implied\", \"printed\", got the string "
                                         "\"inplied\"; did you mean \"implied\"?"},
        {root(R"("spectral": 0.1)"), "/spectral: must be an object, got 0.1; write { \"bin_width\": null }"},
        {root(R"("spectral": {"bin_width": 0})"), "/spectral/bin_width: must be > 0, got 0; write a positive "
                                                  "energy, or null for the nominal level spacing"},
        {root(R"("spectral": {"bin_width": "auto"})"),
         "/spectral/bin_width: must be a number, got the string \"auto\"; write a positive energy, or null "
         "for the "
         "nominal level spacing"},
    });
}

TEST_CASE("config values: the name is safe as a folder") {
    const auto named = [](const std::string& name) {
        return text_error(R"({"name": )" + name + R"(, "model": {"kind": "goe_bubble"}, "sweeps": [{}]})");
    };
    CHECK(named("4") == "/name: " + identifier + "4" + identifier_advice);
    CHECK(named(R"("")") == "/name: " + identifier + R"("")" + identifier_advice);
    CHECK(named(R"(".hidden")") == "/name: " + identifier + R"(".hidden")" + identifier_advice);
    CHECK(named(R"("a/b")") == "/name: " + identifier + R"("a/b")" + identifier_advice);
    CHECK(named(R"("é")") == "/name: " + identifier + R"("é")" + identifier_advice);
    CHECK(named('"' + std::string(65, 'x') + '"')
          == "/name: " + identifier + '"' + std::string(40, 'x') + "\"..." + identifier_advice);
}

TEST_CASE("config values: realizations") {
    const std::string count = "must be an integer from 1 to 1000000000, got ";
    const std::string count_advice = "; write a number of realizations, for example 100";
    const std::string key = "the key must be a LIOM count from 0 to 12, got ";
    const std::string table_advice = R"(; write 100, or { "1": 4000, "2": 3000 })";
    check({
        {root(R"("realizations": 0)"), "/realizations: " + count + "0" + count_advice},
        {root(R"("realizations": 1000000001)"), "/realizations: " + count + "1000000001" + count_advice},
        {root(R"("realizations": 2.5)"), "/realizations: " + count + "2.5" + count_advice},
        {root(R"("realizations": [1])"),
         "/realizations: must be an integer, or an object of integers by LIOM count, got a list of 1 entry"
             + table_advice},
        {root(R"("realizations": {"1": 0})"), "/realizations/1: " + count + "0" + count_advice},
        {root(R"("realizations": {"1": {}})"), "/realizations/1: " + count + "an object" + count_advice},
        {root(R"("realizations": {"13": 1})"), "/realizations/13: " + key + "\"13\"" + table_advice},
        {root(R"("realizations": {"01": 1})"), "/realizations/01: " + key + "\"01\"" + table_advice},
        {root(R"("realizations": {"-1": 1})"), "/realizations/-1: " + key + "\"-1\"" + table_advice},
        {root(R"("realizations": {"one": 1})"), "/realizations/one: " + key + "\"one\"" + table_advice},
        {{.sweep = R"("liom_count": [1, 3])", .more = R"("realizations": {"1": 5})"},
         "/realizations: no count for liom_count 3, used by /sweeps/0/liom_count/1; write \"3\": 100 beside "
         "the others, "
         "or one number for all"},
        {sweep(R"("liom_count": 7)"), "/realizations: the default has no count for liom_count 7, used by "
                                      "/sweeps/0/liom_count; write \"7\": 100 beside "
                                      "the others, or one number for all"},
        {root(R"("realizations": {})"), "/realizations: no count for liom_count 1, used by "
                                        "/sweeps/0/liom_count; write \"1\": 100 beside the others, or "
                                        "one number for all"},
    });
}

TEST_CASE("config values: model keys") {
    const std::string kind = R"(/model/kind: must be one of "goe_bubble", "impurity", got )";
    const std::string range_advice = "; write [low, high], for example [0.5, 1.5]";
    const std::string energy_advice = "; write an energy, for example 0.7";
    const std::string list_advice = "; write one number for each LIOM, for example [0.7, 1.2], or remove the key";
    check({
        {{.model = R"("kind": "goe")"}, kind + R"(the string "goe"; write "goe_bubble", for example)"},
        {{.model = R"("kind": "impurty")"}, kind + R"(the string "impurty"; did you mean "impurity"?)"},
        {{.model = R"("kind": 1)"}, kind + R"(1; write "goe_bubble", for example)"},
        {model(R"("bubble": [])"), "/model/bubble: must be an object, got a list of 0 entries; write { \"spins\": 8 }"},
        {bubble(R"("ensemble": "gue")"), "/model/bubble/ensemble: must be one of \"goe\", \"explicit\", got "
                                         "the string \"gue\"; did you mean \"goe\"?"},
        {bubble(R"("ensemble": "poisson")"), "/model/bubble/ensemble: must be one of \"goe\", \"explicit\", "
                                             "got the string \"poisson\"; write \"goe\", for "
                                             "example"},
        {bubble(R"("spins": 0)"), "/model/bubble/spins: must be an integer from 1 to 12, got 0; write the number of "
                                  "bubble spins, for example 8"},
        {bubble(R"("spins": 13)"), "/model/bubble/spins: must be an integer from 1 to 12, got 13; write the number of "
                                   "bubble spins, for example 8"},
        {bubble(R"("bandwidth_per_spin": 0)"),
         "/model/bubble/bandwidth_per_spin: must be > 0, got 0; write a positive energy, for example 2.6"},
        {bubble(R"("bandwidth_per_spin": 1000001)"), "/model/bubble/bandwidth_per_spin: must be <= 1e6, got "
                                                     "1000001; write a positive energy, for example 2.6"},
        {model(R"("liom_energy_range": 0.5)"),
         "/model/liom_energy_range: must be a list of 2 numbers, got 0.5" + range_advice},
        {model(R"("liom_energy_range": [1])"),
         "/model/liom_energy_range: must be a list of 2 numbers, got a list of 1 entry" + range_advice},
        {model(R"("liom_energy_range": [1.5, 0.5])"),
         "/model/liom_energy_range: must have low <= high, got [1.5,0.5]" + range_advice},
        {model(R"("liom_energy_range": [-1e7, 0])"),
         "/model/liom_energy_range/0: must be >= -1e6, got -10000000.0" + energy_advice},
        {model(R"("liom_energy_range": [0, null])"),
         "/model/liom_energy_range/1: must be a number, got null" + energy_advice},
        {model(R"("lioms": {"energy": []})"),
         "/model/lioms/energy: must be a list of 1 to 12 entries, got a list of 0 entries" + list_advice},
        {model(R"("lioms": {"energy": 0.7})"),
         "/model/lioms/energy: must be a list of 1 to 12 entries, got 0.7" + list_advice},
        {model(R"("lioms": {"coupling": [1,1,1,1,1,1,1,1,1,1,1,1,1]})"),
         "/model/lioms/coupling: must be a list of 1 to 12 entries, got a list of 13 entries" + list_advice},
        {model(R"("lioms": {"coupling": [1, 2e6]})"),
         "/model/lioms/coupling/1: must be <= 1e6, got 2000000.0" + energy_advice},
    });
}

TEST_CASE("config values: sweep keys") {
    const std::string panel = "/sweeps/0/panel: must be a string of 0 to 32 printable characters, got ";
    const std::string panel_advice = "; write a short label, for example \"a\"";
    const std::string geometry =
        "must be one of \"1d_exponential\", \"1d_stretched\", \"2d_exponential\", \"explicit\", got ";
    const std::string liom_count = "must be an integer from 0 to 12, got ";
    const std::string liom_count_advice = "; write a number of LIOMs, for example 4";
    check({
        {sweep(R"("panel": 1)"), panel + "1" + panel_advice},
        {sweep(R"("panel": "123456789012345678901234567890123")"),
         panel + "\"123456789012345678901234567890123\"" + panel_advice},
        {sweep(R"("panel": "a\nb")"), panel + "\"a\\nb\"" + panel_advice},
        {sweep(R"("geometry": "1d_exp")"),
         "/sweeps/0/geometry: " + geometry + "the string \"1d_exp\"; write \"1d_exponential\", for example"},
        {sweep(R"("geometry": ["2d_exponential", "2d_stretched"])"),
         "/sweeps/0/geometry/1: " + geometry + "the string \"2d_stretched\"; did you mean \"1d_stretched\"?"},
        {sweep(R"("coupling": -1)"),
         "/sweeps/0/coupling: must be >= 0, got -1; write a coupling V1 >= 0, for example 1.0"},
        {sweep(R"("coupling": [1, 1e7])"),
         "/sweeps/0/coupling/1: must be <= 1e6, got 10000000.0; write a coupling V1 >= 0, for example 1.0"},
        {sweep(R"("coupling": [])"),
         "/sweeps/0/coupling: must be a list of 1 to 1000 entries, got a list of 0 entries; "
         "remove the key for its default"},
        {sweep(R"("coupling": {"from": 1})"),
         "/sweeps/0/coupling: must be a number, got an object; write a coupling V1 >= 0, for example 1.0"},
        {sweep(R"("coupling": [1, 2, 1.0])"),
         "/sweeps/0/coupling/2: must differ from entry 0, got 1.0; name every value once"},
        {sweep(R"("localization_length": [0.4, 0.6, -0.4])"),
         "/sweeps/0/localization_length/2: must be > 0, got -0.4; write a positive length, for example 0.4"},
        {sweep(R"("localization_length": 0)"),
         "/sweeps/0/localization_length: must be > 0, got 0; write a positive length, for example 0.4"},
        {sweep(R"("localization_length": 2e12)"),
         "/sweeps/0/localization_length: must be <= 1e12, got 2000000000000.0; write a positive length, for "
         "example 0.4"},
        {sweep(R"("localization_length": [[1]])"), "/sweeps/0/localization_length/0: must be a number, got a "
                                                   "list of 1 entry; write a positive length, for example "
                                                   "0.4"},
        {sweep(R"("liom_count": 4.5)"), "/sweeps/0/liom_count: " + liom_count + "4.5" + liom_count_advice},
        {sweep(R"("liom_count": [1, 13])"), "/sweeps/0/liom_count/1: " + liom_count + "13" + liom_count_advice},
        {sweep(R"("liom_count": -1)"), "/sweeps/0/liom_count: " + liom_count + "-1" + liom_count_advice},
        {sweep(R"("liom_count": [2, 2])"),
         "/sweeps/0/liom_count/1: must differ from entry 0, got 2; name every value once"},
    });
}

TEST_CASE("config values: lists of sweeps and of values have 1 to 1000 entries") {
    const auto with_sweeps = [](const std::string& sweeps) {
        return text_error(R"({"name": "t", "model": {"kind": "goe_bubble"}, "sweeps": )" + sweeps + "}");
    };
    const std::string advice = R"(; write a list of sweeps, for example [{ "geometry": "1d_exponential" }])";
    CHECK(with_sweeps("{}") == "/sweeps: must be a list of 1 to 1000 entries, got an object" + advice);
    CHECK(with_sweeps("[]") == "/sweeps: must be a list of 1 to 1000 entries, got a list of 0 entries" + advice);
    CHECK(with_sweeps("[{}, 1]") == "/sweeps/1: must be an object, got 1; write an object");
    std::string sweeps = "[{}";
    std::string numbers = "[1";
    for (int entry = 2; entry <= 1001; ++entry) {
        sweeps += ",{}";
        numbers += "," + std::to_string(entry);
    }
    CHECK(with_sweeps(sweeps + "]")
          == "/sweeps: must be a list of 1 to 1000 entries, got a list of 1001 entries" + advice);
    CHECK(config_error(sweep(R"("coupling": )" + numbers + "]"))
          == "/sweeps/0/coupling: must be a list of 1 to 1000 entries, got a list of 1001 entries; remove "
             "the key for its "
             "default");
}
