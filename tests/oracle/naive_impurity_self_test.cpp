#include "naive_impurity.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

/// The oracle of the impurity model judged by closed forms, and its two axes by each other.
namespace {

using naive::Green;
using naive::ImpurityModel;

const naive::Loop patient{.mixing = 0.5, .tolerance = 1e-12, .iteration_limit = 20000};

ImpurityModel three_lioms(double interaction, double temperature) {
    return {.hopping = 1.0,
            .interaction = interaction,
            .temperature = temperature,
            .bubble_sites = 30,
            .energy = {0.35, -1.3, 1.7},
            .coupling = {0.8, 0.7, 0.6}};
}

Green semicircle(Green z) { // the sign of the root: Im G < 0 for Im z > 0
    return 2.0 / (z + std::sqrt(z - 2.0) * std::sqrt(z + 2.0));
}

double spectral_function(const naive::RealAxis& solution, std::size_t k) {
    return -solution.green[k].imag() / std::numbers::pi;
}

double mismatch(const naive::RealAxis& real, const naive::ImaginaryAxis& imaginary) {
    double result = 0.0;
    for (std::size_t n = 0; n < 20; ++n) {
        const Green z{0.0, imaginary.frequency[n]};
        result = std::max(result, std::abs(naive::continued(real, z) - imaginary.green[n]));
    }
    return result;
}

TEST_CASE("naive impurity: the bubble alone without interaction is a semicircle") {
    const ImpurityModel model{.interaction = 0.0, .energy = {}, .coupling = {}};
    for (const double w : {-1.9, -0.3, 0.0, 1.2}) {
        const Green g = naive::free_green(model, {w, 1e-12});
        CHECK(std::abs(g - Green{w / 2.0, -std::sqrt(4.0 - w * w) / 2.0}) < 1e-11);
    }
    CHECK(std::abs(naive::free_green(model, {0.2, 0.7}) - semicircle({0.2, 0.7})) < 1e-14);

    // the mixed loop's contraction is cos of the angle of G: fast in the middle of the band
    const naive::RealAxis loop = naive::solve_real_axis(model, 1.6, 16, 0.0, patient);
    REQUIRE(loop.residual <= patient.tolerance);
    for (std::size_t k = 0; k < 16; ++k)
        CHECK(std::abs(loop.green[k] - semicircle({loop.frequency[k], 1e-15})) < 1e-10);

    const naive::ImaginaryAxis imaginary = naive::solve_imaginary_axis(model, 0.0, 64, patient);
    for (std::size_t n = 0; n < 64; ++n)
        CHECK(std::abs(imaginary.green[n] - semicircle({0.0, imaginary.frequency[n]})) < 1e-12);
    CHECK(imaginary.filling == doctest::Approx(0.5).epsilon(1e-14));
}

TEST_CASE("naive impurity: the interacting bubble alone") {
    const auto density = [](double temperature) {
        const ImpurityModel model{.interaction = 2.0, .temperature = temperature, .energy = {}, .coupling = {}};
        const naive::RealAxis solution = naive::solve_real_axis(model, 12.0, 384, 0.0, patient);
        CHECK(solution.residual <= patient.tolerance);
        CHECK(naive::sum_rule(solution) == doctest::Approx(1.0).epsilon(1e-9));
        CHECK(mismatch(solution, naive::solve_imaginary_axis(model, 0.0, 256, patient)) < 1e-8);
        return spectral_function(solution, 192); // at w = 0
    };
    CHECK(std::fabs(density(2.0) - 0.227321193) < 1e-9);
    CHECK(std::fabs(density(0.2) - 0.303916040) < 1e-9);
}

TEST_CASE("naive impurity: degenerate LIOMs without interaction") {
    // a double root of the polynomial's other factors is of no concern: it lies in the upper half plane
    for (const double coupling : {0.3, 1.7}) {
        for (const double energy : {0.4, -1.2, 1.99, -2.4}) {
            const ImpurityModel model{
                .interaction = 0.0, .energy = {energy, energy, energy}, .coupling = {coupling, coupling, coupling}};
            const double radicand = 4.0 * (1.0 - 3.0 / 30.0) - energy * energy;
            const Green exact = radicand > 0.0
                                    ? Green{energy / 2.0, -std::sqrt(radicand) / 2.0}
                                    : Green{(energy - std::copysign(std::sqrt(-radicand), energy)) / 2.0, 0.0};
            CAPTURE(energy);
            CHECK(std::abs(naive::free_green(model, {energy, 1e-12}) - exact) < 1e-8);
        }
    }
    // more LIOMs than bubble sites: the bubble has no weight at their energy
    const ImpurityModel crowded{
        .interaction = 0.0, .bubble_sites = 2, .energy = {0.5, 0.5, 0.5}, .coupling = {0.3, 0.3, 0.3}};
    CHECK(std::abs(naive::free_green(crowded, {0.5, 1e-12})) < 1e-8);
}

TEST_CASE("naive impurity: real axis, imaginary axis and polynomial agree") {
    SUBCASE("without interaction, in Matsubara frequency") {
        const ImpurityModel model = three_lioms(0.0, 0.5);
        const naive::ImaginaryAxis solution = naive::solve_imaginary_axis(model, 0.0, 128, patient);
        for (std::size_t n = 0; n < 128; ++n)
            CHECK(std::abs(solution.green[n] - naive::free_green(model, {0.0, solution.frequency[n]})) < 1e-11);
    }
    SUBCASE("with interaction, eta = 0") {
        const ImpurityModel model = three_lioms(2.0, 1.0);
        const naive::RealAxis real = naive::solve_real_axis(model, 12.0, 384, 0.0, patient);
        REQUIRE(real.residual <= patient.tolerance);
        const naive::ImaginaryAxis imaginary = naive::solve_imaginary_axis(model, 0.0, 256, patient);
        CHECK(mismatch(real, imaginary) < 1e-8);
        double filling = 0.0;
        for (std::size_t k = 0; k < real.frequency.size(); ++k)
            filling += spectral_function(real, k) / (std::exp(real.frequency[k]) + 1.0) * 24.0 / 384.0;
        CHECK(std::fabs(filling - imaginary.filling) < 1e-8);
        CHECK(std::fabs(imaginary.filling - 0.5) > 1e-4);
        CHECK(naive::narrowest_width(model, real) > 4 * 24.0 / 384.0);
    }
    SUBCASE("with interaction and eta inside G_a") {
        const ImpurityModel model = three_lioms(2.0, 1.0);
        const double eta = 0.1;
        const naive::RealAxis real = naive::solve_real_axis(model, 12.0, 384, eta, patient);
        REQUIRE(real.residual <= patient.tolerance);
        // what the twin's eta leaves is eta S/(pi omega^4) of rho beyond the grid
        const double with_eta = mismatch(real, naive::solve_imaginary_axis(model, eta, 256, patient));
        const double without = mismatch(real, naive::solve_imaginary_axis(model, 0.0, 256, patient));
        CHECK(with_eta < 1e-6);
        CHECK(without > 1e-5);
    }
}

TEST_CASE("naive impurity: another implementation's numbers") {
    // by bench/numpy_impurity.py: convolutions by FFT, lagged iteration, tails of Sigma2 by its jumps
    const ImpurityModel model = three_lioms(2.0, 0.7);
    const double eta = 0.05;
    const naive::RealAxis real = naive::solve_real_axis(model, 14.0, 512, eta, patient);
    CHECK(std::abs(real.green[230] - Green{-0.437343669969254, -0.568455023002498}) < 1e-11);
    CHECK(std::abs(real.self_energy[230] - Green{-0.131038059389331, -0.429017009187058}) < 1e-11);
    CHECK(std::fabs(naive::narrowest_width(model, real) - 0.9343503202477915) < 1e-11);
    const naive::ImaginaryAxis imaginary = naive::solve_imaginary_axis(model, 0.0, 256, patient);
    CHECK(std::abs(imaginary.green[0] - Green{0.000318124023264726, -0.345922320962563}) < 1e-11);
    CHECK(std::abs(imaginary.self_energy[5] - Green{2.86930097189163e-06, -0.0409199440348466}) < 1e-11);
    CHECK(std::fabs(imaginary.filling - 0.5004692391122746) < 1e-11);
    CHECK(std::fabs(imaginary.liom_filling[2] - 0.1811564504890225) < 1e-11);
}

TEST_CASE("naive impurity: mirrored LIOMs mirror everything, energies scale") {
    const ImpurityModel model = three_lioms(1.5, 0.6);
    ImpurityModel mirror = model;
    for (double& energy : mirror.energy) energy = -energy;
    const naive::RealAxis one = naive::solve_real_axis(model, 14.0, 384, 0.0, patient);
    const naive::RealAxis other = naive::solve_real_axis(mirror, 14.0, 384, 0.0, patient);
    // the grid has no +frequency_max: what lies at its ends is far below the tolerance
    for (std::size_t k = 1; k < 384; ++k) {
        CHECK(std::fabs(one.green[k].imag() - other.green[384 - k].imag()) < 1e-8);
        CHECK(std::fabs(one.green[k].real() + other.green[384 - k].real()) < 1e-8);
    }
    const naive::ImaginaryAxis filled = naive::solve_imaginary_axis(model, 0.0, 256, patient);
    const naive::ImaginaryAxis emptied = naive::solve_imaginary_axis(mirror, 0.0, 256, patient);
    CHECK(filled.filling + emptied.filling == doctest::Approx(1.0).epsilon(1e-12));
    for (std::size_t a = 0; a < 3; ++a)
        CHECK(filled.liom_filling[a] + emptied.liom_filling[a] == doctest::Approx(1.0).epsilon(1e-12));

    ImpurityModel wide{
        .hopping = 2.0, .interaction = 3.0, .temperature = 1.2, .bubble_sites = 30, .energy = {}, .coupling = {}};
    for (const double energy : model.energy) wide.energy.push_back(2.0 * energy);
    for (const double coupling : model.coupling) wide.coupling.push_back(2.0 * coupling);
    const naive::RealAxis scaled = naive::solve_real_axis(wide, 28.0, 384, 0.0, patient);
    for (std::size_t k = 0; k < 384; ++k) CHECK(std::abs(2.0 * scaled.green[k] - one.green[k]) < 1e-10);
    CHECK(naive::narrowest_width(wide, scaled) == doctest::Approx(2.0 * naive::narrowest_width(model, one)));
}

TEST_CASE("naive impurity: shapes that do not fit are refused") {
    const ImpurityModel model{.energy = {0.1}, .coupling = {}};
    CHECK_THROWS_WITH_AS(naive::solve_real_axis(model, 8.0, 16, 0.0), "naive impurity: 1 energies for 0 couplings",
                         std::invalid_argument);
    CHECK_THROWS_AS(naive::solve_imaginary_axis(model, 0.0), std::invalid_argument);
    CHECK_THROWS_AS(naive::free_green(model, {0.0, 1.0}), std::invalid_argument);
}

} // namespace
