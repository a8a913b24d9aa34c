#include "config/strict_json.hpp"

#include "config/messages.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace mbl {

namespace {

using nlohmann::json;

/// nlohmann's id of "number overflow" among its out_of_range errors.
constexpr int number_overflow_id = 406;

/// `line:column`, both from 1, of a byte offset; columns count characters.
std::string line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
    return std::to_string(line) + ":" + std::to_string(1 + character_count(before.substr(line_start)));
}

/// The library's words without its own prefix and position, safe to print (an ill-formed token may be quoted in them),
/// an overlong token cut in its middle.
std::string syntax_detail(const std::string& what) {
    constexpr std::size_t head = 200;
    constexpr std::size_t tail = 40;
    const std::size_t prefix = what.find(": ");
    std::string detail = escaped(std::string_view(what).substr(prefix == std::string::npos ? 0 : prefix + 2));
    if (detail.size() > head + tail) detail.replace(head, detail.size() - head - tail, "...");
    return detail;
}

/// Receives the parser's events, builds the document, and refuses what JSON allows but a config must not
/// contain.
class StrictBuilder : public nlohmann::json_sax<json> {
  public:
    StrictBuilder(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

    json take() { return std::move(root_); }

    bool null() override { return place(json(nullptr)); }
    bool boolean(bool value) override { return place(json(value)); }
    bool number_integer(number_integer_t value) override { return place(json(value)); }
    bool number_unsigned(number_unsigned_t value) override { return place(json(value)); }
    bool number_float(number_float_t value, const string_t& written) override {
        if (!std::isfinite(value)) refuse_overflow(written);
        return place(json(value));
    }
    bool string(string_t& value) override { return place(json(std::move(value))); }
    bool binary(binary_t& value) override { return place(json(std::move(value))); }

    bool start_object(std::size_t) override { return open(json(json::value_t::object)); }
    bool start_array(std::size_t) override { return open(json(json::value_t::array)); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        Level& level = open_.back();
        level.key = std::move(name);
        if (level.container->contains(level.key)) {
            refuse(here(), "duplicate key", "every key may be given once, remove all but one");
        }
        return true;
    }

    bool parse_error(std::size_t position, const std::string& last_token, const json::exception& error) override {
        if (error.id == number_overflow_id) refuse_overflow(last_token);
        const std::size_t offset = position == 0 ? 0 : position - 1;
        throw JsonSyntaxError(origin_ + ":" + line_and_column(text_, offset) + ": " + syntax_detail(error.what())
                              + "; JSON has no comments, trailing commas, single quotes, NaN or Infinity");
    }

  private:
    struct Level {
        json* container; ///< in root_; stays put while it is open, since only its own children grow
        std::string key; ///< of the child last begun, in an object
    };

    /// Where the next value goes.
    [[nodiscard]] JsonPointer here() const {
        JsonPointer pointer;
        for (const Level& level : open_) {
            if (level.container->is_object()) {
                pointer /= level.key;
            } else {
                const bool innermost = &level == &open_.back();
                pointer /= level.container->size() - (innermost ? 0 : 1);
            }
        }
        return pointer;
    }

    json& insert(json value) {
        if (open_.empty()) return root_ = std::move(value);
        const Level& level = open_.back();
        if (level.container->is_object()) return (*level.container)[level.key] = std::move(value);
        level.container->push_back(std::move(value));
        return level.container->back();
    }

    bool place(json value) {
        insert(std::move(value));
        return true;
    }

    bool open(json container) {
        if (open_.size() == deepest_nesting) {
            refuse(here(), "must be nested at most " + std::to_string(deepest_nesting) + " levels deep",
                   std::to_string(deepest_nesting + 1), "no config needs more than 5");
        }
        json& inserted = insert(std::move(container));
        open_.push_back({&inserted, {}});
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    [[noreturn]] void refuse_overflow(const std::string& written) const {
        refuse(here(), "must be a finite number", written.substr(0, 40), "write a number below 1.8e308");
    }

    std::string_view text_;
    const std::string& origin_;
    json root_;
    std::vector<Level> open_;
};

} // namespace

json parse_strict_json(std::string_view text, const std::string& origin) {
    if (text.size() > largest_document_bytes) {
        throw ConfigError(origin + ": must be at most " + std::to_string(largest_document_bytes) + " bytes, got "
                          + std::to_string(text.size()) + "; name a config file");
    }
    StrictBuilder builder(text, origin);
    json::sax_parse(text, &builder);
    return builder.take();
}

} // namespace mbl
