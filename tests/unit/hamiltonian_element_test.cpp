#include "hamiltonian_element.hpp"

#include "goe_element.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace mbl;

namespace {

/// A dense square matrix, row-major; the tests' Hamiltonians come from its Kronecker products.
struct Dense {
    std::size_t order = 1;
    std::vector<double> entries{1.0};

    [[nodiscard]] double at(std::size_t row, std::size_t column) const { return entries[row * order + column]; }
};

const Dense one{2, {1, 0, 0, 1}};
const Dense x{2, {0, 1, 1, 0}};
const Dense z{2, {1, 0, 0, -1}};

Dense kron(const Dense& left, const Dense& right) {
    Dense result{left.order * right.order, std::vector<double>(left.entries.size() * right.entries.size())};
    for (std::size_t row = 0; row < result.order; ++row) {
        for (std::size_t column = 0; column < result.order; ++column) {
            result.entries[row * result.order + column] =
                left.at(row / right.order, column / right.order) * right.at(row % right.order, column % right.order);
        }
    }
    return result;
}

void add(Dense& sum, double factor, const Dense& term) {
    for (std::size_t i = 0; i < sum.entries.size(); ++i) sum.entries[i] += factor * term.entries[i];
}

/// The product over all N + M spins with the given operators on two of them, identity elsewhere.
Dense product(std::size_t spins, std::size_t i, const Dense& at_i, std::size_t j, const Dense& at_j) {
    Dense result;
    for (std::size_t spin = 0; spin < spins; ++spin) result = kron(result, spin == i ? at_i : spin == j ? at_j : one);
    return result;
}

struct Case {
    int bubble_spins;
    int liom_count;
    std::vector<double> bubble; // symmetric
    std::vector<double> energy;
    std::vector<double> coupling;

    Case(int n, int m, std::uint64_t realization) : bubble_spins(n), liom_count(m) {
        const std::uint64_t size = std::uint64_t{1} << n;
        for (std::uint64_t row = 0; row < size; ++row)
            for (std::uint64_t column = 0; column < size; ++column)
                bubble.push_back(goe_element(3, realization, row, column));
        for (int a = 0; a < m; ++a) {
            energy.push_back(0.7 + 0.13 * a);
            coupling.push_back(1.0 / (1 + a));
        }
    }

    [[nodiscard]] HamiltonianElement element() const {
        return {bubble.data(), energy.data(), coupling.data(), bubble_spins, liom_count};
    }

    /// H from its definition: H_b (x) 1 + sum eps_a tau^z_a + sum V_a sigma^x_1 tau^x_a.
    [[nodiscard]] Dense hamiltonian() const {
        const auto n = static_cast<std::size_t>(bubble_spins);
        const auto m = static_cast<std::size_t>(liom_count);
        Dense h{std::size_t{1} << n, bubble};
        for (std::size_t a = 0; a < m; ++a) h = kron(h, one);
        for (std::size_t a = 0; a < m; ++a) {
            add(h, energy[a], product(n + m, n + a, z, n + a, z));
            add(h, coupling[a], product(n + m, 0, x, n + a, x));
        }
        return h;
    }
};

const std::vector<Case> cases{Case(1, 0, 0), Case(1, 1, 1), Case(2, 1, 2), Case(1, 3, 3), Case(3, 2, 4)};

} // namespace

TEST_CASE("hamiltonian: every element is that of the Kronecker products") {
    for (const Case& c : cases) {
        const Dense h = c.hamiltonian();
        const HamiltonianElement element = c.element();
        for (std::size_t row = 0; row < h.order; ++row) {
            for (std::size_t column = 0; column < h.order; ++column) {
                const double value = element(static_cast<std::int64_t>(row), static_cast<std::int64_t>(column));
                CHECK(value == doctest::Approx(h.at(row, column)).epsilon(1e-15));
            }
        }
    }
}

TEST_CASE("hamiltonian: two LIOMs of one spin by hand") {
    // basis sigma tau_1 tau_2; H_b = [[1, 2], [2, 3]], eps = 10, 100, V = 0.5, 0.25
    const std::vector<double> bubble{1, 2, 2, 3};
    const std::vector<double> energy{10, 100};
    const std::vector<double> coupling{0.5, 0.25};
    const HamiltonianElement h{bubble.data(), energy.data(), coupling.data(), 1, 2};
    CHECK(h(0b000, 0b000) == 1 + 110);
    CHECK(h(0b111, 0b111) == 3 - 110);
    CHECK(h(0b001, 0b001) == 1 + 10 - 100);
    CHECK(h(0b110, 0b010) == 2);    // the bubble's flip alone
    CHECK(h(0b000, 0b110) == 0.5);  // sigma^x tau^x_1
    CHECK(h(0b000, 0b101) == 0.25); // sigma^x tau^x_2
    CHECK(h(0b000, 0b010) == 0);    // a LIOM does not flip alone
    CHECK(h(0b000, 0b111) == 0);    // nor do two together
}

TEST_CASE("hamiltonian: a batch is assembled column-major, each realization with its own bubble and energies") {
    const Case a(2, 1, 7);
    Case b(2, 1, 8);
    b.energy = {1.4};
    std::vector<double> bubbles = a.bubble;
    bubbles.insert(bubbles.end(), b.bubble.begin(), b.bubble.end());
    const std::vector<double> energies{a.energy[0], b.energy[0]};
    std::vector<double> h(2 * 64, -1.0);
    const AssembleHamiltonian assemble{bubbles.data(), energies.data(), a.coupling.data(), 2, 1, h.data()};
    for (std::int64_t index = 0; index < 128; ++index) assemble(index);
    for (std::int64_t index = 0; index < 128; ++index) {
        const Case& own = index < 64 ? a : b;
        CHECK(h[static_cast<std::size_t>(index)] == own.element()(index % 8, index / 8 % 8));
    }
}

TEST_CASE("hamiltonian: the LIOM terms applied to vectors are H without the bubble") {
    for (const Case& c : cases) {
        Case without_bubble = c;
        without_bubble.bubble.assign(c.bubble.size(), 0.0);
        const Dense h = without_bubble.hamiltonian();
        std::vector<double> vectors(2 * h.order);
        for (std::size_t i = 0; i < vectors.size(); ++i) vectors[i] = 1.0 / static_cast<double>(3 + i);
        std::vector<double> y(vectors.size(), 5.0);
        const AddLiomTerms apply{vectors.data(), c.energy.data(), c.coupling.data(),
                                 c.bubble_spins, c.liom_count,    y.data()};
        for (std::size_t i = 0; i < y.size(); ++i) apply(static_cast<std::int64_t>(i));
        for (std::size_t i = 0; i < y.size(); ++i) {
            double expected = 5;
            for (std::size_t k = 0; k < h.order; ++k)
                expected += h.at(i % h.order, k) * vectors[i / h.order * h.order + k];
            CHECK(y[i] == doctest::Approx(expected).epsilon(1e-14));
        }
    }
}
