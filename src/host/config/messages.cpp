#include "config/messages.hpp"

#include "core/errors.hpp"

#include <array>
#include <charconv>

namespace mbl {

namespace {

constexpr std::size_t longest_quote = 40; ///< characters of a string that a message shows

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The first `count` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, std::size_t count) noexcept {
    std::size_t bytes = 0;
    for (std::size_t taken = 0; bytes < text.size(); ++bytes) {
        if (continues_character(text[bytes])) continue;
        if (taken == count) break;
        ++taken;
    }
    return text.substr(0, bytes);
}

} // namespace

std::size_t character_count(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char byte : text) count += continues_character(byte) ? 0U : 1U;
    return count;
}

std::string text_of(const JsonPointer& pointer) {
    if (pointer.empty()) return "/";
    std::string text;
    for (const char byte : pointer.to_string()) {
        if (static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F) {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto code = static_cast<unsigned char>(byte);
            text += "\\u00";
            text += digits[code >> 4U];
            text += digits[code & 0xFU];
        } else {
            text += byte;
        }
    }
    return text;
}

JsonPointer entry_of(const nlohmann::json& object, const JsonPointer& pointer, const std::string& key,
                     std::size_t entry) {
    const JsonPointer place = pointer / key;
    const auto value = object.find(key);
    return value != object.end() && value->is_array() ? place / entry : place;
}

std::string found(const nlohmann::json& value) {
    if (value.is_string()) return "the string " + in_quotes(value.get_ref<const std::string&>());
    if (value.is_object()) return "an object";
    if (value.is_array()) {
        return "a list of " + std::to_string(value.size()) + (value.size() == 1 ? " entry" : " entries");
    }
    return value.dump();
}

std::string in_quotes(std::string_view text) {
    const std::string_view shown = first_characters(text, longest_quote);
    return nlohmann::json(shown).dump() + (shown.size() < text.size() ? "..." : "");
}

std::string escaped(std::string_view bytes, std::size_t longest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes.substr(0, longest)) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= 0x20U && code < 0x7FU) {
            text += byte;
        } else {
            text += {'\\', 'x', digits[code >> 4U], digits[code & 0xFU]};
        }
    }
    return text + (bytes.size() > longest ? "..." : "");
}

std::string number_text(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    std::string text(digits.data(), end);
    // 1e+06 -> 1e6, 1e-06 -> 1e-6
    const std::size_t exponent = text.find('e');
    if (exponent == std::string::npos) return text;
    std::size_t first = exponent + 1;
    if (text[first] == '+') {
        text.erase(first, 1);
    } else if (text[first] == '-') {
        ++first;
    }
    while (text[first] == '0' && first + 1 < text.size()) text.erase(first, 1);
    return text;
}

std::string listed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
    return list;
}

void refuse(const JsonPointer& pointer, std::string_view what, std::string_view got, std::string_view advice) {
    throw ConfigError(text_of(pointer) + ": " + std::string(what) + ", got " + std::string(got) + "; "
                      + std::string(advice));
}

void refuse(const JsonPointer& pointer, std::string_view what, std::string_view advice) {
    throw ConfigError(text_of(pointer) + ": " + std::string(what) + "; " + std::string(advice));
}

} // namespace mbl
