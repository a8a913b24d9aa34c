#include "matsubara.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

using namespace mbl;

namespace {

constexpr double temperature = 0.4;
constexpr double beta = 1 / temperature;

/// T sum over all n of exp(-z tau)/z^k, the first `count` omega_n > 0 and their mirrors.
double polynomial(int k, double tau, std::int64_t count) {
    double sum = 0;
    for (std::int64_t n = count - 1; n >= 0; --n) {
        const std::complex<double> z(0, matsubara_frequency(n, temperature));
        sum += 2 * temperature * (std::exp(-z * tau) / std::pow(z, k)).real();
    }
    return sum;
}

/// Three poles of weight sum 1 and first moment 0.
struct Poles {
    std::array<double, 3> weight{0.5, 0.3, 0.2};
    std::array<double, 3> energy{-0.8, 0.6, 1.1};

    [[nodiscard]] double moment(int k) const {
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i) sum += weight[i] * std::pow(energy[i], k);
        return sum;
    }
    [[nodiscard]] std::complex<double> green(std::complex<double> z) const {
        std::complex<double> sum = 0;
        for (std::size_t i = 0; i < 3; ++i) sum += weight[i] / (z - energy[i]);
        return sum;
    }
    /// G(tau -> 0+) = -sum w (1 - f).
    [[nodiscard]] double at_zero() const {
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i) sum -= weight[i] * fermi(-energy[i] / temperature);
        return sum;
    }
    /// int rho_Sigma(w) w^k dw of -G^2(tau) G(-tau): poles at e_i + e_j - e_l.
    [[nodiscard]] double self_energy_moment(int k) const {
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                for (std::size_t l = 0; l < 3; ++l) {
                    const double below = fermi(energy[i] / temperature) * fermi(energy[j] / temperature);
                    const double above = fermi(-energy[i] / temperature) * fermi(-energy[j] / temperature);
                    const double f = fermi(energy[l] / temperature);
                    sum += weight[i] * weight[j] * weight[l] * (below * (1 - f) + above * f)
                           * std::pow(energy[i] + energy[j] - energy[l], k);
                }
        return sum;
    }
};

} // namespace

TEST_CASE("Matsubara tail: omega_n = (2n + 1) pi T, sums over it in closed form") {
    CHECK(std::fabs(matsubara_frequency(0, 0.5) - std::numbers::pi / 2) <= 1e-15);
    CHECK(std::fabs(matsubara_frequency(3, 0.5) - 7 * std::numbers::pi / 2) <= 1e-14);
    for (const double share : {0.15, 0.3, 0.85}) {
        const double tau = share * beta;
        CHECK(std::fabs(MatsubaraTail{1, 0, 0, 0}.at_time(tau, beta) + 0.5) <= 1e-15);
        CHECK(std::fabs(MatsubaraTail{0, 1, 0, 0}.at_time(tau, beta) - polynomial(2, tau, 20000)) <= 1e-8);
        CHECK(std::fabs(MatsubaraTail{0, 0, 1, 0}.at_time(tau, beta) - polynomial(3, tau, 2000)) <= 1e-10);
        CHECK(std::fabs(MatsubaraTail{0, 0, 0, 1}.at_time(tau, beta) - polynomial(4, tau, 2000)) <= 1e-12);
    }
    const std::complex<double> z(0, 1.7);
    const std::complex<double> expected = 0.9 / z - 0.4 / (z * z) + 0.7 / (z * z * z) + 0.2 / (z * z * z * z);
    const Complex at = MatsubaraTail{0.9, -0.4, 0.7, 0.2}.at(1.7);
    CHECK(std::abs(std::complex(at.re, at.im) - expected) <= 1e-15);
}

TEST_CASE("Matsubara tail: derivatives by tau") {
    const MatsubaraTail tail{0.9, -0.4, 0.7, 0.2};
    constexpr double h = 1e-3;
    for (const double tau : {0.0, 0.4, beta}) {
        const double below = tail.at_time(tau - h, beta);
        const double above = tail.at_time(tau + h, beta);
        CHECK(std::fabs(tail.slope_at_time(tau, beta) - (above - below) / (2 * h)) <= 1e-7); // h^2 of a cubic
        CHECK(std::fabs(tail.curvature_at_time(tau, beta) - (above + below - 2 * tail.at_time(tau, beta)) / (h * h))
              <= 1e-8);
    }
}

TEST_CASE("Matsubara tail: Sigma2's first three moments from a Weiss function of three poles") {
    const Poles poles;
    const MatsubaraTail own{1, 0, poles.moment(2), poles.moment(3)};
    double slope_sum = 0;
    double curvature_sum = 0;
    for (std::int64_t n = 0; n < 4000; ++n) {
        const double omega = matsubara_frequency(n, temperature);
        const std::complex<double> green = poles.green({0, omega});
        const Complex rest = Complex{green.real(), green.imag()} - own.at(omega);
        slope_sum += omega * rest.im;
        curvature_sum -= omega * omega * rest.re;
    }
    const std::int64_t slot = 0;
    const ImpurityConstants constants{.interaction = 3, .temperature = temperature};
    const double weiss[2] = {poles.at_zero(), 0};
    MatsubaraTail tail;
    SelfEnergyTail{{&slot, 1}, &constants, &own, weiss, &slope_sum, &curvature_sum, &tail}(0);
    CHECK(std::fabs(poles.self_energy_moment(1)) > 1e-3); // it could be seen
    CHECK(std::fabs(tail.first - 9 * poles.self_energy_moment(0)) <= 1e-12);
    CHECK(std::fabs(tail.second - 9 * poles.self_energy_moment(1)) <= 1e-9);
    CHECK(std::fabs(tail.third - 9 * poles.self_energy_moment(2)) <= 1e-9);
}

TEST_CASE(
    "Matsubara tail: what Weiss's function leaves of it, omega and -omega^2 times that for the derivatives at tau = 0") {
    const Poles poles;
    const MatsubaraTail tail{1, 0, 0.5, 0.25};
    const double omega = 1.7;
    const std::complex<double> green = poles.green({0, omega});
    const std::complex<double> delta = std::complex<double>(0, omega) - 1.0 / green;
    const std::complex<double> z(0, omega);
    const std::complex<double> rest = green - (1.0 / z + 0.5 / (z * z * z) + 0.25 / (z * z * z * z));
    const std::int64_t slot = 0;
    const ImpurityConstants constants{.hopping_squared = 0.5, .inverse_sqrt_sites = 0.25};
    const Complex frequency{0, omega};
    const Complex local{0.2, -0.4}; // Delta = G/2 + L/4
    const Complex lioms = 4 * (Complex{delta.real(), delta.imag()} - 0.5 * local);
    Complex transform[2];
    double slope = 0;
    double curvature = 0;
    PackWeiss{{&slot, 1}, &constants, &tail, &frequency, &local, &lioms, transform, &slope, &curvature}(0);
    CHECK(std::abs(std::complex(transform[0].re, transform[0].im) - rest) <= 1e-14);
    CHECK(std::abs(std::complex(transform[1].re, transform[1].im) - std::conj(rest)) <= 1e-14);
    CHECK(std::fabs(slope - omega * rest.imag()) <= 1e-14);
    CHECK(std::fabs(curvature + omega * omega * rest.real()) <= 1e-14);
}

TEST_CASE("Matsubara tail: what a filling's sum leaves of c/omega^4") {
    constexpr std::int64_t count = 50;
    double left = 0;
    for (std::int64_t n = 200000; n-- > count;)
        left += 2 * temperature * 3 / std::pow(matsubara_frequency(n, temperature), 4);
    const double last = 3 / std::pow(matsubara_frequency(count - 1, temperature), 4);
    CHECK(std::fabs(matsubara_rest(last, count, temperature) / left - 1) <= 1e-3); // 1/count^2
}
