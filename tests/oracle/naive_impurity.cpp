#include "naive_impurity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>

namespace naive {

namespace {

using ExtendedGreen = std::complex<long double>;

constexpr double pi = std::numbers::pi;
constexpr Green i_unit{0.0, 1.0};

double square(double x) { return x * x; }
double root_of_sites(const ImpurityModel& model) { return std::sqrt(static_cast<double>(model.bubble_sites)); }
double fermi(double x) { return 1.0 / (std::exp(x) + 1.0); }

void require_shapes(const ImpurityModel& model) {
    if (model.energy.size() != model.coupling.size())
        throw std::invalid_argument("naive impurity: " + std::to_string(model.energy.size()) + " energies for "
                                    + std::to_string(model.coupling.size()) + " couplings");
}

/// Delta at a frequency; `inside` is the frequency inside G_a.
Green hybridization(const ImpurityModel& model, Green inside, Green green) {
    Green lioms = 0.0;
    for (std::size_t a = 0; a < model.energy.size(); ++a) {
        const double v2 = square(model.coupling[a]);
        lioms += v2 / (inside - model.energy[a] - root_of_sites(model) * v2 * green);
    }
    return square(model.hopping) * green + lioms / root_of_sites(model);
}

/// The loop G <- G + mixing (F(G) - G), one value per frequency. @param self_energy_of Sigma2 [count] from Gt [count].
template <typename SelfEnergy, typename Solution>
void run(const ImpurityModel& model, const std::vector<Green>& z, double eta, const Loop& loop,
         const SelfEnergy& self_energy_of, Solution& solution) {
    solution.green.resize(z.size());
    std::transform(z.begin(), z.end(), solution.green.begin(), [](Green at) { return 1.0 / (at + i_unit); });
    std::vector<Green> delta(z.size());
    std::vector<Green> weiss(z.size());
    do {
        for (std::size_t k = 0; k < z.size(); ++k) {
            delta[k] = hybridization(model, z[k] + i_unit * eta, solution.green[k]);
            weiss[k] = 1.0 / (z[k] - delta[k]);
        }
        solution.self_energy = self_energy_of(weiss);
        solution.residual = 0.0;
        for (std::size_t k = 0; k < z.size(); ++k) {
            const Green change = 1.0 / (z[k] - delta[k] - solution.self_energy[k]) - solution.green[k];
            solution.green[k] += loop.mixing * change;
            solution.residual = std::max(solution.residual, std::abs(change));
        }
        ++solution.iterations;
    } while (solution.residual > loop.tolerance && solution.iterations < loop.iteration_limit);
}

/// c[k] = sum over i + j = k + l of a_i a_j b_l, k = 0 … count - 1.
std::vector<double> triple_sum(const std::vector<double>& a, const std::vector<double>& b) {
    const std::size_t count = a.size();
    std::vector<double> pairs(2 * count - 1, 0.0);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j) pairs[i + j] += a[i] * a[j];
    std::vector<double> result(count, 0.0);
    for (std::size_t k = 0; k < count; ++k)
        for (std::size_t l = 0; l < count; ++l)
            if (k + l < pairs.size()) result[k] += pairs[k + l] * b[l];
    return result;
}

/// Gauss-Legendre with eight nodes in each of `panels` equal panels of [0, length], in ascending order: node s and node
/// size - 1 - s lie symmetric about length / 2.
struct Quadrature {
    std::vector<double> node;
    std::vector<double> weight;
};

Quadrature quadrature(double length, std::size_t panels) {
    constexpr std::array<std::array<double, 2>, 8> rule = {{{-0.9602898564975363, 0.1012285362903763},
                                                            {-0.7966664774136267, 0.2223810344533745},
                                                            {-0.5255324099163290, 0.3137066458778873},
                                                            {-0.1834346424956498, 0.3626837833783620},
                                                            {0.1834346424956498, 0.3626837833783620},
                                                            {0.5255324099163290, 0.3137066458778873},
                                                            {0.7966664774136267, 0.2223810344533745},
                                                            {0.9602898564975363, 0.1012285362903763}}};
    Quadrature result;
    const double panel = length / static_cast<double>(panels);
    for (std::size_t p = 0; p < panels; ++p) {
        for (const auto& [x, w] : rule) {
            result.node.push_back(panel * (static_cast<double>(p) + 0.5 + 0.5 * x));
            result.weight.push_back(0.5 * panel * w);
        }
    }
    return result;
}

/// Sigma2(i omega_n) = integral of exp(i omega_n tau) U^2 Gt(tau)^2 Gt(beta - tau) over 0 ... beta, with Gt(tau) the sum over
/// i omega_n of what 1/z + m2/z^3 + m3/z^4 leave, these summed in closed form.
class SelfEnergyByQuadrature {
  public:
    SelfEnergyByQuadrature(const ImpurityModel& model, std::vector<Green> z)
        : model_(model), z_(std::move(z)), tau_(quadrature(1.0 / model.temperature, z_.size())),
          m2_(square(model.hopping)) {
        for (std::size_t a = 0; a < model.energy.size(); ++a) {
            const double share = square(model.coupling[a]) / root_of_sites(model);
            m2_ += share;
            m3_ += share * model.energy[a];
        }
        for (const Green at : z_)
            for (const double tau : tau_.node) phase_.push_back(std::exp(at * tau));
    }

    std::vector<Green> operator()(const std::vector<Green>& weiss) const {
        const std::size_t nodes = tau_.node.size();
        const std::vector<double> green = to_tau(weiss);
        std::vector<Green> result(z_.size());
        for (std::size_t n = 0; n < z_.size(); ++n)
            for (std::size_t s = 0; s < nodes; ++s)
                result[n] += tau_.weight[s] * square(model_.interaction * green[s]) * green[nodes - 1 - s]
                             * phase_[n * nodes + s];
        return result;
    }

  private:
    std::vector<double> to_tau(const std::vector<Green>& weiss) const {
        const std::size_t nodes = tau_.node.size();
        const double beta = 1.0 / model_.temperature;
        std::vector<double> result(nodes);
        for (std::size_t s = 0; s < nodes; ++s) {
            const double tau = tau_.node[s];
            const double cubic = tau * tau * tau / 12.0 - beta * tau * tau / 8.0 + beta * beta * beta / 48.0;
            result[s] = -0.5 + m2_ * tau * (beta - tau) / 4.0 + m3_ * cubic;
        }
        for (std::size_t n = 0; n < z_.size(); ++n) {
            const Green z = z_[n];
            const Green rest = weiss[n] - (1.0 / z + m2_ / (z * z * z) + m3_ / (z * z * z * z));
            for (std::size_t s = 0; s < nodes; ++s)
                result[s] += 2.0 * model_.temperature * (rest * std::conj(phase_[n * nodes + s])).real();
        }
        return result;
    }

    const ImpurityModel& model_;
    std::vector<Green> z_;
    Quadrature tau_;
    std::vector<Green> phase_; // exp(i omega_n tau_s) [n][s]
    double m2_;
    double m3_ = 0.0;
};

/// 1/2 + T sum over all n of Re f(i omega_n); beyond the last one Re f = c/omega^4 (midpoint rule).
double occupation(double temperature, const std::vector<double>& omega, const std::vector<double>& real_part) {
    double sum = 0.0;
    for (const double term : real_part) sum += term;
    const double cut = omega.back() + pi * temperature;
    return 2.0 * temperature * sum + real_part.back() * square(square(omega.back())) / (3.0 * pi * cut * cut * cut);
}

/// Coefficients, lowest power first, of the product of two polynomials.
std::vector<ExtendedGreen> product(const std::vector<ExtendedGreen>& a, const std::vector<ExtendedGreen>& b) {
    std::vector<ExtendedGreen> result(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j) result[i + j] += a[i] * b[j];
    return result;
}

/// (z G - t^2 G^2 - 1) prod_a d_a - (G/sqrt N) sum_a V_a^2 prod_{b != a} d_b, d_a = z - eps_a - sqrt(N) V_a^2 G.
std::vector<ExtendedGreen> free_polynomial(const ImpurityModel& model, ExtendedGreen z) {
    const long double root = std::sqrt(static_cast<long double>(model.bubble_sites));
    const auto factor = [&](std::size_t a) {
        const long double v = model.coupling[a];
        return std::vector<ExtendedGreen>{z - static_cast<long double>(model.energy[a]), -root * v * v};
    };
    const long double t = model.hopping;
    std::vector<ExtendedGreen> result{-1.0L, z, -t * t};
    for (std::size_t a = 0; a < model.energy.size(); ++a) result = product(result, factor(a));
    for (std::size_t a = 0; a < model.energy.size(); ++a) {
        const long double v = model.coupling[a];
        std::vector<ExtendedGreen> term{0.0L, v * v / root};
        for (std::size_t b = 0; b < model.energy.size(); ++b)
            if (b != a) term = product(term, factor(b));
        for (std::size_t p = 0; p < term.size(); ++p) result[p] -= term[p];
    }
    return result;
}

/// All roots of a polynomial by simultaneous iteration from points on a circle around them.
std::vector<ExtendedGreen> roots_of(std::vector<ExtendedGreen> polynomial) {
    const ExtendedGreen leading = polynomial.back();
    for (auto& coefficient : polynomial) coefficient /= leading;
    const std::size_t degree = polynomial.size() - 1;
    long double radius = 0.0L; // Fujiwara's bound
    for (std::size_t p = 0; p < degree; ++p)
        radius =
            std::max(radius, 2.0L * std::pow(std::abs(polynomial[p]), 1.0L / static_cast<long double>(degree - p)));
    std::vector<ExtendedGreen> roots(degree);
    for (std::size_t r = 0; r < degree; ++r)
        roots[r] = std::polar(radius, 0.4L
                                          + 2.0L * std::numbers::pi_v<long double>
                                                * static_cast<long double>(r) / static_cast<long double>(degree));
    for (int sweep = 0; sweep < 10000; ++sweep) {
        long double largest = 0.0L;
        for (std::size_t r = 0; r < degree; ++r) {
            ExtendedGreen value = 0.0L;
            for (std::size_t p = degree + 1; p-- > 0;) value = value * roots[r] + polynomial[p];
            for (std::size_t other = 0; other < degree; ++other)
                if (other != r) value /= roots[r] - roots[other];
            roots[r] -= value;
            largest = std::max(largest, std::abs(value));
        }
        if (largest <= 1e-18L * radius) break;
    }
    return roots;
}

} // namespace

std::vector<Green> self_energy(const ImpurityModel& model, const std::vector<double>& frequency,
                               const std::vector<Green>& weiss) {
    const std::size_t count = frequency.size();
    const double step = frequency[1] - frequency[0];
    std::vector<double> occupied(count);
    std::vector<double> empty(count);
    for (std::size_t k = 0; k < count; ++k) {
        const double rho = -weiss[k].imag() / pi;
        occupied[k] = rho * fermi(frequency[k] / model.temperature);
        empty[k] = rho * fermi(-frequency[k] / model.temperature);
    }
    const std::vector<double> holes = triple_sum(occupied, empty);
    const std::vector<double> particles = triple_sum(empty, occupied);
    std::vector<double> spectral(count);
    for (std::size_t k = 0; k < count; ++k) spectral[k] = square(model.interaction * step) * (holes[k] + particles[k]);

    std::vector<Green> result(count);
    for (std::size_t i = 0; i < count; ++i) {
        double real = 0.0;
        for (std::size_t j = 0; j < count; ++j)
            if ((i + j) % 2 == 1) real += 2.0 * spectral[j] / (static_cast<double>(i) - static_cast<double>(j));
        result[i] = {real, -pi * spectral[i]};
    }
    return result;
}

RealAxis solve_real_axis(const ImpurityModel& model, double frequency_max, std::size_t count, double eta,
                         const Loop& loop) {
    require_shapes(model);
    RealAxis solution;
    std::vector<Green> z;
    for (std::size_t k = 0; k < count; ++k) {
        solution.frequency.push_back(-frequency_max
                                     + 2.0 * frequency_max * static_cast<double>(k) / static_cast<double>(count));
        z.emplace_back(solution.frequency.back());
    }
    run(
        model, z, eta, loop,
        [&](const std::vector<Green>& weiss) { return self_energy(model, solution.frequency, weiss); }, solution);
    return solution;
}

ImaginaryAxis solve_imaginary_axis(const ImpurityModel& model, double eta, std::size_t count, const Loop& loop) {
    require_shapes(model);
    ImaginaryAxis solution;
    std::vector<Green> z;
    for (std::size_t n = 0; n < count; ++n) {
        solution.frequency.push_back(static_cast<double>(2 * n + 1) * pi * model.temperature);
        z.push_back(i_unit * solution.frequency.back());
    }
    run(model, z, eta, loop, SelfEnergyByQuadrature(model, z), solution);

    std::vector<double> real_part(count);
    for (std::size_t n = 0; n < count; ++n) real_part[n] = solution.green[n].real();
    solution.filling = 0.5 + occupation(model.temperature, solution.frequency, real_part);
    for (std::size_t a = 0; a < model.energy.size(); ++a) {
        const double feedback = root_of_sites(model) * square(model.coupling[a]);
        for (std::size_t n = 0; n < count; ++n) {
            const Green free = 1.0 / (z[n] - model.energy[a]);
            real_part[n] = (1.0 / (z[n] - model.energy[a] - feedback * solution.green[n]) - free).real();
        }
        solution.liom_filling.push_back(fermi(model.energy[a] / model.temperature)
                                        + occupation(model.temperature, solution.frequency, real_part));
    }
    return solution;
}

Green free_green(const ImpurityModel& model, Green z) {
    require_shapes(model);
    const std::vector<ExtendedGreen> roots = roots_of(free_polynomial(model, z));
    const auto lower = [](ExtendedGreen root) { return root.imag() < 0.0L; };
    if (std::count_if(roots.begin(), roots.end(), lower) != 1)
        throw std::runtime_error("naive impurity: " + std::to_string(std::count_if(roots.begin(), roots.end(), lower))
                                 + " roots in the lower half plane, one is retarded");
    const ExtendedGreen root = *std::find_if(roots.begin(), roots.end(), lower);
    return {static_cast<double>(root.real()), static_cast<double>(root.imag())};
}

Green continued(const RealAxis& solution, Green z) {
    const double step = solution.frequency[1] - solution.frequency[0];
    Green sum = 0.0;
    for (std::size_t k = 0; k < solution.frequency.size(); ++k)
        sum += -solution.green[k].imag() / pi / (z - solution.frequency[k]);
    return step * sum;
}

double sum_rule(const RealAxis& solution) {
    double sum = 0.0;
    for (const Green value : solution.green) sum -= value.imag() / pi;
    return sum * (solution.frequency[1] - solution.frequency[0]);
}

double narrowest_width(const ImpurityModel& model, const RealAxis& solution) {
    double result = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t a = 0; a < model.energy.size(); ++a) {
        const auto above = std::upper_bound(solution.frequency.begin(), solution.frequency.end(), model.energy[a]);
        const auto right = static_cast<std::size_t>(above - solution.frequency.begin());
        if (right == 0 || right == solution.frequency.size())
            throw std::invalid_argument("naive impurity: LIOM " + std::to_string(a) + " lies outside the grid");
        const double share = (model.energy[a] - solution.frequency[right - 1])
                             / (solution.frequency[right] - solution.frequency[right - 1]);
        const double imaginary =
            (1.0 - share) * solution.green[right - 1].imag() + share * solution.green[right].imag();
        const double width = root_of_sites(model) * square(model.coupling[a]) * std::fabs(imaginary);
        if (!(result <= width)) result = width;
    }
    return result;
}

} // namespace naive
