#include "config_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::message_of;
using config_cases::parse_text;
using config_cases::text_of;

namespace {

Config with(const std::vector<std::string>& overrides) { return parse_text(text_of({}), "", overrides); }

std::string usage_error(const std::string& assignment) {
    return message_of<UsageError>([&] { with({assignment}); });
}

} // namespace

TEST_CASE("overrides: the value is JSON, or else a plain string") {
    CHECK(with({"/seed=7"}).seed == 7);
    CHECK(with({"/shared_disorder=false"}).shared_disorder == false);
    CHECK(with({"/spectral={\"bin_width\": 0.5}"}).spectral.bin_width == 0.5);
    CHECK(with({"/name=mine"}).name == "mine");
    CHECK(with({"/name=\"mine\""}).name == "mine");
    CHECK(with({"/sweeps/0/panel=a=b"}).sweeps[0].panel == "a=b");
    CHECK(with({"/sweeps/0/panel="}).sweeps[0].panel.empty());
    CHECK(with({"/sweeps=[{}, {}]"}).sweeps.size() == 2);
    CHECK(with({"/sweeps/0={\"coupling\": 3}"}).sweeps[0].coupling[0] == 3.0);
}

TEST_CASE("overrides: missing objects are created, list entries replaced") {
    CHECK(with({"/model/bubble/spins=3"}).model.bubble.spins == 3);
    CHECK(with({"/sweeps/0/coupling=[1, 2]", "/sweeps/0/coupling/1=5"}).sweeps[0].coupling
          == std::vector<double>{1.0, 5.0});
    CHECK(with({"/spectral=null", "/spectral/bin_width=0.25"}).spectral.bin_width == 0.25);
}

TEST_CASE("overrides: the last one wins, and all come after the profile") {
    const std::string text = text_of({.more = R"("seed": 2, "profiles": {"quick": {"seed": 3}})"});
    CHECK(parse_text(text, "quick").seed == 3);
    CHECK(parse_text(text, "quick", {"/seed=4", "/seed=5"}).seed == 5);
}

TEST_CASE("overrides: a value out of limits is a config error at its place") {
    CHECK(message_of<ConfigError>([] { with({"/sweeps/0/localization_length=[1, -0.4]"}); })
          == "/sweeps/0/localization_length/1: must be > 0, got -0.4; write a positive length, for example "
             "0.4");
    CHECK(message_of<ConfigError>([] { with({"/model/bubble/spin=6"}); })
          == "/model/bubble/spin: unknown key; did you mean \"spins\"?");
    CHECK(message_of<ConfigError>([] { with({"/seed=two"}); })
          == "/seed: must be an integer from 0 to 18446744073709551615, got the string \"two\"; write a "
             "seed, for example "
             "1");
}

TEST_CASE("overrides: what is wrong with them") {
    CHECK(usage_error("/seed") == "--set /seed: must be /json/pointer=value; write for example --set /seed=2");
    CHECK(usage_error("seed=2") == "--set seed=2: the pointer must start with \"/\"; write for example --set /seed=2");
    CHECK(usage_error("=2") == "--set =2: the pointer must start with \"/\"; write for example --set /seed=2");
    CHECK(usage_error("/a~2=1")
          == "--set /a~2=1: \"~\" in a pointer must be ~0 or ~1; write ~0 for \"~\" and ~1 for \"/\" inside "
             "a key");
    CHECK(usage_error("/sweeps/1/coupling=2")
          == "--set /sweeps/1/coupling=2: there is no entry \"1\" in /sweeps, a list of 1 entry; entries "
             "count from 0 and "
             "cannot be added");
    CHECK(usage_error("/sweeps/-={}")
          == "--set /sweeps/-={}: there is no entry \"-\" in /sweeps, a list of 1 entry; entries count from "
             "0 and cannot "
             "be added");
    CHECK(usage_error("/sweeps/00={}")
          == "--set /sweeps/00={}: there is no entry \"00\" in /sweeps, a list of 1 entry; entries count "
             "from 0 and cannot "
             "be added");
    CHECK(usage_error("/name/x=1")
          == "--set /name/x=1: /name is neither an object nor a list, but the string \"t\"; set /name itself");
    CHECK(usage_error("/profiles/quick={}")
          == "--set /profiles/quick={}: profiles are merged before --set; choose one with --profile");
    CHECK(usage_error("/sweeps/0/coupling=[1, 2")
          == "--set /sweeps/0/coupling=[1, 2: the value:1:6: syntax error while parsing array - unexpected "
             "end of input; "
             "expected ']'; JSON has no comments, trailing commas, single quotes, NaN or Infinity");
    CHECK(usage_error("/spectral={\"bin_width\": 1, \"bin_width\": 2}")
          == "--set /spectral={\"bin_width\": 1, \"bin_width\": 2}: /bin_width: duplicate key; every key may "
             "be given "
             "once, remove all but one");
    CHECK(usage_error("/seed=1e999")
          == "--set /seed=1e999: /: must be a finite number, got 1e999; write a number below 1.8e308");
    CHECK(usage_error("/name=\xff") == "--set: the option is not UTF-8 text; write it in UTF-8");
}
