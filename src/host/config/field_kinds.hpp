#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What a config key may hold, as data: the vocabulary of describe.hpp. The reader (ObjectReader) checks
/// values against these; a schema printer can print them. `advice` is the end of every message about the key:
/// what to write.
namespace mbl::fields {

/// Characters that a text may hold.
enum class Alphabet {
    identifier, ///< letters, digits, "_", "-", and "." except in front: safe as a file name
    printable,  ///< anything but control characters
};

/// The alphabet as a regular expression, for JSON Schema. The last part is for dialects whose $ matches before a final
/// line feed.
constexpr std::string_view pattern(Alphabet alphabet) noexcept {
    return alphabet == Alphabet::identifier ? "^[A-Za-z0-9_-][A-Za-z0-9_.-]*$(?!\\n)"
                                            : "^[^\\u0000-\\u001f\\u007f]*$(?!\\n)";
}

/// A string of `shortest` to `longest` characters.
struct Text {
    Alphabet alphabet = Alphabet::printable;
    std::size_t shortest = 0;
    std::size_t longest = 0;
    std::string_view advice;
};

/// The name of one of all_values<Enum>, the target's type.
struct Choice {};

/// The name of one of a few of them; `because` says in a message why the others are not allowed here.
template <class Enum>
struct ChoiceAmong {
    std::span<const Enum> among;
    std::string_view because;
};

/// The one string that is accepted.
struct Constant {
    std::string_view value;
    std::string_view advice;
};

/// true or false.
struct Flag {};

/// A number without fraction (4 and 4.0 alike), lowest <= x <= highest.
template <class Int>
struct Integer {
    Int lowest{};
    Int highest{};
    std::string_view advice;
};

/// A power of two, lowest <= x <= highest; both are powers of two themselves.
struct PowerOfTwo {
    int lowest = 1;
    int highest = 1;
    std::string_view advice;
};

/// A finite number; `above` is a limit that is itself excluded.
struct Number {
    std::optional<double> above{};
    std::optional<double> at_least{};
    std::optional<double> at_most{};
    std::string_view advice;
};

/// null, or what `kind` says.
template <class Kind>
struct Nullable {
    Kind kind;
};

/// [low, high] with low <= high.
struct Interval {
    Number end;
    std::string_view advice;
};

/// A list of `shortest` to `longest` entries, equal ones allowed.
template <class Kind>
struct List {
    Kind entry;
    std::size_t shortest = 0;
    std::size_t longest = 0;
    std::string_view advice;
};

/// One entry written bare, or a list of 1 to `longest` entries that all differ.
template <class Kind>
struct OneOrMore {
    Kind entry;
    std::size_t longest = 0;
};

/// Rows of finite numbers, written out or in a file: square, exactly symmetric, the row count a power of two from
/// `smallest` to `largest`.
struct SymmetricMatrix {
    std::size_t smallest = 0;
    std::size_t largest = 0;
    std::string_view advice;
};

/// One count for every LIOM count, or an object of counts keyed by LIOM count.
struct CountsByLiom {
    Integer<int> liom_count;
    Integer<std::int64_t> count;
    std::string_view advice;
};

/// An object that has a description of its own: describe(visitor, target).
struct Object {
    std::string_view advice;
};

/// A list of 1 to `longest` objects that have a description of their own.
struct ObjectList {
    std::size_t longest = 0;
    std::string_view advice;
};

/// An object of named JSON merge patches, each an object. Used up by apply_profile() before the config is
/// read.
struct Profiles {
    Text name;
};

/// Target of a key that leaves no trace in Config.
struct Untargeted {};

} // namespace mbl::fields
