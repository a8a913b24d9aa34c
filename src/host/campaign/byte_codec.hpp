#pragma once

#include "core/errors.hpp"
#include "core/index.hpp"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mbl {

/// Numbers as bytes: 64-bit little-endian integers, doubles by their bits (NaN included), lists and texts preceded by
/// their length. Equal values give equal bytes on every machine.
class ByteWriter {
  public:
    void integer(Index value) {
        const auto bits = static_cast<std::uint64_t>(value);
        for (unsigned shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<char>((bits >> shift) & 0xffU));
    }
    void number(double value) { integer(std::bit_cast<Index>(value)); }
    void text(std::string_view value) {
        integer(static_cast<Index>(value.size()));
        bytes_ += value;
    }
    void numbers(const std::vector<double>& values) {
        integer(static_cast<Index>(values.size()));
        bytes_.reserve(bytes_.size() + values.size() * sizeof(double));
        for (const double value : values) number(value);
    }
    [[nodiscard]] std::string take() && { return std::move(bytes_); }

  private:
    std::string bytes_;
};

/// Reads what ByteWriter wrote, in the same order. @throws DataError the bytes end too early; never reads beyond them.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    Index integer() {
        const std::string_view eight = take(8);
        std::uint64_t bits = 0;
        for (unsigned i = 0; i < 8; ++i) bits |= std::uint64_t{static_cast<unsigned char>(eight[i])} << (8 * i);
        return static_cast<Index>(bits);
    }
    double number() { return std::bit_cast<double>(integer()); }
    std::string text() { return std::string(take(length(1))); }
    std::vector<double> numbers() {
        std::vector<double> values(length(sizeof(double)));
        for (double& value : values) value = number();
        return values;
    }
    /// Length of a list whose entries take at least `entry_bytes` each.
    std::size_t length(std::size_t entry_bytes) {
        const Index count = integer();
        if (count < 0 || static_cast<std::uint64_t>(count) > bytes_.size() / entry_bytes) throw too_short();
        return static_cast<std::size_t>(count);
    }
    [[nodiscard]] bool at_end() const noexcept { return bytes_.empty(); }
    /// @throws DataError something is left.
    void expect_end() const {
        if (!at_end()) throw DataError("the record is too long");
    }
    /// The number that every part of a record begins with. @throws DataError it is not this one.
    void expect_layout(Index layout) {
        if (const Index got = integer(); got != layout)
            throw DataError("the record has layout " + std::to_string(got) + ", this program reads "
                            + std::to_string(layout));
    }

  private:
    static DataError too_short() { return DataError("the record ends too early"); }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) throw too_short();
        const std::string_view part = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return part;
    }

    std::string_view bytes_;
};

} // namespace mbl
