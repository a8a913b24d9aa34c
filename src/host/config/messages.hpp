#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The words of config messages: `<pointer>: <what is wrong and the limit>, got <value>; <what to write
/// instead>`.
namespace mbl {

using JsonPointer = nlohmann::json::json_pointer;

/// `/sweeps/0/coupling`; the root is `/`. Control characters are escaped.
std::string text_of(const JsonPointer& pointer);

/// The pointer to one entry of a key that takes a scalar or a list: `/key/2` for a list, `/key` for a scalar
/// or where the key is absent (its default is in force).
JsonPointer entry_of(const nlohmann::json& object, const JsonPointer& pointer, const std::string& key,
                     std::size_t entry);

/// A value as messages show it: `4.5`, `null`, `the string "x"`, `a list of 3 entries`, `an object`.
std::string found(const nlohmann::json& value);

/// In JSON quotes with its escapes, cut after 40 characters. `text` must be UTF-8.
std::string in_quotes(std::string_view text);

/// Bytes of any origin, safe to print: those outside printable ASCII as \xNN. Cut after `longest` of them.
std::string escaped(std::string_view bytes, std::size_t longest = std::string_view::npos);

/// `1e6`, `0.4`: the fewest digits that give the same double back.
std::string number_text(double value);

/// `a, b, c`, each entry as given.
std::string listed(const std::vector<std::string>& words);

/// Unicode characters of UTF-8 text (what JSON Schema's maxLength counts).
std::size_t character_count(std::string_view text) noexcept;

/// @throws ConfigError `pointer: what, got value; advice`.
[[noreturn]] void refuse(const JsonPointer& pointer, std::string_view what, std::string_view got,
                         std::string_view advice);

/// @throws ConfigError `pointer: what; advice`, where there is no value to show.
[[noreturn]] void refuse(const JsonPointer& pointer, std::string_view what, std::string_view advice);

} // namespace mbl
