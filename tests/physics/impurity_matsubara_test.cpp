// Parts of the Matsubara twin, and where Newton's method needs no care.
#include "impurity_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace mbl;
using namespace mbl::impurity_case;

namespace {

MatsubaraSolve twin_of(const ImpurityProblem& problem, Index count) {
    CpuBackend lane;
    const ImpurityProblem* list[] = {&problem};
    ImpurityBatch<CpuBackend> batch(lane, list, nullptr);
    batch.shape.matsubara_count = count;
    return solve_twins(batch, {0}, {0.0}).front();
}

bool contracts(const ImpurityProblem& problem, double frequency) {
    return contracts_near_bare(make_liom_bath(problem), problem, frequency);
}

} // namespace

TEST_CASE("impurity twin: with its tails a few frequencies know what many do") {
    const ImpurityProblem problem = with_lioms({1.9, 1.6, 1.2}, {2, 2, 1.6}, 2, 0.5);
    const MatsubaraSolve few = twin_of(problem, 64);
    const MatsubaraSolve many = twin_of(problem, 1024);
    CHECK(few.converged);
    CHECK(many.converged);
    double error = 0;
    for (std::size_t n = 0; n < 20; ++n) error = std::max(error, distance(few.self_energy[n], many.self_energy[n]));
    CHECK(error <= 1e-9); // without t^2 in the tail 2e-9, without S 4e-9
}

TEST_CASE("impurity twin: the tail of Weiss's function is what it is at high frequency") {
    const ImpurityProblem problem = with_lioms({1.9, 1.6, 1.2}, {2, 2, 1.6}, 2, 0.5);
    const LiomBath bath = make_liom_bath(problem);
    const MatsubaraTail tail = weiss_tail(1, bath);
    const MatsubaraSolve solve = twin_of(problem, 1024);
    const double omega = matsubara_frequency(200, 0.5);
    const Complex green = solve.green[200];
    Complex delta = green;
    for (std::size_t a = 0; a < 3; ++a) {
        const double squared = bath.coupling_squared[a];
        delta =
            delta + squared / std::sqrt(30.0) * liom_green({0, omega}, green, bath.energy[a], squared, std::sqrt(30.0));
    }
    const Complex weiss = inverse(Complex{0, omega} - delta);
    CHECK(tail.first == 1);
    CHECK(tail.second == 0);
    CHECK(std::fabs((weiss.im + 1 / omega) * omega * omega * omega / tail.third - 1) <= 1e-2);
    CHECK(std::fabs(weiss.re * omega * omega * omega * omega / tail.fourth - 1) <= 1e-2);
}

TEST_CASE("impurity twin: compared with the real axis at twenty frequencies") {
    const std::vector<Complex> one(30);
    std::vector<Complex> other(30);
    other[19] = {0, 3};
    other[20] = {5, 0};
    CHECK(largest_difference(one.data(), other) == 3);
    other[0] = {-4, 0};
    CHECK(largest_difference(one.data(), other) == 4);
}

TEST_CASE("impurity twin: a filling's sum goes to its end") {
    constexpr double temperature = 0.4;
    const auto value = [](Index n) { return Complex{0.3 / std::pow(matsubara_frequency(n, temperature), 4), -1}; };
    std::vector<Complex> green;
    for (Index n = 0; n < 20; ++n) green.push_back(value(n));
    // sum over n >= 0 of 1/(2n + 1)^4 = pi^4/96
    const double exact = 0.5 + 2 * temperature * 0.3 / std::pow(temperature, 4) / 96;
    CHECK(std::fabs(bubble_filling(temperature, green) - exact) <= 2e-8); // 1/20^2 of what is left out
    CHECK(std::fabs(bubble_filling(temperature, {green.begin(), green.begin() + 10}) - exact) <= 1e-6);
}

TEST_CASE("impurity: LIOMs are told as they were given") {
    const ImpurityProblem problem = with_lioms({0.5, -0.25}, {0.75, 0}, 0);
    const ImpuritySolution solution = solve(problem);
    CHECK(solution.liom_energy == problem.explicit_energy);
    CHECK(solution.liom_coupling == problem.explicit_coupling);
}

TEST_CASE("impurity: F contracts near 1/w where |t^2 G| + |L| <= |w|/2 and |F'| <= 1/2, each by itself") {
    CHECK(contracts(bare(0), 2.9)); // 2/w <= w/2 and 4/w^2 <= 1/2
    CHECK(contracts(bare(0), -2.9));
    CHECK_FALSE(contracts(bare(0), 2.7)); // F' = 0.55

    ImpurityProblem many = with_lioms(std::vector<double>(100, 0.0), std::vector<double>(100, 0.245), 0);
    many.bubble_sites = 1;
    many.hopping = 0.1;
    CHECK_FALSE(contracts(many, 3)); // L = 2, though F' = 0.02
    CHECK(contracts(many, 4));

    ImpurityProblem strong = with_lioms({0}, {1}, 0);
    strong.bubble_sites = 100;
    CHECK_FALSE(contracts(strong, 3)); // sqrt N V^2 |G| may be 6.7: the LIOM resonant
    CHECK(contracts(strong, 9));

    ImpurityProblem beside = with_lioms({2.99}, {0.1}, 0);
    beside.bubble_sites = 1;
    CHECK_FALSE(contracts(beside, 3)); // the LIOM's own energy is near
    CHECK(contracts(beside, 4));
}
