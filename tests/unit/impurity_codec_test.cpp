#include "campaign/impurity_codec.hpp"

#include "campaign/block_codec.hpp"
#include "config_cases.hpp"
#include "record_cases.hpp"
#include "solution_cases.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <string>

using namespace mbl;
using config_cases::message_of;

namespace {

/// A record with everything in it, and with numbers that text would spoil.
BlockRecord awkward_record() {
    ImpurityProblem problem;
    problem.liom_count = 3;
    problem.plot_lioms = {0, 2};
    problem.plot_frequency = {-1, 1};
    ImpuritySolution s = solution_cases::solution(problem, 7);
    s.report.converged = false;
    s.report.narrowest_width = std::bit_cast<double>(std::uint64_t{0x7ff8000000000123}); // a NaN of its own
    s.report.eta_bias = std::numeric_limits<double>::infinity();
    s.frequency[1] = -0.0;
    s.matsubara_green[0].im = std::numeric_limits<double>::denorm_min();
    s.liom_filling.clear();
    s.failure = "Größe; \"4\"\n";
    return solution_cases::record(std::move(s), {3, 0, 0, 1}, "a device");
}

BlockRecord restored(const BlockRecord& record) {
    BlockRecord copy = decode_samples(encode_samples(record));
    decode_curves(encode_curves(record), copy);
    copy.block = record.block;
    return copy;
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

} // namespace

TEST_CASE("impurity codec: a record comes back bit for bit") {
    const BlockRecord record = awkward_record();
    const BlockRecord copy = restored(record);
    REQUIRE(copy.impurity);
    CHECK(record_cases::same(copy, record));
    CHECK(copy.device == "a device");
    CHECK(copy.program == record.program);
    const ImpuritySolution& a = *record.impurity;
    const ImpuritySolution& b = *copy.impurity;
    CHECK(!b.report.converged);
    CHECK(b.report.iterations == 9);
    using R = ImpurityReport;
    for (const auto number :
         {&R::residual, &R::sum_rule, &R::filling, &R::matsubara_mismatch, &R::eta_bias, &R::narrowest_width, &R::eta,
          &R::step, &R::distance_to_free, &R::shape_distance_to_free, &R::shape_correlation})
        CHECK(bits(b.report.*number) == bits(a.report.*number));
    CHECK(b.failure == a.failure);
    CHECK(bits(b.frequency[1]) == bits(-0.0));
    using S = ImpuritySolution;
    for (const auto list : {&S::frequency, &S::spectral_function, &S::plot_spectral_function, &S::matsubara_frequency,
                            &S::liom_energy, &S::liom_coupling, &S::liom_filling})
        CHECK(b.*list == a.*list);
    for (const auto list : {&S::matsubara_green, &S::matsubara_self_energy}) {
        REQUIRE((b.*list).size() == 2);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(bits((b.*list)[i].re) == bits((a.*list)[i].re));
            CHECK(bits((b.*list)[i].im) == bits((a.*list)[i].im));
        }
    }
    CHECK(b.liom_spectral_function == a.liom_spectral_function);
}

TEST_CASE("impurity codec: a solution that has nothing but its failure") {
    ImpuritySolution nothing;
    nothing.failure = "gave up";
    const BlockRecord record = solution_cases::record(nothing, {0, 0, 0, 1});
    CHECK(record_cases::same(restored(record), record));
    CHECK(restored(record).impurity->failure == "gave up");
}

TEST_CASE("impurity codec: the report alone is without arrays, and says all of itself") {
    const BlockRecord report = decode_samples(encode_samples(awkward_record()));
    REQUIRE(report.impurity);
    CHECK(report.impurity->failure == awkward_record().impurity->failure);
    CHECK(report.impurity->frequency.empty());
    CHECK(encode_samples(report) == encode_samples(awkward_record()));
}

TEST_CASE("impurity codec: both parts begin with a layout that no record of exact diagonalization has") {
    const std::string layout("\1tpi\0\0\0\0", 8);
    CHECK(encode_samples(awkward_record()).starts_with(layout));
    CHECK(encode_curves(awkward_record()).starts_with(layout));
    CHECK(holds_impurity_report(encode_samples(awkward_record())));
    CHECK(!holds_impurity_report(encode_samples(record_cases::first_record(1, 2))));
    CHECK(!holds_impurity_report(""));
    std::string newer = encode_samples(awkward_record());
    newer[0] = 2;
    CHECK(message_of<DataError>([&] { decode_samples(newer); })
          == "the record has layout 1768977410, this program reads 1768977409");
}

TEST_CASE("impurity codec: bytes that end anywhere too early, or too late, are refused") {
    const BlockRecord record = awkward_record();
    const std::string report = encode_samples(record);
    const std::string arrays = encode_curves(record);
    for (std::size_t size = 0; size < report.size(); ++size) {
        CAPTURE(size);
        CHECK_THROWS_AS(decode_samples(report.substr(0, size)), DataError);
    }
    for (std::size_t size = 0; size < arrays.size(); ++size) {
        CAPTURE(size);
        BlockRecord copy = decode_samples(report);
        CHECK_THROWS_AS(decode_curves(arrays.substr(0, size), copy), DataError);
    }
    BlockRecord copy = decode_samples(report);
    CHECK(message_of<DataError>([&] { decode_samples(report + "x"); }) == "the record is too long");
    CHECK(message_of<DataError>([&] { decode_curves(arrays + "x", copy); }) == "the record is too long");
}

TEST_CASE("impurity codec: no byte, whatever it is turned into, leads beyond the bytes or to a huge allocation") {
    const std::string report = encode_samples(awkward_record());
    const std::string arrays = encode_curves(awkward_record());
    for (const std::string* part : {&report, &arrays}) {
        for (std::size_t i = 0; i < part->size(); ++i) {
            for (const char value : {'\0', '\x7f', '\xff'}) {
                std::string changed = *part;
                changed[i] = value;
                try {
                    BlockRecord copy = decode_samples(part == &report ? changed : report);
                    if (copy.impurity) decode_curves(part == &arrays ? changed : arrays, copy);
                } catch (const DataError&) { // fine as well
                }
            }
        }
    }
}

TEST_CASE("impurity codec: lists that do not fit together are refused") {
    using S = ImpuritySolution;
    const auto refused = [](const auto& change) {
        BlockRecord record = awkward_record();
        S changed = *record.impurity;
        change(changed);
        record.impurity = std::make_shared<const S>(std::move(changed));
        return message_of<DataError>([&] { restored(record); }) == "the record's lists do not fit together";
    };
    CHECK(refused([](S& s) { s.frequency.pop_back(); }));
    CHECK(refused([](S& s) { s.matsubara_green.pop_back(); }));
    CHECK(refused([](S& s) { s.matsubara_self_energy.emplace_back(); }));
    CHECK(refused([](S& s) { s.liom_coupling.pop_back(); }));
    CHECK(refused([](S& s) { s.liom_filling.push_back(0.5); }));
    CHECK(refused([](S& s) { s.liom_spectral_function[0].pop_back(); }));
    CHECK(refused([](S& s) { s.liom_spectral_function[3] = s.plot_spectral_function; }));
}
