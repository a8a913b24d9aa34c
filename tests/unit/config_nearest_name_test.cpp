#include "config/nearest_name.hpp"

#include <doctest/doctest.h>

#include <optional>

using mbl::edit_distance;
using mbl::nearest_name;

TEST_CASE("edit distance: insertions, deletions, replacements and swaps cost one each") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("seed", "sed") == 1);
    CHECK(edit_distance("seed", "sead") == 1);
    CHECK(edit_distance("seed", "sede") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("nearest name: near enough, whatever the case; the first of equals; nothing far away") {
    const std::vector<std::string> known{"energy", "coupling", "x1", "x2"};
    CHECK(nearest_name("ENERGY", known) == "energy");
    CHECK(nearest_name("cuopling", known) == "coupling");
    CHECK(nearest_name("x3", known) == "x1");
    CHECK(nearest_name("temperature", known) == std::nullopt);
    CHECK(nearest_name("", known) == std::nullopt);
    CHECK(nearest_name(std::string(1000000, 'e'), known) == std::nullopt);
}
