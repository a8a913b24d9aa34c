// The impurity solver against naive loops (naive_impurity.hpp), written independently of it.
#include "naive_impurity.hpp"
#include "physics/impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

naive::ImpurityModel naive_model(const ImpurityProblem& problem) {
    return {problem.hopping,      problem.interaction,     problem.temperature,
            problem.bubble_sites, problem.explicit_energy, problem.explicit_coupling};
}

std::complex<double> std_complex(Complex z) { return {z.re, z.im}; }

} // namespace

TEST_CASE("impurity against naive loops: the real axis") {
    for (const double temperature : {2.0, 0.4}) {
        ImpurityProblem problem = with_lioms({-0.8, 0.3, 1.2}, {0.9, 1.1, 0.7}, 2, temperature);
        problem.grid.frequency_count = 512; // coarse: both take the same sums
        const ImpuritySolution solution = solve(problem);
        const naive::RealAxis naive = naive::solve_real_axis(naive_model(problem), 16, 512, solution.report.eta);
        REQUIRE(naive.residual <= 1e-12);
        double error = 0;
        for (std::size_t i = 0; i < 512; ++i) {
            CHECK(solution.frequency[i] == naive.frequency[i]);
            error = std::max(error, std::fabs(solution.spectral_function[i] + naive.green[i].imag() / M_PI));
        }
        CHECK(error <= 1e-9); // tolerance 1e-10 on the residual
        CHECK(std::fabs(solution.report.sum_rule - naive::sum_rule(naive)) <= 1e-10);
        CHECK(std::fabs(solution.report.narrowest_width - naive::narrowest_width(naive_model(problem), naive)) <= 1e-9);
    }
}

TEST_CASE("impurity against naive loops: Matsubara frequency and fillings") {
    for (const double interaction : {0.0, 2.0}) {
        for (const double temperature : {2.0, 0.5}) {
            ImpurityProblem problem = with_lioms({-0.8, 0.3, 1.2}, {0.9, 1.1, 0.7}, interaction, temperature);
            problem.grid.frequency_count = 1024;
            const ImpuritySolution solution = solve(problem);
            const naive::ImaginaryAxis naive = naive::solve_imaginary_axis(naive_model(problem), 0, 512);
            for (std::size_t n = 0; n < 64; ++n) {
                CHECK(std::fabs(solution.matsubara_frequency[n] - naive.frequency[n]) <= 1e-12 * naive.frequency[n]);
                CHECK(std::abs(std_complex(solution.matsubara_green[n]) - naive.green[n]) <= 1e-10);
                CHECK(std::abs(std_complex(solution.matsubara_self_energy[n]) - naive.self_energy[n]) <= 1e-10);
            }
            CHECK(std::fabs(solution.report.filling - naive.filling) <= 1e-10);
            for (std::size_t a = 0; a < 3; ++a)
                CHECK(std::fabs(solution.liom_filling[a] - naive.liom_filling[a]) <= 1e-10);
        }
    }
}

TEST_CASE("impurity against naive loops: at U = 0 every frequency finds the retarded root") {
    // W from 1 to 6: beyond the band the equation has several real roots, and Newton's method alone finds wrong ones.
    for (const double w : {1.0, 2.0, 3.0, 4.5, 6.0}) {
        for (const double strength : {0.2, 1.0, 2.5}) {
            ImpurityProblem problem =
                with_lioms({-w, -0.55 * w, 0.1 * w, 0.8 * w, w},
                           {strength, 0.6 * strength, 1.3 * strength, 0.3 * strength, strength}, 0);
            problem.grid.frequency_count = 512;
            problem.liom_bandwidth = w;
            problem.plot_frequency.clear();
            for (int i = 0; i < 160; ++i)
                problem.plot_frequency.push_back(-1.3 * w - 2 + i * (2.6 * w + 4) / 160 + 1e-3);
            problem.plot_lioms = {0, 1, 2, 3, 4};
            const ImpuritySolution solution = solve(problem);
            CHECK_MESSAGE(solution.report.converged, solution.failure);
            double error = 0;
            for (std::size_t i = 0; i < problem.plot_frequency.size(); ++i) {
                const naive::Green green = naive::free_green(naive_model(problem), {problem.plot_frequency[i], 1e-12});
                error = std::max(error, std::fabs(solution.plot_spectral_function[i] + green.imag() / M_PI));
                for (const int a : problem.plot_lioms) {
                    const auto at = static_cast<std::size_t>(a);
                    const double v2 = problem.explicit_coupling[at] * problem.explicit_coupling[at];
                    const naive::Green own = 1.0
                                             / (naive::Green(problem.plot_frequency[i], 1e-12)
                                                - problem.explicit_energy[at] - std::sqrt(30.0) * v2 * green);
                    error = std::max(error, std::fabs(solution.liom_spectral_function.at(a)[i] + own.imag() / M_PI)
                                                / (1 + std::norm(own)));
                }
            }
            CHECK(error <= 1e-9);
        }
    }
}
