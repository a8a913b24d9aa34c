#include "explicit_hamiltonian.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

/// tr H^k for k = 1 … 4 in closed form. With A = H_b, B = sum eps_a tau^z_a, sigma = sigma^x_1, X = sum V_a tau^x_a:
/// H = A + B + sigma X, A and B commute, X^2 = sum V_a^2 + terms off-diagonal in tau. Odd powers of X have no trace.
namespace {

using namespace mbl;
using namespace mbl::physics;
using naive::Matrix;
using naive::Real;

Real trace(const Matrix& matrix) {
    Real sum = 0;
    for (std::size_t i = 0; i < matrix.order; ++i) sum += matrix(i, i);
    return sum;
}

Real trace_of_product(const Matrix& left, const Matrix& right) {
    Real sum = 0;
    for (std::size_t i = 0; i < left.order; ++i)
        for (std::size_t j = 0; j < left.order; ++j) sum += left(i, j) * right(j, i);
    return sum;
}

/// sum_a (+-values_a), bit a of `signs` set: minus.
Real signed_sum(const std::vector<double>& values, std::size_t signs) {
    Real sum = 0;
    for (std::size_t a = 0; a < values.size(); ++a) sum += (signs >> a & 1U) == 0 ? values[a] : -values[a];
    return sum;
}

struct Moments {
    Real first = 0;
    Real second = 0;
    Real third = 0;
    Real fourth = 0;
};

Moments closed_form(const Problem& problem, const Realization& realization) {
    const Matrix bubble = bubble_of(problem, realization);
    const Matrix one = naive::identity(bubble.order);
    const Matrix sigma_x_1 = naive::site_operator(naive::pauli_x(), 0, static_cast<std::size_t>(problem.bubble_spins));
    const std::size_t configurations = std::size_t{1} << problem.liom_count;

    Real squared_couplings = 0;
    for (const double coupling : problem.liom_coupling) squared_couplings += static_cast<Real>(coupling) * coupling;

    std::vector<Matrix> fields; // A + B in every LIOM configuration
    for (std::size_t c = 0; c < configurations; ++c)
        fields.push_back(naive::add(bubble, naive::scale(signed_sum(realization.liom_energy, c), one)));

    Moments moments;
    for (std::size_t c = 0; c < configurations; ++c) {
        const Matrix& p = fields[c];
        const Matrix square = naive::multiply(p, p);
        moments.first += trace(p);
        moments.second += trace(square) + squared_couplings * static_cast<Real>(p.order);
        moments.third += trace_of_product(square, p) + 3 * squared_couplings * trace(p);
        moments.fourth += trace_of_product(square, square) + 4 * squared_couplings * trace(square);
        moments.fourth += static_cast<Real>(p.order) * std::pow(signed_sum(problem.liom_coupling, c), Real{4});
        for (std::size_t a = 0; a < problem.liom_coupling.size(); ++a) { // 2 tr P sigma tau^x P sigma tau^x
            const Real coupling = problem.liom_coupling[a];
            const Matrix flipped =
                naive::multiply(naive::multiply(sigma_x_1, fields[c ^ (std::size_t{1} << a)]), sigma_x_1);
            moments.fourth += 2 * coupling * coupling * trace_of_product(p, flipped);
        }
    }
    return moments;
}

Moments from_energies(const std::vector<double>& energies) {
    Moments moments;
    for (const Real energy : energies) {
        moments.first += energy;
        moments.second += energy * energy;
        moments.third += energy * energy * energy;
        moments.fourth += energy * energy * energy * energy;
    }
    return moments;
}

} // namespace

TEST_CASE("traces: tr H^k of the energies, k = 1 ... 4, equals the closed form in every geometry") {
    CampaignCase campaign(
        {.bubble = R"("spins": 4)", .sweep = R"("geometry": ["1d_exponential", "1d_stretched", "2d_exponential"],
                                       "localization_length": [0.6, 4], "liom_count": [0, 1, 2, 3, 4])"});
    for (const Point& point : campaign.plan.points) {
        const Problem& problem = campaign.problem_of(point.index);
        for (Index index = 0; index < 2; ++index) {
            const Realization realization = campaign.realize(point.index, index);
            const Moments expected = closed_form(problem, realization);
            const Moments moments = from_energies(realization.energies);
            // Each energy errs by a few eps ||H||.
            const Real norm = std::max(std::fabs(realization.energies.front()), std::fabs(realization.energies.back()));
            const Real tolerance = 1e-13L * static_cast<Real>(problem.dim);
            CAPTURE(point.index);
            CHECK(std::fabs(moments.first - expected.first) < tolerance * norm);
            CHECK(std::fabs(moments.second - expected.second) < tolerance * std::pow(norm, Real{2}));
            CHECK(std::fabs(moments.third - expected.third) < tolerance * std::pow(norm, Real{3}));
            CHECK(std::fabs(moments.fourth - expected.fourth) < tolerance * std::pow(norm, Real{4}));
        }
    }
}
