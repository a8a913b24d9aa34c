// The impurity model where it is known exactly.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

/// rho of one semicircle of half width 2t at w.
double semicircle(double w, double hopping) {
    const double inside = 4 * hopping * hopping - w * w;
    return inside > 0 ? std::sqrt(inside) / (2 * std::numbers::pi * hopping * hopping) : 0;
}

double rho_at(const ImpuritySolution& solution, const ImpurityProblem& problem, double w) {
    for (std::size_t i = 0; i < problem.plot_frequency.size(); ++i)
        if (problem.plot_frequency[i] == w) return solution.plot_spectral_function[i];
    return -1;
}

} // namespace

TEST_CASE("impurity: without LIOMs and interaction rho is a semicircle, G its transform") {
    for (const double hopping : {1.0, 0.7}) {
        ImpurityProblem problem = bare(0);
        problem.hopping = hopping;
        problem.plot_frequency = {-2.3, -1.99999, -1.3, -0.1, 0.0, 0.6, 1.39, 1.9, 2.0, 2.1, 3.9};
        const ImpuritySolution solution = solve(problem);
        CHECK(solution.report.converged);
        for (const double w : problem.plot_frequency) {
            const double tolerance =
                std::fabs(std::fabs(w) - 2 * hopping) < 1e-6 ? 1e-7 : 1e-12; // a double root at the edge
            CHECK(std::fabs(rho_at(solution, problem, w) - semicircle(w, hopping)) <= tolerance);
        }
        for (std::size_t n = 0; n < 64; ++n) { // G(z) = (z - sqrt(z^2 - 4 t^2))/(2 t^2)
            const std::complex<double> z(0, solution.matsubara_frequency[n]);
            const std::complex<double> root(0, std::sqrt(std::norm(z) + 4 * hopping * hopping));
            const std::complex<double> g = (z - root) / (2 * hopping * hopping);
            CHECK(std::abs(g - std::complex(solution.matsubara_green[n].re, solution.matsubara_green[n].im)) <= 1e-13);
        }
        CHECK(std::fabs(solution.report.filling - 0.5) <= 1e-14);
        CHECK(std::isnan(solution.report.narrowest_width));
        CHECK(solution.report.eta == 0);
    }
}

TEST_CASE("impurity: rho(0) of the bare bubble at U = 2") {
    for (const auto& [temperature, rho] : {std::pair{2.0, 0.227321193}, std::pair{0.2, 0.303916040}}) {
        ImpurityProblem problem = bare(2, temperature);
        problem.grid.frequency_count = 16384;
        problem.plot_frequency = {0.0};
        const ImpuritySolution solution = solve(problem);
        CHECK(solution.report.converged);
        CHECK(solution.report.residual <= 1e-10);
        CHECK(std::fabs(solution.plot_spectral_function[0] - rho) <= 1e-8); // known to nine digits
        CHECK(std::fabs(solution.report.sum_rule - 1) <= 1e-12);
        CHECK(solution.report.matsubara_mismatch <= 1e-10);
        CHECK(std::fabs(solution.report.filling - 0.5) <= 1e-12); // particle-hole symmetry
    }
}

TEST_CASE("impurity: k degenerate LIOMs at U = 0 fix G at their energy, whatever their coupling") {
    for (const int k : {1, 7, 21}) {
        for (const double energy : {0.0, 0.8, -1.3}) {
            for (const double coupling : {0.3, 2.0}) {
                const auto count = static_cast<std::size_t>(k);
                ImpurityProblem problem =
                    with_lioms(std::vector<double>(count, energy), std::vector<double>(count, coupling), 0);
                problem.plot_frequency = {energy};
                problem.plot_lioms = {0};
                // The root is reached as w -> eps: take it a little beside, where G differs by as little.
                problem.plot_frequency[0] += 1e-9;
                const double radicand = 4 * (1 - static_cast<double>(k) / 30) - energy * energy;
                const double rho = radicand > 0 ? std::sqrt(radicand) / (2 * std::numbers::pi) : 0;
                const ImpuritySolution solution = solve(problem);
                CHECK(solution.report.converged);
                CHECK(std::fabs(solution.plot_spectral_function[0] - rho) <= 1e-7);
            }
        }
    }
}

TEST_CASE("impurity: moments of rho at half filling") {
    // m1 = 0, m2 = t^2 + sum V_a^2/sqrt N + U^2/4: energies come in pairs, so that n = 1/2.
    for (const double interaction : {0.0, 1.5}) {
        const ImpurityProblem problem = with_lioms({-0.9, 0.9, 0.4, -0.4}, {0.9, 0.9, 0.7, 0.7}, interaction);
        const ImpuritySolution solution = solve(problem);
        REQUIRE(solution.report.converged);
        CHECK(std::fabs(solution.report.filling - 0.5) <= 1e-12);
        // From the high-frequency end: G(z) = 1/z + m2/z^3 + ..., without the end of the grid.
        const std::size_t last = solution.matsubara_frequency.size() - 1;
        const double omega = solution.matsubara_frequency[last];
        const double third = (solution.matsubara_green[last].im + 1 / omega) * omega * omega * omega;
        const double expected = 1 + 2 * (0.81 + 0.49) / std::sqrt(30.0) + interaction * interaction / 4;
        CHECK(std::fabs(third - expected) <= 1e-3); // m4/omega^2, and rounding times omega^2
        CHECK(std::fabs(solution.matsubara_green[last].re) * omega * omega <= 1e-5); // m1
        if (interaction == 0) continue; // there the grid's sum knows square-root edges to 1e-5 only
        double first = 0;
        double second = 0;
        for (std::size_t i = 0; i < solution.frequency.size(); ++i) {
            const double weight = solution.report.step * solution.spectral_function[i];
            first += weight * solution.frequency[i];
            second += weight * solution.frequency[i] * solution.frequency[i];
        }
        CHECK(std::fabs(first) <= 1e-8);
        CHECK(std::fabs(second - expected) <= 1e-8);
    }
}

TEST_CASE("impurity: eps -> -eps mirrors rho and fillings") {
    const std::vector<double> energy{-1.2, 0.3, 0.7, 1.9};
    std::vector<double> mirrored;
    for (const double one : energy) mirrored.push_back(-one);
    const std::vector<double> coupling{0.9, 0.5, 0.7, 0.6};
    for (const double interaction : {0.0, 2.0}) {
        ImpurityProblem problem = with_lioms(energy, coupling, interaction, 0.7);
        ImpurityProblem mirror = with_lioms(mirrored, coupling, interaction, 0.7);
        problem.plot_frequency = {-2.1, -0.4, 0.1, 1.3};
        mirror.plot_frequency = {-1.3, -0.1, 0.4, 2.1};
        const std::vector<ImpuritySolution> solutions = solve({problem, mirror});
        for (std::size_t i = 0; i < 4; ++i)
            CHECK(std::fabs(solutions[0].plot_spectral_function[i] - solutions[1].plot_spectral_function[3 - i])
                  <= 1e-10);
        CHECK(std::fabs(solutions[0].report.filling + solutions[1].report.filling - 1) <= 1e-11);
        for (std::size_t a = 0; a < 4; ++a)
            CHECK(std::fabs(solutions[0].liom_filling[a] + solutions[1].liom_filling[a] - 1) <= 1e-11);
        CHECK(std::fabs(solutions[0].report.filling - 0.5) > 1e-4); // asymmetric: it could be seen
    }
}

TEST_CASE("impurity: all energies scaled by s scale rho by 1/s") {
    constexpr double s = 1.7;
    ImpurityProblem problem = with_lioms({-1.2, 0.3, 0.7}, {0.9, 0.5, 0.7}, 2, 0.9);
    ImpurityProblem scaled = with_lioms({-1.2 * s, 0.3 * s, 0.7 * s}, {0.9 * s, 0.5 * s, 0.7 * s}, 2 * s, 0.9 * s);
    scaled.hopping = s;
    scaled.liom_bandwidth = 2 * s;
    scaled.grid.frequency_max *= s;
    for (double& w : scaled.plot_frequency) w *= s;
    const ImpuritySolution one = solve(problem);
    const ImpuritySolution other = solve(scaled);
    REQUIRE(one.spectral_function.size() == other.spectral_function.size());
    for (std::size_t i = 0; i < one.plot_spectral_function.size(); ++i)
        CHECK(std::fabs(one.plot_spectral_function[i] - s * other.plot_spectral_function[i]) <= 1e-10);
    CHECK(std::fabs(one.report.filling - other.report.filling) <= 1e-12);
}

TEST_CASE("impurity: decoupled LIOMs keep their Fermi fillings and leave the bubble alone") {
    const ImpuritySolution with = solve(with_lioms({-1.0, 0.25, 2.0}, {0, 0, 0}, 2));
    const ImpuritySolution without = solve(bare(2));
    CHECK(largest_difference(with.plot_spectral_function, without.plot_spectral_function) <= 1e-12);
    const std::vector<double> energy{-1.0, 0.25, 2.0};
    for (std::size_t a = 0; a < 3; ++a)
        CHECK(std::fabs(with.liom_filling[a] - 1 / (1 + std::exp(energy[a] / 2))) <= 1e-15);
    CHECK(with.report.narrowest_width == 0);
}
