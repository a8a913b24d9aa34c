#include "config_cases.hpp"

#include <doctest/doctest.h>

using namespace mbl;
using config_cases::repository_file;
using Geometries = std::vector<Geometry>;
using Numbers = std::vector<double>;
using Counts = std::vector<int>;

namespace {

/// The four sweeps of Fig. 4 with the given localization lengths (outside the inset) and LIOM counts.
void check_fig4_sweeps(const Config& config, const Numbers& localization_lengths, const Counts& liom_counts) {
    REQUIRE(config.sweeps.size() == 4);
    const std::vector<std::string> panels{"a", "b", "c", "inset"};
    const Geometries geometries{Geometry::exponential_1d, Geometry::stretched_1d, Geometry::exponential_2d,
                                Geometry::stretched_1d};
    for (std::size_t k = 0; k < 4; ++k) {
        CAPTURE(k);
        const bool inset = k == 3;
        CHECK(config.sweeps[k].panel == panels[k]);
        CHECK(config.sweeps[k].geometry == Geometries{geometries[k]});
        CHECK(config.sweeps[k].coupling == Numbers{inset ? 2.0 : 1.0});
        CHECK(config.sweeps[k].localization_length == (inset ? Numbers{0.6} : localization_lengths));
        CHECK(config.sweeps[k].liom_count == liom_counts);
    }
}

} // namespace

TEST_CASE("configs/fig4.json: the paper's Fig. 4") {
    const Config config = read_config(repository_file("configs/fig4.json"), "paper", {});
    CHECK(config.name == "fig4");
    CHECK(config.model.bubble.spins == 8);
    check_fig4_sweeps(config, {0.4, 0.6, 1.0, 2.0, 2.885, 4.0, 8.0}, {1, 2, 3, 4, 5, 6});
    CHECK(config.realizations.by_liom_count == RealizationCounts{}.by_liom_count);
    CHECK(config.profile == "paper");
}

TEST_CASE("configs/fig4.json: the quick profile") {
    const Config config = read_config(repository_file("configs/fig4.json"), "quick", {});
    CHECK(config.model.bubble.spins == 6);
    CHECK(config.model.bubble.bandwidth_per_spin == 2.6);
    check_fig4_sweeps(config, {0.6, 2.885, 4.0}, {1, 2, 3, 4});
    CHECK(config.realizations.uniform == 30);
    CHECK(config.profile == "quick");
}

TEST_CASE("configs/fig4.json: the overnight profile") {
    const Config config = read_config(repository_file("configs/fig4.json"), "overnight", {});
    CHECK(config.model.bubble.spins == 8);
    check_fig4_sweeps(config, {0.4, 0.6, 1.0, 2.0, 2.885, 4.0, 8.0}, {1, 2, 3, 4});
    CHECK(config.realizations.uniform == 40);
}

TEST_CASE("configs/fig3.json: one realization, thermal and localized, in every profile") {
    struct Expected {
        const char* profile;
        int bubble_spins;
        int liom_count;
    };
    for (const auto& [profile, bubble_spins, liom_count] :
         {Expected{"paper", 8, 5}, {"quick", 6, 4}, {"overnight", 8, 4}}) {
        CAPTURE(profile);
        const Config config = read_config(repository_file("configs/fig3.json"), profile, {});
        CHECK(config.figure == Figure::fig3);
        CHECK(config.model.bubble.spins == bubble_spins);
        CHECK(config.realizations.uniform == 1);
        REQUIRE(config.sweeps.size() == 2);
        for (std::size_t k = 0; k < 2; ++k) {
            CHECK(config.sweeps[k].panel == (k == 0 ? "thermal" : "localized"));
            CHECK(config.sweeps[k].geometry == Geometries{Geometry::exponential_1d});
            CHECK(config.sweeps[k].coupling == Numbers{1.0});
            CHECK(config.sweeps[k].localization_length == Numbers{k == 0 ? 4.0 : 0.4});
            CHECK(config.sweeps[k].liom_count == Counts{liom_count});
        }
    }
}

TEST_CASE("configs/fig5, figS1, figS2, figS3, figS4: panels, lengths and LIOM counts in every profile") {
    struct Expected {
        const char* name;
        Figure figure;
        std::vector<std::string> panels;
        Geometries geometries;
        int fewest; ///< LIOMs
    };
    using enum Geometry;
    const Geometries s{exponential_2d, exponential_1d, stretched_1d};
    const Numbers fine_full{0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0, 2.5, 2.885, 3.2, 4.0, 6.0, 8.0};
    const Numbers fine_quick{0.4, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0, 2.885, 4.0, 8.0};
    for (const Expected& expected :
         {Expected{"fig5",
                   Figure::fig5,
                   {"a", "b", "c", "inset a", "inset c"},
                   {exponential_1d, stretched_1d, exponential_2d, exponential_1d, exponential_1d},
                   0},
          Expected{"figS1", Figure::fig_s1, {"left", "right"}, {exponential_2d, exponential_2d}, 0},
          Expected{"figS2", Figure::fig_s2, {"a", "b", "c"}, s, 0},
          Expected{"figS3", Figure::fig_s3, {"a", "b", "c"}, s, 1},
          Expected{"figS4", Figure::fig_s4, {"a", "b", "c"}, s, 1}}) {
        const bool fine = std::string(expected.name) == "figS4"; // the figure against xi
        for (const std::string profile : {"paper", "quick", "overnight"}) {
            CAPTURE(expected.name);
            CAPTURE(profile);
            const std::string path = std::string("configs/") + expected.name + ".json";
            const Config config = read_config(repository_file(path.c_str()), profile, {});
            CHECK(config.name == expected.name);
            CHECK(config.figure == expected.figure);
            CHECK(config.model.bubble.spins == (profile == "quick" ? 6 : 8));
            if (profile == "paper") CHECK(config.realizations.by_liom_count == RealizationCounts{}.by_liom_count);
            CHECK(config.realizations.uniform
                  == (profile == "paper"   ? std::nullopt
                      : profile == "quick" ? std::optional<std::int64_t>(30)
                                           : std::optional<std::int64_t>(40)));
            REQUIRE(config.sweeps.size() == expected.panels.size());
            for (std::size_t k = 0; k < expected.panels.size(); ++k) {
                const SweepConfig& sweep = config.sweeps[k];
                const std::string& panel = expected.panels[k];
                CAPTURE(panel);
                CHECK(sweep.panel == panel);
                CHECK(sweep.geometry == Geometries{expected.geometries[k]});
                CHECK(sweep.coupling == Numbers{1.0});
                Counts counts;
                for (int m = expected.fewest; m <= (profile == "paper" ? 6 : 4); ++m) counts.push_back(m);
                CHECK(sweep.liom_count == counts);
                const Numbers all = profile == "quick"
                                        ? (fine ? fine_quick : Numbers{0.6, 2.885, 4})
                                        : (fine ? fine_full : Numbers{0.4, 0.6, 1.0, 2.0, 2.885, 4.0, 8.0});
                const Numbers one{panel == "left" ? 0.4 : panel == "inset a" ? 0.6 : 4.0};
                CHECK(sweep.localization_length == (panel.size() > 1 ? one : all));
            }
        }
    }
}

TEST_CASE("configs/fig6.json and its further studies: panels, parameters and LIOM counts in every profile") {
    struct Expected {
        const char* name;
        Counts liom_counts;
        Counts quick_counts;
    };
    const Counts all{3, 10, 55, 210, 465, 990, 2016, 5050, 10011};
    const Counts few{3, 55, 990};
    const Counts large{55, 990, 10011};
    for (const Expected& expected : {Expected{"fig6", all, few},
                                     {"fig6_bubble_size", large, {55, 990}},
                                     {"fig6_density", large, {55, 990}},
                                     {"fig6_temperature", {3, 55, 990, 10011}, few},
                                     {"fig6_seeds", all, few},
                                     {"fig6_lioms", {3, 55, 990, 10011}, {3, 55}}}) {
        for (const std::string profile : {"paper", "quick", "overnight"}) {
            CAPTURE(expected.name);
            CAPTURE(profile);
            const std::string name = expected.name;
            const bool quick = profile == "quick";
            const Config config = read_config(repository_file(("configs/" + name + ".json").c_str()), profile, {});
            CHECK(config.name == name);
            CHECK(config.figure == Figure::fig6);
            CHECK(config.seed == 1);
            REQUIRE(config.impurity);
            REQUIRE(config.impurity->sweeps.size() == 2);
            for (std::size_t k = 0; k < 2; ++k) {
                const ImpuritySweepConfig& sweep = config.impurity->sweeps[k];
                const auto varied = [&](const char* study, auto full, auto short_list, auto fixed) {
                    return name != study ? fixed : quick ? short_list : full;
                };
                CHECK(sweep.panel == (k == 0 ? "ab" : "cd"));
                CHECK(sweep.geometry == BathGeometry::layers_2d);
                CHECK(sweep.coupling == Numbers{k == 0 ? 0.5 : 1.5});
                CHECK(sweep.interaction == Numbers{2, 0});
                CHECK(sweep.liom_count == (quick ? expected.quick_counts : expected.liom_counts));
                CHECK(sweep.hopping == Numbers{1});
                CHECK(sweep.liom_bandwidth == Numbers{2});
                CHECK(sweep.localization_length == Numbers{10});
                CHECK(sweep.layer_rule == std::vector{LayerRule::n});
                CHECK(sweep.bubble_sites
                      == varied("fig6_bubble_size", Counts{10, 30, 100, 300, 1000}, Counts{10, 100, 1000}, Counts{30}));
                CHECK(sweep.liom_density
                      == varied("fig6_density", Numbers{0.25, 0.5, 1, 2, 4}, Numbers{0.25, 1, 4}, Numbers{1}));
                CHECK(sweep.temperature
                      == varied("fig6_temperature", Numbers{0.2, 0.5, 1, 2}, Numbers{0.2, 2}, Numbers{2}));
                using Seeds = std::vector<std::uint64_t>;
                CHECK(sweep.seed == varied("fig6_seeds", Seeds{1, 2, 3, 4, 5}, Seeds{1, 2, 3}, Seeds{1}));
            }
            CHECK(config.impurity->spectral.liom
                  == (name == "fig6_lioms" ? Counts{0, 1, 6, 45, 190, 946, 4950} : Counts{}));
        }
    }
}

TEST_CASE("config: the example with an explicit bubble and explicit LIOMs") {
    const Config config = config_cases::parse_text(R"({ "name": "mine", "seed": 1,
        "model": { "kind": "goe_bubble", "bubble": { "ensemble": "explicit", "matrix": [[0.1, 0.2], [0.2, -0.1]] },
                   "lioms": { "energy": [0.7, 1.2], "coupling": [1.0, 0.3] } },
        "sweeps": [ { "geometry": "explicit", "liom_count": [2] } ], "realizations": 1 })");
    CHECK(config.model.bubble.spins == 1);
    CHECK(config.model.bubble.matrix == Numbers{0.1, 0.2, 0.2, -0.1});
    CHECK(config.model.lioms.energy == Numbers{0.7, 1.2});
    CHECK(config.model.lioms.coupling == Numbers{1.0, 0.3});
    CHECK(config.sweeps[0].geometry == Geometries{Geometry::explicit_couplings});
    CHECK(config.sweeps[0].coupling.empty());
    CHECK(config.sweeps[0].localization_length.empty());
    CHECK(config.sweeps[0].liom_count == Counts{2});
}

TEST_CASE("config: the example of the impurity model") {
    const Config config = config_cases::parse_text(R"({ "name": "fig6", "figure": "fig6", "seed": 1,
        "model": { "kind": "impurity", "hopping": 1.0, "bubble_sites": 30, "liom_bandwidth": 2.0, "liom_density": 1.0,
                   "layer_rule": "n", "localization_length": 10.0, "temperature": 2.0 },
        "sweeps": [ { "panel": "ab", "coupling": [0.5], "interaction": [2.0, 0.0],
                      "liom_count": [3, 10, 55, 210, 465, 990, 2016, 5050, 10011] } ],
        "grid": { "frequency_max": 16.0, "frequency_count": 16384, "tolerance": 1e-10, "iteration_limit": 200 } })");
    REQUIRE(config.impurity);
    CHECK(config.figure == Figure::fig6);
    CHECK(config.impurity->sweeps[0].panel == "ab");
    CHECK(config.impurity->sweeps[0].interaction == Numbers{2, 0});
    CHECK(config.impurity->sweeps[0].localization_length == Numbers{10});
    CHECK(config.sweeps.empty());
}

TEST_CASE("config: where the kind is missing that is told, not that keys are unknown") {
    CHECK(config_cases::text_error(R"({ "name": "t", "model": { "hopping": 1 }, "sweeps": [{}], "grid": {} })")
              .starts_with("/model/kind: missing, but required; "));
    CHECK(config_cases::text_error(R"({ "name": "t", "sweeps": [{}], "grid": {} })")
              .starts_with("/model: missing, but required; "));
}
