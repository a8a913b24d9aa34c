#include "config/schema.hpp"

#include "config/describe.hpp"
#include "config/describe_impurity.hpp"
#include "config/names.hpp"

#include <nlohmann/json.hpp>

#include <type_traits>

namespace mbl {

namespace {

using Schema = nlohmann::ordered_json;

Schema one_of_two(Schema first, Schema second) {
    return {{"anyOf", Schema::array({std::move(first), std::move(second)})}};
}

Schema list_of(Schema entry, std::size_t shortest, std::size_t longest) {
    return {{"type", "array"}, {"minItems", shortest}, {"maxItems", longest}, {"items", std::move(entry)}};
}

/// A default as a config would state it.
template <class Target>
Schema written(const Target& target) {
    if constexpr (std::is_enum_v<Target>) {
        return to_string(target);
    } else {
        return target;
    }
}

template <class Entry>
Schema written(const std::vector<Entry>& entries) {
    Schema list = Schema::array();
    for (const Entry& entry : entries) list.push_back(written(entry));
    return list;
}

template <class Target>
Schema written(const std::optional<Target>& target) {
    return target ? written(*target) : Schema(nullptr);
}

Schema written(const RealizationCounts& counts) {
    if (counts.uniform) return *counts.uniform;
    Schema table = Schema::object();
    for (const auto& [liom_count, count] : counts.by_liom_count) table[std::to_string(liom_count)] = count;
    return table;
}

/// Whether a key's target tells its default. Objects state the defaults of their own keys instead.
template <class Kind>
inline constexpr bool tells_default = true;
template <>
inline constexpr bool tells_default<fields::Object> = false;
template <>
inline constexpr bool tells_default<fields::ObjectList> = false;
template <>
inline constexpr bool tells_default<fields::Constant> = false;
template <>
inline constexpr bool tells_default<fields::Profiles> = false;
template <>
inline constexpr bool tells_default<fields::SymmetricMatrix> = false;

/// An empty list or text where only more is accepted: absent, which cannot be written.
bool is_nothing(const Schema& value, const Schema& property) {
    if (value.is_array()) return value.empty();
    const auto* text = value.get_ptr<const std::string*>();
    return text != nullptr && text->empty() && property.at("minLength") > 0;
}

/// Visitor that prints a described object as a schema: of(target, kind) says in JSON Schema what ObjectReader::read()
/// with the same arguments accepts.
class SchemaWriter {
  public:
    template <class Described>
    static Schema of(Described defaults, const fields::Object&) {
        SchemaWriter writer;
        describe(writer, defaults);
        Schema schema{{"type", "object"}, {"additionalProperties", false}};
        if (!writer.required_.empty()) schema["required"] = writer.required_;
        schema["properties"] = std::move(writer.properties_);
        return schema;
    }

    template <class Target, class Kind>
    void required(std::string_view key, const Target& target, const Kind& kind, std::string_view doc) {
        required_.emplace_back(key);
        add(key, target, kind, doc);
    }

    template <class Target, class Kind>
    void optional(std::string_view key, const Target& target, const Kind& kind, std::string_view doc) {
        Schema& property = add(key, target, kind, doc);
        if constexpr (tells_default<Kind>) {
            Schema value = written(target);
            if (!is_nothing(value, property)) property["default"] = std::move(value);
        }
    }

  private:
    template <class Target, class Kind>
    Schema& add(std::string_view key, const Target& target, const Kind& kind, std::string_view doc) {
        Schema& property = properties_[std::string(key)];
        property["description"] = doc;
        property.update(of(target, kind));
        return property;
    }

    static Schema of(const std::string&, const fields::Text& kind) {
        return {{"type", "string"},
                {"minLength", kind.shortest},
                {"maxLength", kind.longest},
                {"pattern", pattern(kind.alphabet)}};
    }
    static Schema of(const fields::Untargeted&, const fields::Constant& kind) { return {{"const", kind.value}}; }
    static Schema of(bool, const fields::Flag&) { return {{"type", "boolean"}}; }
    static Schema of(double, const fields::Number& kind) {
        Schema schema{{"type", "number"}};
        if (kind.above) schema["exclusiveMinimum"] = *kind.above;
        if (kind.at_least) schema["minimum"] = *kind.at_least;
        if (kind.at_most) schema["maximum"] = *kind.at_most;
        return schema;
    }
    template <class Int>
    static Schema of(Int, const fields::Integer<Int>& kind) {
        return {{"type", "integer"}, {"minimum", kind.lowest}, {"maximum", kind.highest}};
    }
    static Schema of(int, const fields::PowerOfTwo& kind) {
        Schema powers = Schema::array();
        for (int power = kind.lowest; power <= kind.highest; power *= 2) powers.push_back(power);
        return {{"enum", std::move(powers)}};
    }
    template <class Enum>
    static Schema of(Enum, const fields::ChoiceAmong<Enum>& kind) {
        Schema names = Schema::array();
        for (const Enum candidate : kind.among) names.push_back(to_string(candidate));
        return {{"enum", std::move(names)}};
    }
    template <class Enum>
    static Schema of(Enum choice, const fields::Choice&) {
        return of(choice, fields::ChoiceAmong<Enum>{.among = all_values<Enum>, .because = {}});
    }
    template <class Target, class Kind>
    static Schema of(const std::optional<Target>&, const fields::Nullable<Kind>& kind) {
        return one_of_two({{"type", "null"}}, of(Target{}, kind.kind));
    }
    static Schema of(const std::array<double, 2>&, const fields::Interval& kind) {
        return list_of(of(0.0, kind.end), 2, 2);
    }
    template <class Target, class Kind>
    static Schema of(const std::vector<Target>&, const fields::List<Kind>& kind) {
        return list_of(of(Target{}, kind.entry), kind.shortest, kind.longest);
    }
    template <class Target, class Kind>
    static Schema of(const std::vector<Target>&, const fields::OneOrMore<Kind>& kind) {
        const Schema entry = of(Target{}, kind.entry);
        Schema list = list_of(entry, 1, kind.longest);
        list["uniqueItems"] = true;
        return one_of_two(entry, std::move(list));
    }
    static Schema of(const MatrixTarget&, const fields::SymmetricMatrix& kind) {
        Schema row = list_of({{"type", "number"}}, kind.smallest, kind.largest);
        return one_of_two(list_of(std::move(row), kind.smallest, kind.largest), of(MatrixFile{}, fields::Object{}));
    }
    static Schema of(const RealizationCounts&, const fields::CountsByLiom& kind) {
        Schema keys = Schema::array();
        for (int count = kind.liom_count.lowest; count <= kind.liom_count.highest; ++count) {
            keys.push_back(std::to_string(count));
        }
        const Schema entry = of(std::int64_t{}, kind.count);
        return one_of_two(
            entry,
            {{"type", "object"}, {"propertyNames", {{"enum", std::move(keys)}}}, {"additionalProperties", entry}});
    }
    template <class Described>
    static Schema of(const std::vector<Described>&, const fields::ObjectList& kind) {
        return list_of(of(Described{}, fields::Object{}), 1, kind.longest);
    }
    static Schema of(const fields::Untargeted&, const fields::Profiles& kind) {
        const Schema forbidden{{"required", Schema::array({"profiles"})}};
        return {{"type", "object"},
                {"propertyNames", of(std::string(), kind.name)},
                {"additionalProperties", {{"type", "object"}, {"not", forbidden}}}};
    }

    Schema properties_ = Schema::object();
    std::vector<std::string> required_;
};

Schema impurity_schema() {
    Config config;
    config.figure = impurity_figures.front();
    ImpurityConfig impurity;
    return SchemaWriter::of(ImpurityDocument{config, impurity}, fields::Object{});
}

/// An object with `model.kind`, of which `kind` holds.
Schema with_kind(Schema kind) {
    const auto object_with = [](const char* key, Schema value) -> Schema {
        return {{"required", Schema::array({key})}, {"properties", {{key, std::move(value)}}}};
    };
    return object_with("model", object_with("kind", std::move(kind)));
}

} // namespace

std::string config_schema() {
    Schema schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                  {"title", "mbl_gpu config"},
                  {"description", "Printed by mbl_gpu schema. Rules between several keys: mbl_gpu validate."}};
    Schema kinds = Schema::array();
    for (const ModelKind kind : all_values<ModelKind>) kinds.push_back(to_string(kind));
    schema["type"] = "object";
    schema.update(with_kind({{"enum", std::move(kinds)}}));
    schema["if"] = with_kind({{"const", to_string(ModelKind::impurity)}});
    schema["then"] = impurity_schema();
    schema["else"] = SchemaWriter::of(Config{}, fields::Object{});
    return schema.dump(2) + "\n";
}

} // namespace mbl
