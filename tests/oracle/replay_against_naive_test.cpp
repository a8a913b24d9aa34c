#include "naive_ed.hpp"

#include "campaign/runner.hpp"
#include "config/config.hpp"
#include "goe_element.hpp"
#include "observables/integral.hpp"
#include "plan/plan.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

/// Every number of the program against the naive loops, for tiny Hamiltonians.
namespace {

using namespace mbl;

struct Case {
    int bubble_spins;
    int liom_count;
    Geometry geometry;
    double localization_length;
    double bin_factor; ///< stored bin width over delta_E
};

Config config_of(const Case& c) {
    Config config;
    config.name = "oracle";
    config.seed = 20260101;
    config.model.bubble.spins = c.bubble_spins;
    SweepConfig sweep;
    sweep.geometry = {c.geometry};
    sweep.coupling = {0.7};
    sweep.localization_length = {c.localization_length};
    sweep.liom_count = {c.liom_count};
    config.sweeps = {sweep};
    config.realizations.uniform = 1;
    if (c.bin_factor != 1) {
        const int spins = c.bubble_spins + c.liom_count;
        config.spectral.bin_width = c.bin_factor * 2.6 * (spins - 1) / std::pow(2.0, spins - 1);
    }
    return config;
}

Plan plan_of(const Config& config) {
    Limits limits;
    limits.memory_bytes = Index{1} << 30;
    return make_plan(config, limits);
}

/// The oracle's input: the draws are the program's own (tested elsewhere), everything after them is the oracle's.
naive::Input input_of(const Problem& problem, const Realization& realization) {
    naive::Input input;
    input.bubble_spins = problem.bubble_spins;
    input.bandwidth_per_spin = problem.model->bubble.bandwidth_per_spin;
    input.bin_width = problem.bin_width;
    input.energy = realization.liom_energy;
    input.coupling = problem.liom_coupling;
    if (!problem.model->bubble.matrix.empty()) {
        input.bubble = problem.model->bubble.matrix;
        return input;
    }
    const auto size = std::uint64_t{1} << problem.bubble_spins;
    for (std::uint64_t row = 0; row < size; ++row) {
        for (std::uint64_t col = 0; col < size; ++col) {
            input.bubble.push_back(
                realization.scale
                * goe_element(problem.disorder_seed, static_cast<std::uint64_t>(realization.index), row, col));
        }
    }
    return input;
}

void check_close(const std::vector<double>& actual, const std::vector<double>& expected, double tolerance,
                 const char* what) {
    CAPTURE(what);
    REQUIRE(actual.size() == expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        CAPTURE(i);
        CHECK(std::fabs(actual[i] - expected[i]) <= tolerance);
    }
}

/// Far enough from bin edges and ties for rounding not to matter; otherwise another realization is taken.
bool unambiguous(const naive::Output& expected, bool has_liom) {
    const naive::Margins& m = expected.margins;
    if (m.bin_edge < 1e-9 || m.energy_gap < 1e-6 || m.perturbed_gap < 1e-9) return false;
    return !has_liom || (m.half_maximum > 1e-9 && m.first_maximum > 1e-9 && m.quartile > 1e-9 && m.side_share > 1e-3);
}

void check_spectral(const SpectralFunction& actual, const naive::Spectral& expected) {
    CHECK(actual.bin_width == expected.bin_width);
    REQUIRE(actual.k_min == expected.k_min);
    check_close(actual.thermal, expected.thermal, 1e-10, "thermal");
    std::vector<double> typical;
    for (const double logarithm : actual.typical_log) typical.push_back(std::exp(logarithm));
    check_close(typical, expected.typical, 1e-10, "typical");
}

/// G = ln |T| - ln gap moves by d/|T| + d/gap where T and the gap are off by d. Where T vanishes (operators and Hamiltonians
/// with a symmetry, at N = 1), all that can be said is that |T| is rounding.
void check_thouless(const WindowLists& actual, const naive::Output& expected) {
    CHECK(actual.size() == expected.thouless.size());
    constexpr double rounding = 1e-12; // of energies, and of elements between states 1e-6 apart or more
    for (const auto& [op, values] : expected.thouless) {
        CAPTURE(op);
        REQUIRE(actual.contains(op));
        const std::vector<double>& found = actual.at(op);
        REQUIRE(found.size() == values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            CAPTURE(i);
            const double element = expected.thouless_element.at(op)[i];
            const double gap = expected.thouless_gap.at(op)[i];
            if (element < 1e-9) {
                CHECK(found[i] < std::log(2e-9) - std::log(gap));
                continue;
            }
            CHECK(std::fabs(found[i] - values[i]) <= 1e-14 + rounding / element + rounding / gap);
        }
    }
}

void check_integrals(const Integrals& actual, const naive::Output& expected) {
    CHECK(std::fabs(actual.typical - expected.typical_integral) <= 1e-10);
    CHECK(std::fabs(actual.typical_wide - expected.typical_integral_wide) <= 1e-10);
    CHECK(std::fabs(actual.thermal - expected.thermal_integral) <= 1e-10);
}

void check_entropy(const WindowLists& actual, const naive::Output& expected) {
    CHECK(actual.size() == expected.entropy.size());
    for (const auto& [spin, values] : expected.entropy) {
        REQUIRE(actual.contains(spin));
        check_close(actual.at(spin), values, 1e-10, spin.c_str());
    }
}

void check_realization(const Problem& problem, const Realization& actual, const naive::Output& expected) {
    CHECK(gate_failure(actual.gate, problem.dim).empty());
    CHECK(problem.window.first == expected.window_first);
    CHECK(problem.window.count == expected.window_count);
    CHECK(problem.level_spacing == doctest::Approx(expected.level_spacing_nominal).epsilon(1e-15));
    check_close(actual.energies, expected.energies, 1e-11, "energies");
    CHECK(actual.level_spacing == doctest::Approx(expected.level_spacing_measured).epsilon(1e-11));
    check_close(actual.gap_ratios, expected.gap_ratio, 1e-8, "gap ratio"); // gaps down to 1e-6, energies to 1e-14
    check_thouless(actual.thouless, expected);
    check_entropy(actual.entropy, expected);
    check_spectral(actual.spectral.at("sigma_x_1"), expected.stored.at("sigma_x_1"));
    check_integrals(integrals_of(actual), expected);
    CHECK(actual.spectral.size() == expected.stored.size());
    if (problem.liom_count == 0) {
        CHECK(std::isnan(actual.width.over_spacing));
        return;
    }
    check_spectral(actual.spectral.at("tau_x_M"), expected.stored.at("tau_x_M"));
    CHECK(actual.width.over_spacing == expected.width_over_spacing);
    CHECK(std::fabs(actual.width.fwhm - expected.width_fwhm) <= 1e-10);
    CHECK(std::fabs(actual.width.participation - expected.width_participation) <= 1e-10);
    CHECK(std::fabs(actual.width.iqr - expected.width_iqr) <= 1e-10);
}

/// Judges the first `wanted` unambiguous realizations.
void judge(const Config& config, int wanted) {
    const Plan plan = plan_of(config);
    const Problem& problem = plan.problems.front();
    BubbleScales scales;
    const auto runner = make_runner({DeviceKind::cpu, 0, "test"}, plan, scales);
    int judged = 0;
    for (Index realization = 0; realization < 40 * wanted && judged < wanted; ++realization) {
        const Realization actual = runner->realize_one(0, realization);
        const naive::Output expected = naive::solve(input_of(problem, actual));
        if (!unambiguous(expected, problem.liom_count > 0)) continue;
        CAPTURE(realization);
        check_realization(problem, actual, expected);
        ++judged;
    }
    CHECK(judged == wanted);
}

} // namespace

TEST_CASE("GOE bubbles with all geometries agree with naive loops") {
    for (const int bubble_spins : {2, 3}) {
        for (const int liom_count : {0, 1, 2}) {
            for (const Geometry geometry :
                 {Geometry::exponential_1d, Geometry::stretched_1d, Geometry::exponential_2d}) {
                CAPTURE(bubble_spins);
                CAPTURE(liom_count);
                CAPTURE(to_string(geometry));
                judge(config_of({bubble_spins, liom_count, geometry, 2.0, 1}), 3);
            }
        }
    }
}

TEST_CASE("three LIOMs tell the geometries apart and agree with naive loops") {
    judge(config_of({2, 3, Geometry::exponential_1d, 2.0, 1}), 2);
    judge(config_of({2, 3, Geometry::stretched_1d, 2.0, 1}), 2);
    judge(config_of({2, 3, Geometry::exponential_2d, 2.0, 1}), 2);
    judge(config_of({4, 2, Geometry::exponential_1d, 0.6, 1}), 2);
}

TEST_CASE("a bin width of one's own changes the curve and nothing else") {
    judge(config_of({3, 2, Geometry::exponential_1d, 2.0, 0.37}), 3);
    judge(config_of({2, 2, Geometry::exponential_1d, 2.0, 3.3}), 3);
}

TEST_CASE("explicit bubbles and LIOMs are used exactly as given") {
    Config config;
    config.name = "mine";
    config.model.bubble.ensemble = BubbleEnsemble::explicit_matrix;
    config.model.bubble.spins = 1;
    config.model.bubble.matrix = {0.1, 0.2, 0.2, -0.1};
    config.model.lioms.energy = {0.7, 1.2};
    config.model.lioms.coupling = {1.0, 0.3};
    SweepConfig sweep;
    sweep.geometry = {Geometry::explicit_couplings};
    sweep.coupling = {};
    sweep.localization_length = {};
    sweep.liom_count = {2};
    config.sweeps = {sweep};
    config.realizations.uniform = 1;
    judge(config, 1);

    config.sweeps[0].liom_count = {1}; // the first of the list
    judge(config, 1);

    config.model.lioms.coupling = {-0.8, 0.3}; // a negative coupling
    config.model.lioms.energy = {0.4, -0.9};
    config.sweeps[0].liom_count = {2};
    judge(config, 1);
}
