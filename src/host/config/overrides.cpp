#include "config/overrides.hpp"

#include "config/messages.hpp"
#include "config/strict_json.hpp"

#include <algorithm>
#include <charconv>

namespace mbl {

namespace {

using nlohmann::json;

[[noreturn]] void refuse_override(const std::string& assignment, const std::string& what) {
    throw UsageError("--set " + assignment + ": " + what);
}

/// Whatever enters the document must be UTF-8, or it could not be written back.
void check_encoding(const std::string& assignment) {
    try {
        static_cast<void>(json(assignment).dump());
    } catch (const json::type_error&) {
        throw UsageError("--set: the option is not UTF-8 text; write it in UTF-8");
    }
}

/// The keys and indices of a pointer, outermost first.
std::vector<std::string> tokens_of(JsonPointer pointer) {
    std::vector<std::string> tokens;
    for (; !pointer.empty(); pointer.pop_back()) tokens.push_back(pointer.back());
    std::reverse(tokens.begin(), tokens.end());
    return tokens;
}

JsonPointer pointer_of(const std::string& assignment, const std::string& written) {
    if (!written.starts_with('/')) {
        refuse_override(assignment, "the pointer must start with \"/\"; write for example --set /seed=2");
    }
    try {
        return JsonPointer(written);
    } catch (const json::parse_error&) {
        refuse_override(assignment,
                        "\"~\" in a pointer must be ~0 or ~1; write ~0 for \"~\" and ~1 for \"/\" inside a key");
    }
}

json value_of(const std::string& assignment, const std::string& written) {
    try {
        return parse_strict_json(written, "the value");
    } catch (const JsonSyntaxError& error) {
        // No name or number starts like this: JSON was meant.
        const bool meant_as_json = !written.empty() && std::string("[{\"").find(written.front()) != std::string::npos;
        if (meant_as_json) refuse_override(assignment, error.what());
        return json(written);
    } catch (const ConfigError& error) {
        refuse_override(assignment, error.what());
    }
}

json& list_entry(json& list, const std::string& token, const JsonPointer& place, const std::string& assignment) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool canonical = error == std::errc{} && std::to_string(index) == token;
    if (canonical && index < list.size()) return list[index];
    refuse_override(assignment, "there is no entry " + in_quotes(token) + " in " + text_of(place) + ", " + found(list)
                                    + "; entries count from 0 and cannot be added");
}

} // namespace

void apply_override(json& document, const std::string& assignment) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) {
        refuse_override(assignment, "must be /json/pointer=value; write for example --set /seed=2");
    }
    check_encoding(assignment);
    const JsonPointer pointer = pointer_of(assignment, assignment.substr(0, equals));
    const std::vector<std::string> tokens = tokens_of(pointer);
    if (tokens.front() == "profiles") {
        refuse_override(assignment, "profiles are merged before --set; choose one with --profile");
    }
    json value = value_of(assignment, assignment.substr(equals + 1));

    json* node = &document;
    JsonPointer place;
    for (const std::string& token : tokens) {
        if (node->is_object() || node->is_null()) {
            node = &(*node)[token];
        } else if (node->is_array()) {
            node = &list_entry(*node, token, place, assignment);
        } else {
            refuse_override(assignment, text_of(place) + " is neither an object nor a list, but " + found(*node)
                                            + "; set " + text_of(place) + " itself");
        }
        place /= token;
    }
    *node = std::move(value);
}

} // namespace mbl
