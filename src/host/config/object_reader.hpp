#pragma once

#include "config/describe.hpp"
#include "config/describe_impurity.hpp"
#include "config/messages.hpp"
#include "config/names.hpp"
#include "config/nearest_name.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mbl {

/// Visitor that collects the keys of a described object.
class KeyNames {
  public:
    template <class Target, class Kind>
    void required(std::string_view key, Target&, const Kind&, std::string_view) {
        keys.emplace_back(key);
    }
    template <class Target, class Kind>
    void optional(std::string_view key, Target&, const Kind&, std::string_view) {
        keys.emplace_back(key);
    }

    std::vector<std::string> keys;
};

/// Visitor that sets the members of a described object from a JSON object, and refuses what the description
/// forbids. Keys that are absent leave their member alone. All functions @throw ConfigError.
class ObjectReader {
  public:
    /// Reads `value` into `object` by its description; unknown keys are refused before anything else.
    template <class Described>
    static void read(const nlohmann::json& value, const JsonPointer& place, Described& object,
                     const fields::Object& kind) {
        if (!value.is_object()) refuse(place, "must be an object", found(value), kind.advice);
        KeyNames known;
        describe(known, object);
        refuse_unknown_keys(value, place, known.keys);
        ObjectReader reader(value, place);
        describe(reader, object);
    }

    template <class Target, class Kind>
    void required(std::string_view key, Target& target, const Kind& kind, std::string_view) {
        const auto entry = object_.find(key);
        const JsonPointer place = place_ / std::string(key);
        if (entry == object_.end()) refuse(place, "missing, but required", kind.advice);
        read(*entry, place, target, kind);
    }

    template <class Target, class Kind>
    void optional(std::string_view key, Target& target, const Kind& kind, std::string_view) {
        const auto entry = object_.find(key);
        if (entry != object_.end()) read(*entry, place_ / std::string(key), target, kind);
    }

    static void read(const nlohmann::json& value, const JsonPointer& place, std::string& text,
                     const fields::Text& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, fields::Untargeted&,
                     const fields::Constant& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, bool& flag, const fields::Flag&);
    static void read(const nlohmann::json& value, const JsonPointer& place, double& number, const fields::Number& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, int& number,
                     const fields::PowerOfTwo& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, std::array<double, 2>& ends,
                     const fields::Interval& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, const MatrixTarget& target,
                     const fields::SymmetricMatrix& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, RealizationCounts& counts,
                     const fields::CountsByLiom& kind);
    static void read(const nlohmann::json& value, const JsonPointer& place, fields::Untargeted&,
                     const fields::Profiles& kind);

    template <class Enum>
    static void read(const nlohmann::json& value, const JsonPointer& place, Enum& choice, const fields::Choice&) {
        if (const auto named = choice_of<Enum>(value, all_values<Enum>)) {
            choice = *named;
        } else {
            refuse_choice(value, place, names_of<Enum>(all_values<Enum>), "");
        }
    }

    template <class Enum>
    static void read(const nlohmann::json& value, const JsonPointer& place, Enum& choice,
                     const fields::ChoiceAmong<Enum>& kind) {
        if (const auto named = choice_of(value, kind.among)) {
            choice = *named;
            return;
        }
        const bool known = choice_of<Enum>(value, all_values<Enum>).has_value();
        refuse_choice(value, place, names_of(kind.among), known ? kind.because : "");
    }

    template <class Int>
    static void read(const nlohmann::json& value, const JsonPointer& place, Int& number,
                     const fields::Integer<Int>& kind) {
        if (!read_integer(value, number, kind.lowest, kind.highest)) {
            refuse(place,
                   "must be an integer from " + std::to_string(kind.lowest) + " to " + std::to_string(kind.highest),
                   found(value), kind.advice);
        }
    }

    template <class Target, class Kind>
    static void read(const nlohmann::json& value, const JsonPointer& place, std::optional<Target>& target,
                     const fields::Nullable<Kind>& kind) {
        if (value.is_null()) {
            target.reset();
        } else {
            read(value, place, target.emplace(), kind.kind);
        }
    }

    template <class Target, class Kind>
    static void read(const nlohmann::json& value, const JsonPointer& place, std::vector<Target>& target,
                     const fields::List<Kind>& kind) {
        read_list(value, place, target, kind.shortest, kind.longest, kind.advice, kind.entry);
    }

    template <class Target, class Kind>
    static void read(const nlohmann::json& value, const JsonPointer& place, std::vector<Target>& target,
                     const fields::OneOrMore<Kind>& kind) {
        if (!value.is_array()) {
            Target single{};
            read(value, place, single, kind.entry);
            target.assign(1, single);
            return;
        }
        read_list(value, place, target, 1, kind.longest, "remove the key for its default", kind.entry);
        for (std::size_t later = 1; later < target.size(); ++later) {
            const auto end = target.begin() + static_cast<std::ptrdiff_t>(later);
            const auto twin = std::find(target.begin(), end, target[later]);
            if (twin == end) continue;
            refuse(place / later, "must differ from entry " + std::to_string(twin - target.begin()),
                   found(value[later]), "name every value once");
        }
    }

    template <class Described>
    static void read(const nlohmann::json& value, const JsonPointer& place, std::vector<Described>& target,
                     const fields::ObjectList& kind) {
        read_list(value, place, target, 1, kind.longest, kind.advice, fields::Object{.advice = "write an object"});
    }

  private:
    template <class Enum>
    static std::vector<std::string> names_of(std::span<const Enum> candidates) {
        std::vector<std::string> names;
        for (const Enum candidate : candidates) names.emplace_back(to_string(candidate));
        return names;
    }

    template <class Enum>
    static std::optional<Enum> choice_of(const nlohmann::json& value, std::span<const Enum> candidates) {
        for (const Enum candidate : candidates) {
            if (value.is_string() && value.get_ref<const std::string&>() == to_string(candidate)) return candidate;
        }
        return std::nullopt;
    }

    /// @returns false where `value` is no integer from lowest to highest; `number` is then left alone.
    template <class Int>
    static bool read_integer(const nlohmann::json& value, Int& number, Int lowest, Int highest) {
        const auto accept = [&](auto integer) {
            if (std::cmp_less(integer, lowest) || std::cmp_greater(integer, highest)) return false;
            number = static_cast<Int>(integer);
            return true;
        };
        // Beyond 2^53 a double need not be the integer that was written.
        constexpr double largest_exact = 9007199254740992.0;
        if (value.is_number_unsigned()) return accept(value.get<std::uint64_t>());
        if (value.is_number_integer()) return accept(value.get<std::int64_t>());
        if (!value.is_number_float()) return false;
        const double written = value.get<double>();
        return std::trunc(written) == written && std::abs(written) <= largest_exact
               && accept(static_cast<std::int64_t>(written));
    }

    ObjectReader(const nlohmann::json& object, const JsonPointer& place) : object_(object), place_(place) {}

    template <class Target, class Kind>
    static void read_list(const nlohmann::json& value, const JsonPointer& place, std::vector<Target>& target,
                          std::size_t shortest, std::size_t longest, std::string_view advice, const Kind& entry) {
        if (!value.is_array() || value.size() < shortest || value.size() > longest) {
            refuse(place,
                   "must be a list of " + std::to_string(shortest) + " to " + std::to_string(longest) + " entries",
                   found(value), advice);
        }
        target.assign(value.size(), Target{});
        for (std::size_t index = 0; index < value.size(); ++index)
            read(value[index], place / index, target[index], entry);
    }

    static void refuse_unknown_keys(const nlohmann::json& object, const JsonPointer& place,
                                    const std::vector<std::string>& known);
    [[noreturn]] static void refuse_choice(const nlohmann::json& value, const JsonPointer& place,
                                           const std::vector<std::string>& names, std::string_view because);

    const nlohmann::json& object_;
    const JsonPointer& place_;
};

} // namespace mbl
