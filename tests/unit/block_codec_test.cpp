#include "campaign/block_codec.hpp"

#include "campaign/byte_codec.hpp"
#include "config_cases.hpp"
#include "plan_cases.hpp"
#include "record_cases.hpp"
#include "result_cases.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace mbl;
using config_cases::message_of;

namespace {

/// A record with everything in it, and with numbers that text would spoil.
BlockRecord awkward_record() {
    BlockRecord record = record_cases::first_record(2, 20);
    record.samples[3] = std::numeric_limits<double>::quiet_NaN();
    record.samples[4] = -0.0;
    record.samples[5] = std::numeric_limits<double>::denorm_min();
    record.groups[0].spectral[0].thermal[0] = std::numeric_limits<double>::infinity();
    record.gate = {1e-15, 2e-15, 3e-15, 4e-15, 5e-15, true};
    record.retries = 3;
    record.groups[0].density = {{"sigma_z_N", {1, 2, 3}}};
    record.fixed_disorder = {{0, 1, {{"tau_x_M", 0.5, -1, {1, 2}, {3, 4}}}, {}}};
    record.device = "Größe; \"4\"\n";
    return record;
}

BlockRecord restored(const BlockRecord& record) {
    BlockRecord copy = decode_samples(encode_samples(record));
    decode_curves(encode_curves(record), copy);
    copy.block = record.block;
    return copy;
}

} // namespace

TEST_CASE("block codec: a record comes back bit for bit") {
    const BlockRecord record = awkward_record();
    CHECK(record_cases::same(restored(record), record));
    CHECK(restored(record).program == record.program);
    CHECK(restored(record).groups[0].density[0].op == "sigma_z_N");
    CHECK(restored(record).groups[0].density[0].counts == std::vector<double>{1, 2, 3});
    REQUIRE(restored(record).fixed_disorder.size() == 1);
    CHECK(restored(record).fixed_disorder[0].count == 1);
    CHECK(restored(record).fixed_disorder[0].spectral[0].k_min == -1);
    CHECK(restored(record).fixed_disorder[0].spectral[0].thermal == std::vector<double>{1, 2});
    CHECK(restored(record).fixed_disorder[0].spectral[0].typical_log == std::vector<double>{3, 4});
    const BlockRecord bare = record_cases::first_record(0, 5); // no LIOM: no curve
    CHECK(record_cases::same(restored(bare), bare));
}

TEST_CASE("block codec: the bytes are little-endian and begin with the layout") {
    CHECK(encode_samples(awkward_record()).starts_with(std::string("\2\0\0\0\0\0\0\0", 8)));
    ByteWriter out;
    out.number(1.0);
    out.integer(-2);
    CHECK(std::move(out).take() == std::string("\0\0\0\0\0\0\xf0\x3f\xfe\xff\xff\xff\xff\xff\xff\xff", 16));
}

TEST_CASE("block codec: bytes that end anywhere too early, or too late, are refused") {
    const BlockRecord record = awkward_record();
    const std::string samples = encode_samples(record);
    const std::string curves = encode_curves(record);
    for (std::size_t size = 0; size < samples.size(); ++size) {
        CAPTURE(size);
        CHECK_THROWS_AS(decode_samples(samples.substr(0, size)), DataError);
    }
    for (std::size_t size = 0; size < curves.size(); ++size) {
        CAPTURE(size);
        BlockRecord copy;
        CHECK_THROWS_AS(decode_curves(curves.substr(0, size), copy), DataError);
    }
    CHECK(message_of<DataError>([&] { decode_samples(samples + "x"); }) == "the record is too long");
}

TEST_CASE("block codec: no byte, whatever it is turned into, leads beyond the bytes or to a huge allocation") {
    const std::string samples = encode_samples(record_cases::first_record(1, 3));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        for (const char value : {'\0', '\x7f', '\xff'}) {
            std::string changed = samples;
            changed[i] = value;
            try {
                decode_samples(changed);
            } catch (const DataError&) { // fine as well
            }
        }
    }
}

TEST_CASE("block codec: another layout and other columns are told apart from damage") {
    std::string samples = encode_samples(awkward_record());
    std::string newer = samples;
    newer[0] = 3;
    CHECK(message_of<DataError>([&] { decode_samples(newer); }) == "the record has layout 3, this program reads 2");
    samples[samples.find("width_fwhm")] = 'W';
    CHECK(message_of<DataError>([&] { decode_samples(samples); })
          == "the record holds other observables than this program's");
}
