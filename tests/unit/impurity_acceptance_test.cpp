#include "ipt/acceptance.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace mbl;

namespace {

constexpr SolvedParts all{true, true, true};

ImpurityProblem interacting() {
    ImpurityProblem problem;
    problem.interaction = 2;
    return problem;
}

ImpurityReport with(double mismatch, double eta) {
    ImpurityReport report;
    report.residual = 1e-11;
    report.matsubara_mismatch = mismatch;
    report.eta = eta;
    report.step = 0.01;
    return report;
}

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("impurity acceptance: at U > 0 real axis and Matsubara frequency agree to 1e-8, with eta to 5e-8") {
    const ImpurityProblem problem = interacting();
    CHECK(impurity_failure(problem, with(0.9e-8, 0), all).empty());
    CHECK(says(impurity_failure(problem, with(1.1e-8, 0), all), "differs by 1.1e-08, the limit is 1e-08"));
    CHECK(impurity_failure(problem, with(4e-8, 0.02), all).empty());
    CHECK(says(impurity_failure(problem, with(6e-8, 0.02), all), "the limit is 5e-08"));
    CHECK(is_mismatch(problem, with(std::numeric_limits<double>::quiet_NaN(), 0)));
    ImpurityProblem free;
    CHECK_FALSE(is_mismatch(free, with(1e-4, 0.02)));
    CHECK(impurity_failure(free, with(1e-4, 0.02), all).empty());
    ImpurityReport far = with(1, 0);
    far.residual = 1e-9;
    CHECK_FALSE(is_mismatch(problem, far)); // not converged: nothing to compare
}

TEST_CASE("impurity acceptance: whatever part failed is told") {
    const ImpurityProblem problem = interacting();
    const ImpurityReport good = with(0, 0);
    CHECK(says(impurity_failure(problem, good, {false, true, true}), "/grid/iteration_limit"));
    CHECK(says(impurity_failure(ImpurityProblem{}, good, {false, true, true}), "/grid/frequency_count"));
    CHECK(says(impurity_failure(problem, good, {true, false, true}), "/spectral/frequency"));
    CHECK(says(impurity_failure(problem, good, {true, true, false}), "Matsubara"));
}
