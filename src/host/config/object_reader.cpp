#include "config/object_reader.hpp"

#include "config/matrix_rules.hpp"

#include <bit>
#include <charconv>

namespace mbl {

namespace {

using nlohmann::json;

bool allowed(fields::Alphabet alphabet, std::string_view text) noexcept {
    const auto printable = [](char byte) { return static_cast<unsigned char>(byte) >= 0x20U && byte != 0x7F; };
    const auto identifier = [](char byte) {
        return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')
               || byte == '_' || byte == '.' || byte == '-';
    };
    if (alphabet == fields::Alphabet::printable) return std::all_of(text.begin(), text.end(), printable);
    return !text.starts_with('.') && std::all_of(text.begin(), text.end(), identifier);
}

std::string requirement(const fields::Text& kind) {
    const std::string length = std::to_string(kind.shortest) + " to " + std::to_string(kind.longest);
    return "must be a string of " + length
           + (kind.alphabet == fields::Alphabet::identifier
                  ? " letters, digits, \"_\", \"-\" or \".\", the first not \".\""
                  : " printable characters");
}

void check_text(std::string_view text, const JsonPointer& place, const fields::Text& kind) {
    const std::size_t length = character_count(text);
    if (length < kind.shortest || length > kind.longest || !allowed(kind.alphabet, text)) {
        refuse(place, requirement(kind), in_quotes(text), kind.advice);
    }
}

/// The number, -0 as 0 (the two must not become two identities of one point).
double finite_number(const json& value) { return value.get<double>() + 0.0; }

/// @param keys LIOM counts as text: decimal, no sign, no leading zero.
int liom_count_of(const std::string& key, const JsonPointer& place, const fields::CountsByLiom& kind) {
    int liom_count = -1;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), liom_count);
    const bool canonical = error == std::errc{} && std::to_string(liom_count) == key;
    if (!canonical || liom_count < kind.liom_count.lowest || liom_count > kind.liom_count.highest) {
        refuse(place,
               "the key must be a LIOM count from " + std::to_string(kind.liom_count.lowest) + " to "
                   + std::to_string(kind.liom_count.highest),
               in_quotes(key), kind.advice);
    }
    return liom_count;
}

} // namespace

void ObjectReader::read(const json& value, const JsonPointer& place, std::string& text, const fields::Text& kind) {
    if (!value.is_string()) refuse(place, requirement(kind), found(value), kind.advice);
    check_text(value.get_ref<const std::string&>(), place, kind);
    text = value.get<std::string>();
}

void ObjectReader::read(const json& value, const JsonPointer& place, fields::Untargeted&,
                        const fields::Constant& kind) {
    if (value != json(kind.value)) refuse(place, "must be " + in_quotes(kind.value), found(value), kind.advice);
}

void ObjectReader::read(const json& value, const JsonPointer& place, bool& flag, const fields::Flag&) {
    if (!value.is_boolean())
        refuse(place, "must be true or false", found(value), "write true or false, without quotes");
    flag = value.get<bool>();
}

void ObjectReader::read(const json& value, const JsonPointer& place, double& number, const fields::Number& kind) {
    if (!value.is_number()) refuse(place, "must be a number", found(value), kind.advice);
    number = finite_number(value);
    const auto refuse_limit = [&](const char* relation, double limit) {
        refuse(place, "must be " + std::string(relation) + " " + number_text(limit), found(value), kind.advice);
    };
    if (kind.above && !(number > *kind.above)) refuse_limit(">", *kind.above);
    if (kind.at_least && !(number >= *kind.at_least)) refuse_limit(">=", *kind.at_least);
    if (kind.at_most && !(number <= *kind.at_most)) refuse_limit("<=", *kind.at_most);
}

void ObjectReader::read(const json& value, const JsonPointer& place, int& number, const fields::PowerOfTwo& kind) {
    int written = 0;
    if (read_integer(value, written, kind.lowest, kind.highest)
        && std::has_single_bit(static_cast<unsigned>(written))) {
        number = written;
        return;
    }
    refuse(place, "must be a power of two from " + std::to_string(kind.lowest) + " to " + std::to_string(kind.highest),
           found(value), kind.advice);
}

void ObjectReader::read(const json& value, const JsonPointer& place, std::array<double, 2>& ends,
                        const fields::Interval& kind) {
    if (!value.is_array() || value.size() != 2) refuse(place, "must be a list of 2 numbers", found(value), kind.advice);
    for (std::size_t end = 0; end < 2; ++end) read(value[end], place / end, ends[end], kind.end);
    if (ends[0] > ends[1]) refuse(place, "must have low <= high", value.dump(), kind.advice);
}

void ObjectReader::read(const json& value, const JsonPointer& place, const MatrixTarget& target,
                        const fields::SymmetricMatrix& kind) {
    if (value.is_object()) {
        read(value, place, target.source, fields::Object{});
        return;
    }
    if (!value.is_array()) refuse(place, "must be a list of rows, or name a file", found(value), kind.advice);
    const std::size_t size = value.size();
    if (!allows_row_count(kind, size)) {
        refuse(place, row_count_requirement(kind), std::to_string(size), row_count_advice);
    }
    for (std::size_t row = 0; row < size; ++row) { // all shapes before the size^2 numbers are stored
        if (value[row].is_array() && value[row].size() == size) continue;
        refuse(place / row, "must be a row of " + std::to_string(size) + " numbers", found(value[row]),
               "every row is as long as the matrix has rows");
    }
    std::vector<double>& entries = target.rows;
    entries.clear();
    entries.reserve(size * size);
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            const json& entry = value[row][column];
            if (!entry.is_number()) {
                refuse(place / row / column, "must be a number", found(entry),
                       "write a matrix element, for example 0.2");
            }
            entries.push_back(finite_number(entry));
        }
    }
    if (const auto asymmetry = first_asymmetry(entries)) {
        const auto [row, column] = *asymmetry;
        refuse(place / row / column, "must equal its mirror " + text_of(place / column / row) + " exactly",
               value[row][column].dump() + " and " + value[column][row].dump(), "write (H + H^T)/2");
    }
}

void ObjectReader::read(const json& value, const JsonPointer& place, RealizationCounts& counts,
                        const fields::CountsByLiom& kind) {
    counts = RealizationCounts{.uniform = std::nullopt, .by_liom_count = {}};
    if (!value.is_object()) {
        if (!value.is_number()) {
            refuse(place, "must be an integer, or an object of integers by LIOM count", found(value), kind.advice);
        }
        read(value, place, counts.uniform.emplace(), kind.count);
        return;
    }
    for (const auto& [key, count] : value.items()) {
        const int liom_count = liom_count_of(key, place / key, kind);
        read(count, place / key, counts.by_liom_count[liom_count], kind.count);
    }
}

void ObjectReader::read(const json& value, const JsonPointer& place, fields::Untargeted&,
                        const fields::Profiles& kind) {
    constexpr std::string_view advice = "write { \"quick\": { \"realizations\": 30 } }";
    if (!value.is_object()) refuse(place, "must be an object of profiles", found(value), advice);
    for (const auto& [name, patch] : value.items()) {
        check_text(name, place / name, kind.name);
        if (!patch.is_object()) refuse(place / name, "must be an object", found(patch), advice);
        if (patch.contains("profiles")) {
            refuse(place / name / "profiles", "a profile must not contain profiles", "remove the key");
        }
    }
}

void ObjectReader::refuse_unknown_keys(const json& object, const JsonPointer& place,
                                       const std::vector<std::string>& known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const std::optional<std::string> nearest = nearest_name(key, known);
        refuse(place / key, "unknown key",
               nearest ? "did you mean " + in_quotes(*nearest) + "?" : "known here: " + listed(known));
    }
}

void ObjectReader::refuse_choice(const json& value, const JsonPointer& place, const std::vector<std::string>& names,
                                 std::string_view because) {
    std::vector<std::string> quotes;
    quotes.reserve(names.size());
    for (const std::string& name : names) quotes.push_back(in_quotes(name));
    std::optional<std::string> nearest;
    // A name that is right elsewhere is no misspelling.
    if (value.is_string() && because.empty()) nearest = nearest_name(value.get_ref<const std::string&>(), names);
    refuse(place,
           (quotes.size() == 1 ? "must be " : "must be one of ") + listed(quotes)
               + (because.empty() ? "" : " " + std::string(because)),
           found(value),
           nearest ? "did you mean " + in_quotes(*nearest) + "?" : "write " + quotes.front() + ", for example");
}

} // namespace mbl
