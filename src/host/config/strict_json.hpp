#pragma once

#include "core/errors.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace mbl {

inline constexpr std::size_t largest_document_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t deepest_nesting = 32; ///< objects and lists inside each other, the root counting as 1

/// The text is not JSON at all (as opposed to JSON with something forbidden in it).
class JsonSyntaxError : public ConfigError {
  public:
    using ConfigError::ConfigError;
};

/// Parses a whole text as one JSON value, with none of the leniencies of common parsers.
/// @param origin names the source in messages about syntax, `origin:line:column: ...`.
/// @throws JsonSyntaxError not JSON, ill-formed UTF-8, or text after the value.
/// @throws ConfigError duplicate key, nesting over 32 levels, a number beyond double: with its JSON pointer;
///         more than 64 MiB of text.
nlohmann::json parse_strict_json(std::string_view text, const std::string& origin);

} // namespace mbl
