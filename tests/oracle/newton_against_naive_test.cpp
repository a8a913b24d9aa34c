// Newton's method at single frequencies (kernels/newton_site.hpp) from any guess: the retarded root, and no other.
#include "naive_impurity.hpp"
#include "physics/impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <vector>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

using Green = std::complex<double>;

const std::vector<Complex> guesses{{0, 0}, {0.3, 0}, {-2, 0}, {0.05, -0.01}, {-0.4, -0.9}, {3, -3}};

ImpurityProblem five_lioms(double w, double strength) {
    ImpurityProblem problem = with_lioms({-w, -0.55 * w, 0.1 * w, 0.8 * w, w},
                                         {strength, 0.6 * strength, 1.3 * strength, 0.3 * strength, strength}, 0);
    problem.grid.frequency_count = 512;
    return problem;
}

/// Roots of one point's sites.
std::vector<NewtonSite> solved(const ImpurityProblem& problem, std::vector<NewtonSite> sites) {
    CpuBackend lane;
    const ImpurityProblem* list[] = {&problem};
    const ImpurityBatch<CpuBackend> batch(lane, list, nullptr);
    NewtonSites work;
    work.slot.assign(sites.size(), 0);
    work.sites = std::move(sites);
    solve_pointwise(lane, batch.baths, batch.newton_points, work);
    return work.sites;
}

NewtonSite site_at(Complex frequency, Complex guess) {
    NewtonSite site;
    site.frequency = frequency;
    site.green = guess;
    return site;
}

/// |G - F(G)| of a site, written out.
double equation_error(const ImpurityProblem& problem, const NewtonSite& site) {
    const Green w(site.frequency.re, site.frequency.im);
    const Green g(site.green.re, site.green.im);
    const double root = std::sqrt(static_cast<double>(problem.bubble_sites));
    Green lioms = 0;
    for (std::size_t a = 0; a < problem.explicit_energy.size(); ++a) {
        const double v2 = problem.explicit_coupling[a] * problem.explicit_coupling[a];
        lioms += v2 / (w + Green(0, site.eta) - problem.explicit_energy[a] - root * v2 * g);
    }
    const Green sigma(site.self_energy.re, site.self_energy.im);
    return std::abs(1.0 / (w - problem.hopping * problem.hopping * g - lioms / root - sigma) - g);
}

} // namespace

TEST_CASE("Newton against naive roots: on the real axis, inside and outside the bands, Re G too") {
    for (const double w : {1.0, 3.0, 6.0}) {
        for (const double strength : {0.2, 1.0, 2.5}) {
            for (const double shift : {0.0, 0.37}) { // a real Sigma2: the same equation at w - Sigma2, eps - Sigma2
                const ImpurityProblem problem = five_lioms(w, strength);
                naive::ImpurityModel model{problem.hopping,         0,
                                           problem.temperature,     problem.bubble_sites,
                                           problem.explicit_energy, problem.explicit_coupling};
                for (double& energy : model.energy) energy -= shift;
                std::vector<NewtonSite> sites;
                std::vector<Green> exact;
                for (int i = 0; i < 60; ++i) {
                    const double at = -1.3 * w - 2 + i * (2.6 * w + 4) / 60 + 1e-3;
                    const Green root = naive::free_green(model, {at - shift, 1e-12});
                    for (const Complex guess : guesses) {
                        sites.push_back(site_at({at, 0}, guess));
                        sites.back().self_energy = {shift, 0};
                        exact.push_back(root);
                    }
                }
                sites = solved(problem, std::move(sites));
                double error = 0;
                for (std::size_t s = 0; s < sites.size(); ++s) {
                    CHECK(sites[s].status == NewtonStatus::done);
                    error = std::max(error, std::abs(Green(sites[s].green.re, sites[s].green.im) - exact[s]));
                }
                CHECK(error <= 1e-7); // naive roots are taken 1e-12 above the axis
            }
        }
    }
}

TEST_CASE("Newton: with eta inside G_a or a lossy Sigma2 the root below the axis is the only one, and is found") {
    for (const double strength : {0.2, 1.0, 2.5}) {
        const ImpurityProblem problem = five_lioms(3, strength);
        std::vector<NewtonSite> sites;
        for (int i = 0; i < 80; ++i) {
            for (const Complex guess : guesses) {
                for (const double eta : {0.0, 0.02, 0.5}) {
                    sites.push_back(site_at({-6 + 0.15 * i + 1e-3, 0}, guess));
                    sites.back().eta = eta;
                    if (eta == 0) sites.back().self_energy = {0.1, -0.3};
                }
                sites.push_back(site_at({0, 0.3 + 0.1 * i}, guess)); // Matsubara's
                sites.back().eta = 0.1;
            }
        }
        double error = 0;
        for (const NewtonSite& site : solved(problem, std::move(sites))) {
            CHECK(site.status == NewtonStatus::done);
            CHECK(site.green.im < 0);
            error = std::max(error, equation_error(problem, site));
        }
        CHECK(error <= 1e-11);
    }
}

TEST_CASE("Newton: where F contracts a guess in its disc takes a few steps") {
    const ImpurityProblem problem = five_lioms(2, 0.5);
    const LiomBath bath = make_liom_bath(problem);
    std::vector<NewtonSite> sites;
    for (const double w : {-15.0, -9.0, 7.5, 12.0}) {
        CHECK(contracts_near_bare(bath, problem, w));
        sites.push_back(site_at({w, 0}, {1 / w, 0}));
        sites.back().unique = true;
    }
    for (const NewtonSite& site : solved(problem, std::move(sites))) {
        CHECK(site.status == NewtonStatus::done);
        CHECK(site.steps <= 8);
        CHECK(equation_error(problem, site) <= 1e-14);
    }
    // A root outside the disc |G| <= 2/|w| is another one, even where the guess lies beside it.
    NewtonSite far = site_at({12, 0}, {12, 0});
    far.unique = true;
    far = solved(problem, {far}).front();
    CHECK(far.status == NewtonStatus::done);
    CHECK(magnitude(far.green) <= 2.0 / 12);
    // Not near the bands.
    for (const double w : {0.0, 1.9, 2.5, 3.0}) CHECK_FALSE(contracts_near_bare(bath, problem, w));
}
