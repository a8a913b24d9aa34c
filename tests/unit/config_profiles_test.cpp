#include "config_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::config_error;
using config_cases::message_of;
using config_cases::parse_text;
using config_cases::text_of;

namespace {

const std::string with_profiles = text_of({.more = R"("spectral": {"bin_width": 0.5}, "profiles": {
    "quick": {"model": {"bubble": {"spins": 6}}, "sweeps": [{"liom_count": 1}, {}], "realizations": 30},
    "reset": {"spectral": {"bin_width": null}},
    "broken": {"sweeps": [{"liom_count": 1}, {"coupling": -1}]}})"});

} // namespace

TEST_CASE("profiles: objects merge, lists are replaced whole, null removes") {
    const Config quick = parse_text(with_profiles, "quick");
    CHECK(quick.model.bubble.spins == 6);
    CHECK(quick.sweeps.size() == 2);
    CHECK(quick.realizations.uniform == 30);
    CHECK(quick.spectral.bin_width == 0.5);
    CHECK(quick.profile == "quick");
    CHECK_FALSE(parse_text(with_profiles, "reset").spectral.bin_width);
}

TEST_CASE("profiles: \"paper\" and no name need no entry, but one is used") {
    CHECK(parse_text(with_profiles, "").model.bubble.spins == 8);
    CHECK(parse_text(with_profiles, "paper").profile == "paper");
    const std::string with_paper = text_of({.more = R"("profiles": {"paper": {"seed": 5}})"});
    CHECK(parse_text(with_paper, "").seed == 5);
    CHECK(parse_text(with_paper, "paper").seed == 5);
}

TEST_CASE("profiles: the effective config has sorted keys, unchanged numbers and no profiles") {
    CHECK(parse_text(R"({"sweeps": [{}], "name": "t", "seed": 18446744073709551615, "theory": "implied",
                    "model": {"kind": "goe_bubble", "bubble": {"bandwidth_per_spin": 0.1}}, "realizations": 30,
                    "profiles": {"quick": {"seed": 2, "model": {"bubble": {"spins": 2.0}}}}})",
                     "quick", {"/sweeps/0/coupling=2.50", "/realizations={\"1\": 1e2}", "/sweeps/0/liom_count=1"})
              .effective_json
          == R"({"model":{"bubble":{"bandwidth_per_spin":0.1,"spins":2.0},"kind":"goe_bubble"},"name":"t",)"
             R"("realizations":{"1":100.0},"seed":2,"sweeps":[{"coupling":2.5,"liom_count":1}],"theory":"implied"})");
}

TEST_CASE("profiles: the effective config reads back as the same config") {
    const Config first = parse_text(with_profiles, "quick", {"/seed=7"});
    const Config second = parse_text(first.effective_json);
    CHECK(second.effective_json == first.effective_json);
    CHECK(second.seed == 7);
    CHECK(second.model.bubble.spins == 6);
}

TEST_CASE("profiles: what is wrong with them") {
    CHECK(message_of<UsageError>([] { parse_text(with_profiles, "fast"); })
          == "--profile fast: no such profile in this config; there are broken, paper, quick, reset");
    CHECK(message_of<UsageError>([] { parse_text(text_of({}), "quick"); })
          == "--profile quick: no such profile in this config; there are paper");
    CHECK(message_of<ConfigError>([] { parse_text(with_profiles, "broken"); })
          == "/sweeps/1/coupling: must be >= 0, got -1; write a coupling V1 >= 0, for example 1.0 (with "
             "profile \"broken\")");
    CHECK(
        config_error({.more = R"("profiles": [])"})
        == R"(/profiles: must be an object of profiles, got a list of 0 entries; write { "quick": { "realizations": 30 } })");
    CHECK(config_error({.more = R"("profiles": {"quick": 30})"})
          == R"(/profiles/quick: must be an object, got 30; write { "quick": { "realizations": 30 } })");
    CHECK(config_error({.more = R"("profiles": {"quick": {"profiles": {}}})"})
          == "/profiles/quick/profiles: a profile must not contain profiles; remove the key");
    CHECK(config_error({.more = R"("profiles": {"../up": {}})"})
          == "/profiles/..~1up: must be a string of 1 to 64 letters, digits, \"_\", \"-\" or \".\", the "
             "first not \".\", got "
             "\"../up\"; write letters, digits, \"_\", \"-\" or \".\", the first not \".\", for example "
             "\"quick\"");
}
