#include <doctest/doctest.h>

#include "random.hpp"

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace {

using Counter = r123::Philox4x32::ctr_type;
using Key = r123::Philox4x32::key_type;

struct KnownAnswer {
    Counter counter;
    Key key;
    Counter expected;
};

/// The three philox4x32-10 rows of kat_vectors in Random123's distribution.
const std::array<KnownAnswer, 3> known_answers = {{
    {{{0x00000000, 0x00000000, 0x00000000, 0x00000000}},
     {{0x00000000, 0x00000000}},
     {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
    {{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}},
     {{0xffffffff, 0xffffffff}},
     {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
    {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
     {{0xa4093822, 0x299f31d0}},
     {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}},
}};

} // namespace

TEST_CASE("philox: the installed generator gives the published answers") {
    for (const KnownAnswer& row : known_answers) {
        const Counter out = r123::Philox4x32()(row.counter, row.key);
        for (unsigned word = 0; word < 4; ++word) CHECK(out.v[word] == row.expected.v[word]);
    }
}

TEST_CASE("philox: an address is laid out in key and counter as documented") {
    const mbl::DrawAddress even = {0x0123456789abcdefU, mbl::Stream::probe, 0x00112233445566U, 0xfedcba9876543210U};
    const Key key = {{0x89abcdef, 0x01234567}};
    const Counter counter = {{0x3b2a1908, 0x7f6e5d4c, 0x33445566, 0x03001122}};
    const Counter out = r123::Philox4x32()(counter, key);
    const std::uint64_t first = (std::uint64_t{out.v[1]} << 32) | out.v[0];
    const std::uint64_t second = (std::uint64_t{out.v[3]} << 32) | out.v[2];

    mbl::DrawAddress odd = even;
    odd.element += 1;
    CHECK(mbl::bits(even) == first);
    CHECK(mbl::bits(odd) == second);
    CHECK(mbl::draw_words(odd).first == first);
    CHECK(mbl::draw_words(odd).second == second);
}

TEST_CASE("philox: the first known answer is reached through an address of zeros") {
    CHECK(mbl::bits({0, mbl::Stream{0}, 0, 0}) == 0xe169c58d6627e8d5U);
    CHECK(mbl::bits({0, mbl::Stream{0}, 0, 1}) == 0x9b00dbd8bc57ac4cU);
}
