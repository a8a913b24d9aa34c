#pragma once

#include "host_device.hpp"
#include "lane_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

namespace mbl::parity {

struct AddIndex {
    double* values;
    MBL_HD void operator()(Index i) const { values[i] += static_cast<double>(i); }
};

template <Backend B>
void for_each_index_visits_each_once(B& lane) {
    for (const Index count : {Index{0}, Index{1}, Index{5}, Index{1000}, Index{100'003}}) {
        auto values = upload(lane, std::vector<double>(at(count) + 1, 0.5));
        lane.for_each_index(count, AddIndex{values.data()});
        const auto result = download(lane, values.data(), count + 1);
        bool all = true;
        for (Index i = 0; i < count; ++i) all = all && result[at(i)] == 0.5 + static_cast<double>(i);
        CHECK(all);
        CHECK(result[at(count)] == 0.5); // beyond the end
    }
}

template <Backend B>
void copy_goes_between_all_memories(B& lane) {
    const auto first = upload(lane, std::vector<double>{1, 2, 3, 4});
    auto second = upload(lane, std::vector<double>(4, 0.0));
    lane.copy(first.data() + 1, second.data(), 2);
    CHECK(download(lane, second.data(), 4) == std::vector<double>{2, 3, 0, 0});
    lane.copy(first.data(), second.data(), 0);
    CHECK(download(lane, second.data(), 4) == std::vector<double>{2, 3, 0, 0});
    const auto complex = upload(lane, std::vector<Complex>{{1, 2}, {3, 4}});
    CHECK(download(lane, complex.data(), 2)[1].im == 4);
    const auto indices = upload(lane, std::vector<Index>{Index{1} << 40});
    CHECK(download(lane, indices.data(), 1)[0] == Index{1} << 40);
}

template <class T>
struct ValueOf {
    const T* values;
    MBL_HD T operator()(Index i) const { return values[i]; }
};
struct Sum {
    template <class T>
    MBL_HD T operator()(T a, T b) const {
        return a + b;
    }
};
struct Largest {
    MBL_HD double operator()(double a, double b) const { return a < b ? b : a; }
};

template <Backend B>
void reduce_combines_all(B& lane) {
    for (const Index count : {Index{0}, Index{1}, Index{7}, Index{10'000}}) {
        std::vector<double> integers;
        for (Index i = 0; i < count; ++i) integers.push_back(static_cast<double>(i % 1000 - 300));
        const auto values = upload(lane, integers);
        double sum = 100;
        double largest = -1e300;
        for (const double v : integers) {
            sum += v;
            largest = std::max(largest, v);
        }
        CHECK(lane.reduce(count, 100.0, ValueOf<double>{values.data()}, Sum{}) == sum); // exact in any order
        CHECK(lane.reduce(count, -1e300, ValueOf<double>{values.data()}, Largest{}) == largest);
    }
    const auto large = upload(lane, std::vector<Index>{Index{1} << 53, 1, 1});
    CHECK(lane.reduce(3, Index{0}, ValueOf<Index>{large.data()}, Sum{}) == (Index{1} << 53) + 2);
}

struct RowMajor {
    const double* values;
    Index columns;
    MBL_HD double operator()(Index row, Index column) const { return values[row * columns + column]; }
};

template <Backend B>
void reduce_rows_adds_columns_in_order(B& lane) {
    for (const Index rows : {Index{1}, Index{3}, Index{300}}) {
        for (const Index columns : {Index{0}, Index{1}, Index{2}, Index{257}}) {
            const auto numbers = scattered(rows * columns);
            const auto values = upload(lane, numbers);
            auto sums = upload(lane, std::vector<double>(at(rows), 0.0));
            lane.reduce_rows(rows, columns, RowMajor{values.data(), columns}, sums.data());
            const auto result = download(lane, sums.data(), rows);
            bool equal = true;
            for (Index row = 0; row < rows; ++row) {
                double sum = 0;
                for (Index column = 0; column < columns; ++column) sum += numbers[at(row * columns + column)];
                equal = equal && result[at(row)] == sum; // ascending: the same bits
            }
            CHECK(equal);
        }
    }
    const auto values = upload(lane, std::vector<double>{1, 2, 3, 4});
    auto sums = upload(lane, std::vector<double>{10, 20});
    lane.reduce_rows(2, 2, RowMajor{values.data(), 2}, sums.data());
    CHECK(download(lane, sums.data(), 2) == std::vector<double>{13, 27}); // added to what was there

    // Long rows may be joined in another fixed order; sums of integers are exact in any.
    constexpr Index long_columns = 1500;
    std::vector<double> integers(at(3 * long_columns));
    for (std::size_t i = 0; i < integers.size(); ++i) integers[i] = static_cast<double>(i % 1009) - 500;
    const auto long_rows = upload(lane, integers);
    auto totals = upload(lane, std::vector<double>{1, 2, 3});
    lane.reduce_rows(3, long_columns, RowMajor{long_rows.data(), long_columns}, totals.data());
    const auto result = download(lane, totals.data(), 3);
    for (Index row = 0; row < 3; ++row) {
        double sum = static_cast<double>(row + 1);
        for (Index column = 0; column < long_columns; ++column) sum += integers[at(row * long_columns + column)];
        CHECK(result[at(row)] == sum);
    }
}

struct AlongRows : RowMajor {
    static constexpr bool reads_along_rows = true;
};

/// The hint may change the order in which a device adds, never what is added.
template <Backend B>
void reduce_rows_along_rows_adds_the_same(B& lane) {
    for (const Index rows : {Index{1}, Index{3}, Index{4}, Index{9}, Index{300}}) {
        for (const Index columns : {Index{0}, Index{1}, Index{5}, Index{128}, Index{700}}) {
            std::vector<double> integers(at(rows * columns));
            for (std::size_t i = 0; i < integers.size(); ++i) integers[i] = static_cast<double>(i % 1009) - 500;
            const auto values = upload(lane, integers);
            auto sums = upload(lane, std::vector<double>(at(rows), 2.0));
            lane.reduce_rows(rows, columns, AlongRows{{values.data(), columns}}, sums.data());
            const auto result = download(lane, sums.data(), rows);
            bool equal = true;
            for (Index row = 0; row < rows; ++row) {
                double sum = 2;
                for (Index column = 0; column < columns; ++column) sum += integers[at(row * columns + column)];
                equal = equal && result[at(row)] == sum; // integers are exact in any order
            }
            CHECK(equal);
        }
    }
}

template <Backend B>
void sort_rows_is_stable(B& lane) {
    auto keys = upload(lane, std::vector<double>{3, 1, 2, 1, -5, -5, 7, -5, 0.5, 0.25, 0.125, -0.5});
    auto order = upload(lane, std::vector<Index>(12, -1));
    lane.sort_rows(3, 4, keys.data(), order.data());
    CHECK(download(lane, keys.data(), 12) == std::vector<double>{1, 1, 2, 3, -5, -5, -5, 7, -0.5, 0.125, 0.25, 0.5});
    CHECK(download(lane, order.data(), 12) == std::vector<Index>{1, 3, 2, 0, 0, 1, 3, 2, 3, 2, 1, 0});

    constexpr Index columns = 1000;
    const auto numbers = scattered(2 * columns);
    auto many = upload(lane, numbers);
    auto places = upload(lane, std::vector<Index>(at(2 * columns), -1));
    lane.sort_rows(2, columns, many.data(), places.data());
    const auto sorted = download(lane, many.data(), 2 * columns);
    const auto place = download(lane, places.data(), 2 * columns);
    for (Index row = 0; row < 2; ++row) {
        const auto begin = sorted.begin() + row * columns;
        CHECK(std::is_sorted(begin, begin + columns));
        bool moved = true;
        for (Index i = 0; i < columns; ++i)
            moved = moved && sorted[at(row * columns + i)] == numbers[at(row * columns + place[at(row * columns + i)])];
        CHECK(moved);
        std::vector<Index> all(place.begin() + row * columns, place.begin() + (row + 1) * columns);
        std::ranges::sort(all);
        bool each_once = true;
        for (Index i = 0; i < columns; ++i) each_once = each_once && all[at(i)] == i;
        CHECK(each_once);
    }
}

/// Symmetric matrices without pattern, column-major, one after the other.
inline std::vector<double> symmetric_matrices(Index dim, Index count) {
    auto matrices = scattered(dim * dim * count, 0.3);
    for (Index m = 0; m < count; ++m)
        for (Index c = 0; c < dim; ++c)
            for (Index r = 0; r < c; ++r) matrices[at((m * dim + c) * dim + r)] = matrices[at((m * dim + r) * dim + c)];
    return matrices;
}

struct Eigensystems {
    std::vector<double> vectors;
    std::vector<double> energies;
};

template <Backend B>
Eigensystems solve(B& lane, Job job, Index dim, Index count, const std::vector<double>& matrices) {
    auto vectors = upload(lane, matrices);
    auto energies = lane.template allocate<double>(dim * count);
    auto workspace = lane.template allocate<double>(lane.eigh_workspace(job, dim, count));
    CHECK(lane.eigh(job, dim, count, vectors.data(), energies.data(), workspace.data()).ok());
    return {download(lane, vectors.data(), dim * dim * count), download(lane, energies.data(), dim * count)};
}

/// Largest elements of H X - X E and of X^T X - 1.
struct EighErrors {
    double residual = 0;
    double orthogonality = 0;
};

inline EighErrors eigh_errors(const double* h, const double* x, const double* energies, Index dim) {
    EighErrors errors;
    for (Index n = 0; n < dim; ++n) {
        for (Index r = 0; r < dim; ++r) {
            double residual = -energies[n] * x[n * dim + r];
            double overlap = r == n ? -1.0 : 0.0;
            for (Index k = 0; k < dim; ++k) {
                residual += h[k * dim + r] * x[n * dim + k];
                overlap += x[r * dim + k] * x[n * dim + k];
            }
            errors.residual = std::max(errors.residual, std::fabs(residual));
            errors.orthogonality = std::max(errors.orthogonality, std::fabs(overlap));
        }
    }
    return errors;
}

template <Backend B>
void eigh_solves_batches(B& lane) {
    for (const Index dim : {Index{1}, Index{2}, Index{3}, Index{16}, Index{33}, Index{64}, Index{129}}) {
        for (const Index count : {Index{1}, Index{5}}) {
            CAPTURE(dim);
            CAPTURE(count);
            const auto matrices = symmetric_matrices(dim, count);
            const Eigensystems full = solve(lane, Job::vectors, dim, count, matrices);
            const Eigensystems values = solve(lane, Job::values_only, dim, count, matrices);
            // |H| <= dim; a backward-stable solver is off by a few dim eps |H|
            const double d = static_cast<double>(dim);
            const double tolerance = 10 * d * d * std::numeric_limits<double>::epsilon();
            for (Index m = 0; m < count; ++m) {
                const double* energies = full.energies.data() + m * dim;
                const EighErrors errors =
                    eigh_errors(matrices.data() + m * dim * dim, full.vectors.data() + m * dim * dim, energies, dim);
                CHECK(errors.residual <= tolerance);
                CHECK(errors.orthogonality <= tolerance);
                CHECK(std::is_sorted(energies, energies + dim));
                double difference = 0;
                for (Index n = 0; n < dim; ++n)
                    difference = std::max(difference, std::fabs(values.energies[at(m * dim + n)] - energies[n]));
                CHECK(difference <= tolerance);
            }
        }
    }
}

template <Backend B>
void eigh_knows_analytic_spectra(B& lane) {
    constexpr Index dim = 25; // hopping on an open chain: 2 cos(pi k / (dim + 1))
    std::vector<double> chain(dim * dim, 0.0);
    for (Index i = 0; i + 1 < dim; ++i) chain[at(i * dim + i + 1)] = chain[at((i + 1) * dim + i)] = 1;
    const auto energies = solve(lane, Job::vectors, dim, 1, chain).energies;
    for (Index n = 0; n < dim; ++n) {
        const double exact = 2 * std::cos(std::numbers::pi * static_cast<double>(dim - n) / (dim + 1));
        CHECK(std::fabs(energies[at(n)] - exact) < 1e-13);
    }
    CHECK(solve(lane, Job::vectors, 1, 2, {-3, 7}).energies == std::vector<double>{-3, 7});
    CHECK(std::fabs(solve(lane, Job::vectors, 1, 1, {-3}).vectors[0]) == 1);
    for (const double energy : solve(lane, Job::vectors, 8, 1, std::vector<double>(64, 0.0)).energies)
        CHECK(energy == 0);
}

/// One shape of C = op(A) B; integers, so that sums are exact in any order.
template <Backend B>
void check_product(B& lane, Transpose left, Index rows, Index columns, Index inner, Index count, bool shared_b) {
    const auto integers = [](Index size, double phase) {
        auto values = scattered(size, phase);
        for (double& v : values) v = std::floor(100 * v);
        return values;
    };
    const auto a = integers(rows * inner * count, 0.15);
    const auto b = integers(inner * columns * (shared_b ? 1 : count), 0.35);
    const auto lane_a = upload(lane, a);
    const auto lane_b = upload(lane, b);
    auto lane_c =
        upload(lane, std::vector<double>(at(rows * columns * count), std::numeric_limits<double>::quiet_NaN()));
    const Index stride_b = shared_b ? 0 : inner * columns;
    lane.multiply({left, rows, columns, inner, lane_a.data(), lane_b.data(), lane_c.data(), count, rows * inner,
                   stride_b, rows * columns});
    const auto c = download(lane, lane_c.data(), rows * columns * count);
    bool equal = true;
    for (Index m = 0; m < count; ++m) {
        for (Index column = 0; column < columns; ++column) {
            for (Index row = 0; row < rows; ++row) {
                double sum = 0;
                for (Index k = 0; k < inner; ++k) {
                    const Index in_a = left == Transpose::yes ? row * inner + k : k * rows + row;
                    sum += a[at(m * rows * inner + in_a)] * b[at(m * stride_b + column * inner + k)];
                }
                equal = equal && c[at((m * columns + column) * rows + row)] == sum;
            }
        }
    }
    CHECK(equal);
}

template <Backend B>
void multiply_in_all_shapes(B& lane) {
    for (const Transpose left : {Transpose::no, Transpose::yes}) {
        check_product(lane, left, 1, 1, 1, 1, false);
        check_product(lane, left, 5, 3, 4, 1, false);
        check_product(lane, left, 3, 1, 7, 1, false);
        check_product(lane, left, 64, 17, 33, 1, false);
        check_product(lane, left, 4, 6, 5, 3, false);
        check_product(lane, left, 4, 8, 8, 2, true); // one B for the whole batch, as in the numerical gate
    }
}

template <Backend B>
std::vector<Complex> transformed(B& lane, Direction direction, Index length, Index count,
                                 const std::vector<Complex>& values) {
    auto data = upload(lane, values);
    lane.fft(direction, length, count, data.data());
    return download(lane, data.data(), length * count);
}

template <Backend B>
void fft_equals_its_definition(B& lane) {
    constexpr Index count = 3;
    for (const Index length : {Index{1}, Index{2}, Index{3}, Index{8}, Index{15}, Index{17}, Index{64}, Index{1000}}) {
        CAPTURE(length);
        const auto re = scattered(length * count, 0.2);
        const auto im = scattered(length * count, 0.6);
        std::vector<Complex> values;
        for (Index i = 0; i < length * count; ++i) values.push_back({re[at(i)], im[at(i)]});
        const double n = static_cast<double>(length);
        const double tolerance = 10 * n * std::numeric_limits<double>::epsilon(); // of the naive sums
        for (const Direction direction : {Direction::forward, Direction::backward}) {
            const auto result = transformed(lane, direction, length, count, values);
            const double sign = direction == Direction::forward ? -1 : 1;
            double error = 0;
            for (Index k = 0; k < length * count; ++k) {
                std::complex<double> sum = 0;
                for (Index j = 0; j < length; ++j) {
                    const double turns = static_cast<double>(k % length * j % length) / n;
                    const Complex& x = values[at(k / length * length + j)];
                    sum += std::complex(x.re, x.im) * std::polar(1.0, sign * 2 * std::numbers::pi * turns);
                }
                error = std::max(error, std::abs(sum - std::complex(result[at(k)].re, result[at(k)].im)));
            }
            CHECK(error <= tolerance);
        }
        const auto there = transformed(lane, Direction::forward, length, count, values);
        const auto back = transformed(lane, Direction::backward, length, count, there);
        double error = 0;
        for (Index i = 0; i < length * count; ++i)
            error =
                std::max({error, std::fabs(back[at(i)].re / n - re[at(i)]), std::fabs(back[at(i)].im / n - im[at(i)])});
        CHECK(error <= 10 * std::numeric_limits<double>::epsilon());
    }
}

} // namespace mbl::parity
