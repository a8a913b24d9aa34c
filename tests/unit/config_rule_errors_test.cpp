#include "config_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::config_error;
using config_cases::Parts;

namespace {

struct Case {
    Parts parts;
    std::string message;
};

Parts bubble(const std::string& inside, const std::string& sweep = "") {
    return {
        .model = R"("kind": "goe_bubble", "bubble": {)" + inside + "}", .sweep = sweep, .more = R"("realizations": 1)"};
}

Parts matrix(const std::string& value) { return bubble(R"("ensemble": "explicit", "matrix": )" + value); }

Parts lioms(const std::string& inside, const std::string& sweep) {
    return {.model = R"("kind": "goe_bubble", "lioms": {)" + inside + "}", .sweep = sweep};
}

void check(const std::vector<Case>& cases) {
    for (const Case& wrong : cases) CHECK(config_error(wrong.parts) == wrong.message);
}

} // namespace

TEST_CASE("config rules: the explicit matrix and its ensemble") {
    check({
        {bubble(R"("matrix": [[1, 0], [0, 1]])"),
         "/model/bubble/matrix: a matrix needs ensemble \"explicit\", but the ensemble is \"goe\"; remove "
         "the matrix, or "
         "write \"ensemble\": \"explicit\""},
        {bubble(R"("ensemble": "explicit")"), "/model/bubble/matrix: missing, but required by ensemble "
                                              "\"explicit\"; write rows, for example [[0.1, 0.2], "
                                              "[0.2, -0.1]], or { \"file\": \"bubble.npy\" }"},
        {bubble(R"("ensemble": "explicit", "spins": 8, "matrix": [[1, 0], [0, 1]])"),
         "/model/bubble/spins: must be 1, as the matrix has 2 rows, got 8; remove the key, the matrix "
         "implies it"},
    });
}

TEST_CASE("config rules: the shape and symmetry of the explicit matrix") {
    const std::string rows = "/model/bubble/matrix: the number of rows must be a power of two from 2 to 4096, got ";
    const std::string rows_advice = "; N spins need 2^N rows, for example 4 for two spins";
    check({
        {matrix("3"), "/model/bubble/matrix: must be a list of rows, or name a file, got 3; write rows, for example "
                      "[[0.1, 0.2], [0.2, -0.1]], or { \"file\": \"bubble.npy\" }"},
        {matrix("[]"), rows + "0" + rows_advice},
        {matrix("[[1]]"), rows + "1" + rows_advice},
        {matrix("[[1, 0, 0], [0, 1, 0], [0, 0, 1]]"), rows + "3" + rows_advice},
        {matrix("[[1, 0], [0]]"),
         "/model/bubble/matrix/1: must be a row of 2 numbers, got a list of 1 entry; every row is "
         "as long as the matrix has rows"},
        {matrix("[1, 2]"), "/model/bubble/matrix/0: must be a row of 2 numbers, got 1; every row is as long "
                           "as the matrix has rows"},
        {matrix(R"([[1, 0], ["x", 1]])"), "/model/bubble/matrix/1/0: must be a number, got the string \"x\"; "
                                          "write a matrix element, for example 0.2"},
        {matrix("[[1, 0.1], [0.10000000000000002, 1]]"),
         "/model/bubble/matrix/0/1: must equal its mirror /model/bubble/matrix/1/0 exactly, got 0.1 and "
         "0.10000000000000002; write (H + H^T)/2"},
        {matrix("[[1, 0, 0, 0], [0, 1, 0, 7], [0, 0, 1, 8], [0, 6, 5, 1]]"),
         "/model/bubble/matrix/1/3: must equal its mirror /model/bubble/matrix/3/1 exactly, got 7 and 6; "
         "write (H + "
         "H^T)/2"},
    });
    std::string rows_8192 = "[0";
    for (int row = 1; row < 8192; ++row) rows_8192 += ",0";
    CHECK(config_error(matrix(rows_8192 + "]")) == rows + "8192" + rows_advice);
}

TEST_CASE("config rules: the keys of a matrix file") {
    check({
        {matrix("{}"), "/model/bubble/matrix/file: missing, but required; write the path of a .npy or HDF5 file, for "
                       "example \"bubble.npy\""},
        {matrix(R"({"flie": "bubble.npy"})"), "/model/bubble/matrix/flie: unknown key; did you mean \"file\"?"},
        {matrix(R"({"file": ""})"),
         "/model/bubble/matrix/file: must be a string of 1 to 4096 printable characters, got \"\"; write the path of a "
         ".npy or HDF5 file, for example \"bubble.npy\""},
        {matrix(R"({"file": "a\u0000b"})"),
         "/model/bubble/matrix/file: must be a string of 1 to 4096 printable characters, got \"a\\u0000b\"; write the "
         "path of a .npy or HDF5 file, for example \"bubble.npy\""},
        {matrix(R"({"file": "bubble.h5", "dataset": 3})"),
         "/model/bubble/matrix/dataset: must be a string of 1 to 1024 printable characters, got 3; write the dataset's "
         "path inside the HDF5 file, for example \"/H\""},
        // before the file is looked for
        {bubble(R"("matrix": {"file": "no such file"})"),
         "/model/bubble/matrix: a matrix needs ensemble \"explicit\", but the ensemble is \"goe\"; remove the matrix, "
         "or write \"ensemble\": \"explicit\""},
    });
}

TEST_CASE("config rules: geometry explicit") {
    const std::string two = R"("coupling": [1, 0.3])";
    check({
        {{.sweep = R"("geometry": "explicit", "liom_count": 1)"},
         "/model/lioms/coupling: missing, but required by geometry \"explicit\" in /sweeps/0; write one "
         "coupling for each "
         "LIOM, for example [1.0, 0.3]"},
        {lioms(two, R"("geometry": ["1d_exponential", "explicit"])"),
         "/sweeps/0/geometry/1: \"explicit\" cannot stand beside other geometries; write a sweep of its own "
         "for it"},
        {lioms(two, R"("geometry": "explicit", "coupling": 1, "liom_count": 1)"),
         "/sweeps/0/coupling: not allowed with geometry \"explicit\"; remove the key, the couplings are "
         "/model/lioms/coupling"},
        {lioms(two, R"("geometry": "explicit", "localization_length": 1, "liom_count": 1)"),
         "/sweeps/0/localization_length: not allowed with geometry \"explicit\"; remove the key, the "
         "couplings are "
         "/model/lioms/coupling"},
        {lioms(two, R"("geometry": "explicit", "liom_count": [1, 2, 3])"),
         "/sweeps/0/liom_count/2: must be <= 2, the length of /model/lioms/coupling, got 3; name a smaller "
         "liom_count, or "
         "lengthen the list"},
        {lioms(two, R"("geometry": "explicit")"), // the default goes to 6
         "/sweeps/0/liom_count: must be <= 2, the length of /model/lioms/coupling, got 3; name a smaller "
         "liom_count, or "
         "lengthen the list"},
    });
}

TEST_CASE("config rules: lists of LIOM energies and couplings") {
    check({
        {lioms(R"("energy": [0.7, 1.2], "coupling": [1])", R"("liom_count": 1)"),
         "/model/lioms/coupling: must be as long as /model/lioms/energy (2), got 1 entry; write one energy "
         "and one "
         "coupling for each LIOM"},
        {lioms(R"("energy": [0.7, 1.2])", R"("liom_count": 3)"),
         "/sweeps/0/liom_count: must be <= 2, the length of /model/lioms/energy, got 3; name a smaller "
         "liom_count, or "
         "lengthen the list"},
    });
    // couplings bind only the sweeps that use them
    CHECK(config_cases::parse(lioms(R"("coupling": [1])", R"("liom_count": 3)")).sweeps[0].liom_count[0] == 3);
}

TEST_CASE("config rules: bubble spins and LIOMs together") {
    const std::string total = "bubble spins + liom_count must be from 2 to 20, got ";
    check({
        {bubble(R"("spins": 1)", R"("liom_count": [1, 0])"),
         "/sweeps/0/liom_count/1: " + total + "1 + 0; add a spin or a LIOM"},
        {bubble(R"("spins": 12)", R"("liom_count": 9)"),
         "/sweeps/0/liom_count: " + total + "12 + 9; take fewer spins or LIOMs"},
    });
}
