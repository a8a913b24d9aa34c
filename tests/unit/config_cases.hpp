#pragma once

#include "config/read_config.hpp"
#include "core/errors.hpp"

#include <filesystem>
#include <source_location>
#include <string>
#include <vector>

/// Small configs for the tests of the reader.
namespace mbl::config_cases {

/// The parts of a config that a test varies, each the text inside its braces.
struct Parts {
    std::string model = R"("kind": "goe_bubble")";
    std::string sweep{};
    std::string more{}; ///< further root keys
};

inline std::string text_of(const Parts& parts) {
    return R"({"name": "t", "model": {)" + parts.model + R"(}, "sweeps": [{)" + parts.sweep + "}]"
           + (parts.more.empty() ? "" : ", " + parts.more) + "}";
}

inline Config parse_text(const std::string& text, const std::string& profile = "",
                         const std::vector<std::string>& overrides = {}) {
    return parse_config(text, "test.json", profile, overrides);
}

inline Config parse(const Parts& parts) { return parse_text(text_of(parts)); }

/// The message of the error of type Expected that `action` throws; other errors pass through, none gives "no
/// error".
template <class Expected, class Action>
std::string message_of(Action action) {
    try {
        action();
    } catch (const Expected& error) {
        return error.what();
    }
    return "no error";
}

inline std::string text_error(const std::string& text) {
    return message_of<ConfigError>([&] { parse_text(text); });
}

inline std::string config_error(const Parts& parts) { return text_error(text_of(parts)); }

/// A file of the repository.
inline std::filesystem::path repository_file(const char* name) {
    const std::filesystem::path here = std::source_location::current().file_name();
    return here.parent_path() / ".." / ".." / name;
}

} // namespace mbl::config_cases
