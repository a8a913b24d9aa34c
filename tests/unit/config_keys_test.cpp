#include "config_cases.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace mbl;
using config_cases::parse;
using config_cases::parse_text;
using Geometries = std::vector<Geometry>;
using Numbers = std::vector<double>;
using Counts = std::vector<int>;

TEST_CASE("config: everything but name, model and sweeps has a default") {
    const Config config = parse({});
    CHECK(config.name == "t");
    CHECK(config.figure == Figure::fig4);
    CHECK(config.seed == 1);
    CHECK(config.model.bubble.ensemble == BubbleEnsemble::goe);
    CHECK(config.model.bubble.spins == 8);
    CHECK(config.model.bubble.bandwidth_per_spin == 2.6);
    CHECK(config.model.bubble.matrix.empty());
    CHECK(config.model.liom_energy_range == std::array{0.5, 1.5});
    CHECK(config.model.lioms.energy.empty());
    CHECK(config.model.lioms.coupling.empty());
    REQUIRE(config.sweeps.size() == 1);
    CHECK(config.sweeps[0].panel.empty());
    CHECK(config.sweeps[0].geometry == Geometries{Geometry::exponential_1d});
    CHECK(config.sweeps[0].coupling == Numbers{1.0});
    CHECK(config.sweeps[0].localization_length == Numbers{0.4, 0.6, 1.0, 2.0, 2.885, 4.0, 8.0});
    CHECK(config.sweeps[0].liom_count == Counts{1, 2, 3, 4, 5, 6});
    CHECK_FALSE(config.realizations.uniform);
    CHECK(config.realizations.by_liom_count == RealizationCounts{}.by_liom_count);
    CHECK(config.shared_disorder);
    CHECK_FALSE(config.spectral.bin_width);
    CHECK(config.theory == TheoryForm::implied);
    CHECK(config.profile == "paper");
}

TEST_CASE("config: every key sets its member") {
    const Config config = parse_text(R"({
        "name": "My_own-1.2", "figure": "fig4", "seed": 18446744073709551615,
        "model": { "kind": "goe_bubble",
                   "bubble": { "ensemble": "goe", "spins": 3, "bandwidth_per_spin": 1.25 },
                   "liom_energy_range": [-0.25, 0.75],
                   "lioms": { "energy": [0.7, -1.2], "coupling": [1, -0.3] } },
        "sweeps": [ { "panel": "left", "geometry": ["1d_stretched", "2d_exponential"], "coupling": [0, 0.5],
                      "localization_length": [0.3, 7], "liom_count": [0, 2] },
                    { "geometry": "explicit", "liom_count": 1 } ],
        "realizations": { "0": 5, "1": 1000000000, "2": 7, "12": 1 },
        "shared_disorder": false, "spectral": { "bin_width": 0.125 }, "theory": "printed",
        "profiles": {} })");
    CHECK(config.name == "My_own-1.2");
    CHECK(config.seed == std::numeric_limits<std::uint64_t>::max());
    CHECK(config.model.bubble.spins == 3);
    CHECK(config.model.bubble.bandwidth_per_spin == 1.25);
    CHECK(config.model.liom_energy_range == std::array{-0.25, 0.75});
    CHECK(config.model.lioms.energy == Numbers{0.7, -1.2});
    CHECK(config.model.lioms.coupling == Numbers{1.0, -0.3});
    REQUIRE(config.sweeps.size() == 2);
    CHECK(config.sweeps[0].panel == "left");
    CHECK(config.sweeps[0].geometry == Geometries{Geometry::stretched_1d, Geometry::exponential_2d});
    CHECK(config.sweeps[0].coupling == Numbers{0.0, 0.5});
    CHECK(config.sweeps[0].localization_length == Numbers{0.3, 7.0});
    CHECK(config.sweeps[0].liom_count == Counts{0, 2});
    CHECK(config.sweeps[1].geometry == Geometries{Geometry::explicit_couplings});
    CHECK(config.sweeps[1].liom_count == Counts{1});
    CHECK_FALSE(config.realizations.uniform);
    CHECK(config.realizations.by_liom_count == std::map<int, std::int64_t>{{0, 5}, {1, 1000000000}, {2, 7}, {12, 1}});
    CHECK_FALSE(config.shared_disorder);
    CHECK(config.spectral.bin_width == 0.125);
    CHECK(config.theory == TheoryForm::printed);
}

TEST_CASE("config: a scalar is a list of one") {
    const Config config = parse({.sweep = R"("geometry": "2d_exponential", "coupling": 0.5,
                                             "localization_length": 3, "liom_count": 2)"});
    CHECK(config.sweeps[0].geometry == Geometries{Geometry::exponential_2d});
    CHECK(config.sweeps[0].coupling == Numbers{0.5});
    CHECK(config.sweeps[0].localization_length == Numbers{3.0});
    CHECK(config.sweeps[0].liom_count == Counts{2});
}

TEST_CASE("config: the limits themselves are accepted") {
    CHECK(parse({.more = R"("seed": 0)"}).seed == 0);
    CHECK(parse({.model = R"("kind": "goe_bubble", "bubble": {"spins": 12})",
                 .sweep = R"("liom_count": [0, 8])",
                 .more = R"("realizations": 1)"})
              .model.bubble.spins
          == 12);
    CHECK(parse({.model = R"("kind": "goe_bubble", "bubble": {"spins": 1})",
                 .sweep = R"("liom_count": [1, 12])",
                 .more = R"("realizations": 1)"})
              .sweeps[0]
              .liom_count
          == Counts{1, 12});
    CHECK(parse({.sweep = R"("coupling": [0, 1e6], "localization_length": [5e-324, 1e12])"}).sweeps[0].coupling
          == Numbers{0.0, 1e6});
    CHECK(parse({.model = R"("kind": "goe_bubble", "liom_energy_range": [1e6, 1e6])"}).model.liom_energy_range
          == std::array{1e6, 1e6});
    CHECK(parse({.sweep = R"("panel": "éééééééééééééééééééééééééééééééé")"}).sweeps[0].panel.size() == 64);
    CHECK(parse({.more = R"("realizations": 1000000000)"}).realizations.uniform == 1000000000);
}

TEST_CASE("config: an integer may be written with a zero fraction or an exponent") {
    const Config config = parse({.sweep = R"("liom_count": [4.0, 1])", .more = R"("realizations": 1e3)"});
    CHECK(config.sweeps[0].liom_count == Counts{4, 1});
    CHECK(config.realizations.uniform == 1000);
}

TEST_CASE("config: -0 is 0, so that a point has one identity") {
    CHECK_FALSE(std::signbit(parse({.sweep = R"("coupling": -0.0)"}).sweeps[0].coupling[0]));
}

TEST_CASE("config: one realization count for all leaves no table") {
    const Config config = parse({.sweep = R"("liom_count": 12)", .more = R"("realizations": 9)"});
    CHECK(config.realizations.uniform == 9);
    CHECK(config.realizations.by_liom_count.empty());
}

TEST_CASE("config: an explicit matrix is taken by rows and implies the spins") {
    const std::string matrix = R"("matrix": [[1, 2, 3, 4], [2, 5, 6, 7], [3, 6, 8, 9], [4, 7, 9, 10]])";
    for (const std::string spins : {"", R"("spins": 2, )"}) {
        const Config config =
            parse({.model = R"("kind": "goe_bubble", "bubble": {"ensemble": "explicit", )" + spins + matrix + "}"});
        CHECK(config.model.bubble.ensemble == BubbleEnsemble::explicit_matrix);
        CHECK(config.model.bubble.spins == 2);
        CHECK(config.model.bubble.matrix == Numbers{1, 2, 3, 4, 2, 5, 6, 7, 3, 6, 8, 9, 4, 7, 9, 10});
    }
}

TEST_CASE("config: names round through to_string") {
    CHECK(std::string(to_string(Geometry::exponential_1d)) == "1d_exponential");
    CHECK(std::string(to_string(Geometry::stretched_1d)) == "1d_stretched");
    CHECK(std::string(to_string(Geometry::exponential_2d)) == "2d_exponential");
    CHECK(std::string(to_string(Geometry::explicit_couplings)) == "explicit");
    CHECK(std::string(to_string(BubbleEnsemble::goe)) == "goe");
    CHECK(std::string(to_string(BubbleEnsemble::explicit_matrix)) == "explicit");
    CHECK(std::string(to_string(TheoryForm::implied)) == "implied");
    CHECK(std::string(to_string(TheoryForm::printed)) == "printed");
    CHECK(std::string(to_string(Figure::fig3)) == "fig3");
    CHECK(std::string(to_string(Figure::fig4)) == "fig4");
    CHECK(std::string(to_string(Figure::fig5)) == "fig5");
    CHECK(std::string(to_string(Figure::fig_s1)) == "figS1");
    CHECK(std::string(to_string(Figure::fig_s2)) == "figS2");
    CHECK(std::string(to_string(Figure::fig_s3)) == "figS3");
    CHECK(std::string(to_string(Figure::fig_s4)) == "figS4");
}
