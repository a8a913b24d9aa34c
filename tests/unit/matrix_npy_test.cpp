#include "config/matrix_npy.hpp"
#include "matrix_cases.hpp"

#include <doctest/doctest.h>

#include <random>
#include <sstream>

using namespace mbl;
using namespace mbl::matrix_cases;
using config_cases::message_of;

namespace {

Numbers read(const std::string& bytes) {
    std::istringstream stream(bytes, std::ios::binary);
    return read_matrix_npy(stream, "x.npy", bubble_matrix);
}

std::string data_error(const std::string& bytes) {
    return message_of<DataError>([&] { read(bytes); });
}

const Numbers square{1, 2, 3, 4};
const std::string square_bytes = stored<double>(square);

/// A file that differs from a good one in its header only.
std::string with_header(const std::string& text) { return npy(text, square_bytes); }

} // namespace

TEST_CASE("npy: every format, order and element type") {
    for (const int major : {1, 2, 3}) CHECK(read(npy(header("<f8", "(2, 2)"), square_bytes, major)) == square);
    CHECK(read(npy(header("<f8", "(2, 2)", true), square_bytes)) == Numbers{1, 3, 2, 4});
    CHECK(read(npy(header(">f8", "(2, 2)"), big_endian(square_bytes, 8))) == square);
    CHECK(read(npy(header("<f4", "(2, 2)"), stored<float>({0.1, -2, 3e30, 4})))
          == Numbers{static_cast<double>(0.1F), -2, static_cast<double>(3e30F), 4});
    CHECK(read(npy(header(">f4", "(2, 2)"), big_endian(stored<float>(square), 4))) == square);
    const Numbers negative{-1, 2, 100, -128};
    CHECK(read(npy(header("|i1", "(2, 2)"), stored<std::int8_t>(negative))) == negative);
    CHECK(read(npy(header("<i2", "(2, 2)"), stored<std::int16_t>(negative))) == negative);
    CHECK(read(npy(header(">i2", "(2, 2)"), big_endian(stored<std::int16_t>(negative), 2))) == negative);
    CHECK(read(npy(header("<i4", "(2, 2)"), stored<std::int32_t>(negative))) == negative);
    CHECK(read(npy(header(">i8", "(2, 2)"), big_endian(stored<std::int64_t>(negative), 8))) == negative);
    CHECK(read(npy(header("|u1", "(2, 2)"), stored<std::uint8_t>({0, 255, 1, 2}))) == Numbers{0, 255, 1, 2});
    CHECK(read(npy(header("<u2", "(2, 2)"), stored<std::uint16_t>(square))) == square);
    CHECK(read(npy(header("<u4", "(2, 2)"), stored<std::uint32_t>({4294967295.0, 2, 3, 4})))
          == Numbers{4294967295.0, 2, 3, 4});
    CHECK(read(npy(header("<u8", "(2, 2)"), stored<std::uint64_t>(square))) == square);
}

TEST_CASE("npy: the header is read as Python would, whatever its spaces, quotes and order of keys") {
    CHECK(read(with_header("{'shape':(2,2),'fortran_order':False,'descr':'<f8'}")) == square);
    CHECK(read(with_header("  {\n\"descr\" : \"<f8\" , 'shape' : ( 2 , 2 , ) ,\t'fortran_order' : False }  \n"))
          == square);
    CHECK(read(with_header(header("<f8", "(2, 2)") + std::string(60000, ' '))) == square);
}

TEST_CASE("npy: the header's grammar") {
    const auto message = [](const std::string& at, const std::string& expected) {
        return "x.npy: the .npy header is malformed at its byte " + at + ", expected " + expected
               + "; write it again with numpy.save";
    };
    const std::string keys = "the keys descr, fortran_order and shape, once each";
    CHECK(data_error(with_header("")) == message("0", "\"{\""));
    CHECK(data_error(with_header("[1]")) == message("0", "\"{\""));
    CHECK(data_error(with_header("{}")) == message("2", keys));
    CHECK(data_error(with_header("{'descr': '<f8'")) == message("15", "\",\""));
    CHECK(data_error(with_header("{'descr': '<f8, }")) == message("10", "a string"));
    CHECK(data_error(with_header("{'descr': '<f8', 'descr': '<f8'}")) == message("25", keys));
    CHECK(data_error(with_header("{'color': 1}")) == message("9", keys));
    CHECK(data_error(with_header("{'fortran_order': 1}")) == message("18", "True or False"));
    CHECK(data_error(with_header("{'shape': 2}")) == message("10", "\"(\""));
    CHECK(data_error(with_header("{'shape': (2 2)}")) == message("13", "\",\""));
    CHECK(data_error(with_header("{'shape': (-2, 2)}")) == message("11", "a number below 2^64"));
    CHECK(data_error(with_header("{'shape': (18446744073709551616, 2)}")) == message("11", "a number below 2^64"));
    CHECK(data_error(with_header(header("<f8", "(2, 2)") + "more")) == message("64", "its end"));
}

TEST_CASE("npy: the preamble") {
    const std::string truncated = "; the file is truncated, copy or save it again";
    CHECK(data_error("\x93NUMPY") == "x.npy: the .npy header must be 8 bytes long, got a file of 6" + truncated);
    CHECK(data_error(npy("", "").substr(0, 9))
          == "x.npy: the .npy header must be 10 bytes long, got a file of 9" + truncated);
    CHECK(data_error(with_header(header("<f8", "(2, 2)")).substr(0, 60))
          == "x.npy: the .npy header must be 74 bytes long, got a file of 60" + truncated);
    CHECK(
        data_error("not a .npy file")
        == "x.npy: must be a .npy file of format 1.0, 2.0 or 3.0, got other first bytes; write it again with numpy.save");
    CHECK(data_error(npy(header("<f8", "(2, 2)"), square_bytes, 4))
          == "x.npy: must be a .npy file of format 1.0, 2.0 or 3.0, got format 4.0; write it again with numpy.save");
    CHECK(data_error("\x93NUMPY" + std::string("\2\0\xff\xff\xff\xff", 6))
          == "x.npy: the .npy header must be at most 65536 bytes long, got 4294967295; write it again with numpy.save");
}

TEST_CASE("npy: element types that are no real numbers") {
    for (const std::string type : {"<c16", "|O", "|b1", "<f2", "<f16", "<U3", "<M8[ns]", "f8", "", "<", "<f8 ", "?"}) {
        CHECK(data_error(with_header(header(type, "(2, 2)")))
              == "x.npy: must hold real numbers (float64, float32 or integers), got the dtype '" + type
                     + "'; save them as such, for example numpy.save(file, H.real.astype(float))");
    }
    CHECK(data_error(with_header(header("\x01\xff", "(2, 2)"))).find("got the dtype '\\x01\\xff'; ")
          != std::string::npos);
    CHECK(
        data_error(with_header("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 2)}"))
        == "x.npy: must hold real numbers (float64, float32 or integers), got a structured dtype; save one field, for "
           "example numpy.save(file, H[\"name\"])");
}

TEST_CASE("npy: shapes are refused before anything of their size is made") {
    const auto with_shape = [](const std::string& shape) { return data_error(with_header(header("<f8", shape))); };
    const auto square_message = [](const std::string& shape) {
        return "x.npy: must be a square matrix, got the shape " + shape
               + "; store H_b as an array of 2^N rows and 2^N columns";
    };
    for (const std::string shape : {"()", "(4,)", "(1, 4)", "(2, 2, 1)", "(18446744073709551615, 2)"}) {
        CHECK(with_shape(shape) == square_message(shape));
    }
    for (const std::string rows : {"0", "1", "3", "8192", "4294967296", "9223372036854775808"}) {
        CHECK(with_shape("(" + rows + ", " + rows + ")")
              == "x.npy: the number of rows must be a power of two from 2 to 4096, got " + rows
                     + "; N spins need 2^N rows, for example 4 for two spins");
    }
}

TEST_CASE("npy: as many bytes as the shape says") {
    const std::string text = header("<f8", "(2, 2)");
    CHECK(
        data_error(npy(text, square_bytes.substr(1)))
        == "x.npy: must hold 32 bytes of numbers after its header, got 31; the file is truncated, copy or save it again");
    CHECK(data_error(npy(text, square_bytes + "x"))
          == "x.npy: must hold 32 bytes of numbers after its header, got 33; save the matrix alone in its file");
    CHECK(
        data_error(npy(header("<f8", "(4096, 4096)"), square_bytes))
        == "x.npy: must hold 134217728 bytes of numbers after its header, got 32; the file is truncated, copy or save it "
           "again");
}

TEST_CASE("npy: whatever the bytes, a matrix or one of our errors") {
    std::mt19937 random(1); // NOLINT(cert-msc51-cpp): the same bytes in every run
    const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
    const std::vector<std::string> originals{
        npy(header("<f8", "(2, 2)"), square_bytes), npy(header(">i2", "(2, 2)", true), std::string(8, 'x'), 2),
        npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 2), }", square_bytes, 3)};
    int matrices = 0;
    int refused = 0;
    for (int round = 0; round < 60000; ++round) {
        std::string bytes = originals[below(originals.size())];
        for (std::size_t edits = 1 + below(4); edits > 0 && !bytes.empty(); --edits) {
            const std::size_t at = below(bytes.size());
            switch (below(4)) {
            case 0: bytes[at] = static_cast<char>(below(256)); break;
            case 1: bytes[at] = "0123456789'{}(),:<>|fiu[]TrF"[below(28)]; break;
            case 2: bytes.erase(at, 1 + below(8)); break;
            default: bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(8)));
            }
        }
        try {
            const std::size_t size = read(bytes).size();
            matrices += size >= 4 && size <= bytes.size() ? 1 : 0;
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(matrices + refused == 60000);
    CHECK(matrices > 1000);
    CHECK(refused > 1000);
}
