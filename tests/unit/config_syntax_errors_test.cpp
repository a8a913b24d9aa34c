#include "config_cases.hpp"

#include "config/strict_json.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace mbl;
using config_cases::message_of;
using config_cases::text_error;

namespace {

const std::string hint = "; JSON has no comments, trailing commas, single quotes, NaN or Infinity";

std::string nested_lists(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

} // namespace

TEST_CASE("config syntax: line and column count from 1, columns in characters") {
    CHECK(text_error("")
          == "test.json:1:1: syntax error while parsing value - unexpected end of input; expected '[', '{', "
             "or a literal"
                 + hint);
    CHECK(text_error("{\"name\": \"é\", }")
          == "test.json:1:15: syntax error while parsing object key - unexpected '}'; expected string literal" + hint);
    CHECK(text_error("{\n  \"seed\": 1\n  \"name\": \"t\"\n}")
          == "test.json:3:8: syntax error while parsing object - unexpected string literal; expected '}'" + hint);
    CHECK(text_error("{\"seed\": NaN}")
          == "test.json:1:10: syntax error while parsing value - invalid literal; last read: '\"seed\": N'" + hint);
    CHECK(text_error("{} {}")
          == "test.json:1:4: syntax error while parsing value - unexpected '{'; expected end of input" + hint);
    CHECK(text_error("{\"seed\": 01}")
          == "test.json:1:11: syntax error while parsing object - unexpected number literal; expected '}'" + hint);
    CHECK(text_error("{\"name\": \"\xff\"}")
          == "test.json:1:11: syntax error while parsing value - invalid string: ill-formed UTF-8 byte; last "
             "read: '\"\\xff'"
                 + hint);
}

TEST_CASE("config syntax: an overlong token is cut") {
    CHECK(text_error("{\"" + std::string(100000, 'x')).size() < 400);
}

TEST_CASE("config syntax: duplicate keys, at any depth") {
    CHECK(text_error(R"({"name": "t", "seed": 1, "seed": 1})")
          == "/seed: duplicate key; every key may be given once, remove all but one");
    CHECK(text_error(R"({"sweeps": [{}, {"coupling": 1, "panel": "a", "coupling": 2}]})")
          == "/sweeps/1/coupling: duplicate key; every key may be given once, remove all but one");
    CHECK(text_error(R"({"profiles": {"quick": {"a\nb": 1, "a\nb": 2}}})")
          == "/profiles/quick/a\\u000ab: duplicate key; every key may be given once, remove all but one");
}

TEST_CASE("config syntax: numbers beyond double") {
    CHECK(text_error(R"({"model": {"liom_energy_range": [0.5, 1e400]}})")
          == "/model/liom_energy_range/1: must be a finite number, got 1e400; write a number below 1.8e308");
}

TEST_CASE("config syntax: nesting stops at 32 levels") {
    CHECK(parse_strict_json(nested_lists(32), "test.json").is_array());
    std::string place;
    for (int level = 0; level < 32; ++level) place += "/0";
    CHECK(message_of<ConfigError>([] { parse_strict_json(nested_lists(33), "test.json"); })
          == place + ": must be nested at most 32 levels deep, got 33; no config needs more than 5");
    CHECK(message_of<ConfigError>([] { parse_strict_json(nested_lists(1000000), "test.json"); }).starts_with(place));
}

TEST_CASE("config syntax: the size has a limit") {
    CHECK(text_error(std::string(largest_document_bytes + 1, ' '))
          == "test.json: must be at most 67108864 bytes, got 67108865; name a config file");
}

TEST_CASE("config syntax: the root is an object") {
    CHECK(text_error("[1, 2]")
          == R"(/: must be an object, got a list of 2 entries; write { "name": ..., "model": ..., "sweeps": ... })");
}

TEST_CASE("config files: what cannot be read") {
    CHECK(message_of<IoError>([] { read_config("/nonexistent/x.json", "", {}); })
          == "/nonexistent/x.json: cannot be opened: No such file or directory; check the path");
    CHECK(message_of<IoError>([] { read_config("/tmp", "", {}); }) == "/tmp: is a directory; name a config file");
}
