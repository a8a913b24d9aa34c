#include "config/matrix_npy.hpp"

#include "config/matrix_rules.hpp"
#include "config/messages.hpp"
#include "core/errors.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <optional>

namespace mbl {

namespace {

constexpr std::size_t longest_header = 65536; ///< a plain array's is 118 bytes; numpy trusts 10000
constexpr std::string_view save_again = "write it again with numpy.save";

/// What the header of a plain array says.
struct Header {
    std::string type; ///< `<f8`
    bool fortran_order = false;
    std::vector<std::uint64_t> shape;
};

/// Reads the header, a Python literal like {'descr': '<f8', 'fortran_order': False, 'shape': (4, 4), }.
class HeaderParser {
  public:
    HeaderParser(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

    Header parse() {
        std::optional<std::string> type;
        std::optional<bool> fortran_order;
        std::optional<std::vector<std::uint64_t>> shape;
        expect('{');
        while (!accept('}')) {
            const std::string key = quoted();
            expect(':');
            if (key == "descr" && !type) {
                type = type_text();
            } else if (key == "fortran_order" && !fortran_order) {
                fortran_order = truth();
            } else if (key == "shape" && !shape) {
                shape = tuple();
            } else {
                malformed("the keys descr, fortran_order and shape, once each");
            }
            if (accept('}')) break;
            expect(',');
        }
        skip_spaces();
        if (at_ != text_.size()) malformed("its end");
        if (!type || !fortran_order || !shape) malformed("the keys descr, fortran_order and shape, once each");
        return {*std::move(type), *fortran_order, *std::move(shape)};
    }

  private:
    void skip_spaces() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

    bool accept(char wanted) {
        skip_spaces();
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    void expect(char wanted) {
        if (!accept(wanted)) malformed(std::string{'"', wanted, '"'});
    }

    std::string quoted() {
        skip_spaces();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        const std::size_t end = quote == '\'' || quote == '"' ? text_.find(quote, at_ + 1) : std::string_view::npos;
        if (end == std::string_view::npos) malformed("a string");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return std::string(inside);
    }

    /// A structured type is a list: all of it is passed over, the caller refuses it by its name.
    std::string type_text() {
        skip_spaces();
        if (at_ == text_.size() || text_[at_] != '[') return quoted();
        throw DataError(origin_
                        + ": must hold real numbers (float64, float32 or integers), got a structured dtype; save one "
                          "field, for example numpy.save(file, H[\"name\"])");
    }

    bool truth() {
        skip_spaces();
        for (const std::string_view word : {"True", "False"}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return word == "True";
        }
        malformed("True or False");
    }

    std::vector<std::uint64_t> tuple() {
        std::vector<std::uint64_t> entries;
        expect('(');
        while (!accept(')')) {
            skip_spaces();
            std::uint64_t entry = 0;
            const char* begin = text_.data() + at_;
            const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), entry);
            if (error != std::errc{}) malformed("a number below 2^64");
            at_ += static_cast<std::size_t>(end - begin);
            entries.push_back(entry);
            if (accept(')')) break;
            expect(',');
        }
        return entries;
    }

    [[noreturn]] void malformed(const std::string& expected) const {
        throw DataError(origin_ + ": the .npy header is malformed at its byte " + std::to_string(at_) + ", expected "
                        + expected + "; " + std::string(save_again));
    }

    std::string_view text_;
    const std::string& origin_;
    std::size_t at_ = 0;
};

/// An element type and how to make a double of one element's bytes.
struct ElementType {
    char kind;
    std::size_t bytes;
    double (*value)(const char* bytes, bool swapped);
};

template <class Number>
double value_of(const char* bytes, bool swapped) {
    std::array<char, sizeof(Number)> ordered{};
    std::copy_n(bytes, sizeof(Number), ordered.begin());
    if (swapped) std::ranges::reverse(ordered);
    return static_cast<double>(std::bit_cast<Number>(ordered));
}

template <class Number>
constexpr ElementType element_type(char kind) {
    return {kind, sizeof(Number), &value_of<Number>};
}

constexpr std::array element_types{
    element_type<double>('f'),        element_type<float>('f'),         element_type<std::int8_t>('i'),
    element_type<std::int16_t>('i'),  element_type<std::int32_t>('i'),  element_type<std::int64_t>('i'),
    element_type<std::uint8_t>('u'),  element_type<std::uint16_t>('u'), element_type<std::uint32_t>('u'),
    element_type<std::uint64_t>('u'),
};

struct StoredType {
    ElementType element;
    bool swapped;
};

StoredType stored_type(const std::string& written, const std::string& origin) {
    const char order = written.empty() ? '\0' : written.front();
    const bool known_order = order == '<' || order == '>' || order == '|' || order == '=';
    const bool swapped = order == (std::endian::native == std::endian::little ? '>' : '<');
    for (const ElementType& type : element_types) {
        if (known_order && written.substr(1) == type.kind + std::to_string(type.bytes)) return {type, swapped};
    }
    refuse_matrix(origin, "must hold real numbers (float64, float32 or integers)",
                  "the dtype '" + escaped(written, 40) + "'",
                  "save them as such, for example numpy.save(file, H.real.astype(float))");
}

void read_bytes(std::istream& stream, const std::string& origin, char* target, std::size_t count) {
    if (stream.read(target, static_cast<std::streamsize>(count))) return;
    throw IoError(origin + ": cannot be read to its end; check the disk, and that nobody is writing the file");
}

std::uint64_t size_of(std::istream& stream, const std::string& origin) {
    stream.seekg(0, std::ios::end);
    const std::streamoff size = stream.tellg();
    stream.seekg(0);
    if (!stream || size < 0) throw IoError(origin + ": its size cannot be found; name a file on a disk");
    return static_cast<std::uint64_t>(size);
}

/// A little-endian number of the file's preamble.
std::size_t number_at(std::string_view bytes) {
    std::size_t number = 0;
    for (std::size_t byte = bytes.size(); byte-- > 0;) {
        number = number << 8U | static_cast<std::size_t>(static_cast<unsigned char>(bytes[byte]));
    }
    return number;
}

/// Everything up to the numbers. @return the header and the count of bytes that precede the numbers.
std::pair<Header, std::size_t> read_header(std::istream& stream, const std::string& origin, std::uint64_t file_bytes) {
    const auto refuse_truncated = [&](std::size_t needed) {
        refuse_matrix(origin, "the .npy header must be " + std::to_string(needed) + " bytes long",
                      "a file of " + std::to_string(file_bytes), "the file is truncated, copy or save it again");
    };
    std::string start(npy_magic.size() + 2, '\0'); // magic, major, minor
    if (file_bytes < start.size()) refuse_truncated(start.size());
    read_bytes(stream, origin, start.data(), start.size());
    const std::size_t major = number_at(std::string_view(start).substr(npy_magic.size(), 1));
    const std::size_t minor = number_at(std::string_view(start).substr(npy_magic.size() + 1, 1));
    if (!start.starts_with(npy_magic) || major < 1 || major > 3 || minor != 0) {
        refuse_matrix(origin, "must be a .npy file of format 1.0, 2.0 or 3.0",
                      start.starts_with(npy_magic) ? "format " + std::to_string(major) + "." + std::to_string(minor)
                                                   : "other first bytes",
                      save_again);
    }
    std::string length_bytes(major == 1 ? 2 : 4, '\0');
    const std::size_t preamble = start.size() + length_bytes.size();
    if (file_bytes < preamble) refuse_truncated(preamble);
    read_bytes(stream, origin, length_bytes.data(), length_bytes.size());
    const std::size_t length = number_at(length_bytes);
    if (length > longest_header) {
        refuse_matrix(origin, "the .npy header must be at most " + std::to_string(longest_header) + " bytes long",
                      std::to_string(length), save_again);
    }
    if (file_bytes < preamble + length) refuse_truncated(preamble + length);
    std::string text(length, '\0');
    read_bytes(stream, origin, text.data(), length);
    return {HeaderParser(text, origin).parse(), preamble + length};
}

} // namespace

std::vector<double> read_matrix_npy(std::istream& stream, const std::string& origin,
                                    const fields::SymmetricMatrix& kind) {
    const std::uint64_t file_bytes = size_of(stream, origin);
    const auto [header, header_bytes] = read_header(stream, origin, file_bytes);
    const auto [element, swapped] = stored_type(header.type, origin);
    check_shape(origin, header.shape, kind);
    const std::size_t rows = header.shape.front();
    const std::size_t row_bytes = rows * element.bytes;
    if (file_bytes - header_bytes != rows * row_bytes) {
        const bool truncated = file_bytes - header_bytes < rows * row_bytes;
        refuse_matrix(origin, "must hold " + std::to_string(rows * row_bytes) + " bytes of numbers after its header",
                      std::to_string(file_bytes - header_bytes),
                      truncated ? "the file is truncated, copy or save it again" : "save the matrix alone in its file");
    }
    std::vector<double> entries(rows * rows);
    std::string line(row_bytes, '\0'); // a row, or a column in Fortran order
    const std::size_t line_stride = header.fortran_order ? 1 : rows;
    const std::size_t step = header.fortran_order ? rows : 1;
    for (std::size_t i = 0; i < rows; ++i) {
        read_bytes(stream, origin, line.data(), row_bytes);
        for (std::size_t j = 0; j < rows; ++j) {
            entries[i * line_stride + j * step] = element.value(line.data() + j * element.bytes, swapped);
        }
    }
    return entries;
}

} // namespace mbl
