#pragma once

#include "backend/verbs.hpp"
#include "complex.hpp"
#include "core/index.hpp"

#include <concepts>

namespace mbl {

/// Functors of the shapes that the verbs below accept; they exist to state the concept.
namespace shape {
struct AtIndex {
    void operator()(Index) const {}
};
struct ValueAt {
    double operator()(Index) const { return 0; }
};
struct ValueAtPair {
    double operator()(Index, Index) const { return 0; }
};
struct Combine {
    double operator()(double a, double b) const { return a + b; }
};
} // namespace shape

/// Where work happens. A Backend object is one lane: on the GPU a stream with its handles and workspace, on the CPU one
/// thread. Pointers are lane memory unless stated; every call may return before its work is done, and `synchronize`
/// waits for all of it. Matrices are column-major. Within a lane, calls run in order. Verbs:
///
///   allocate<T>(count)                            uninitialised lane memory, owned by the returned buffer
///   copy(from, to, count)                         between any two of lane and host memory
///   synchronize()
///   for_each_index(count, f)                      f(i) for i in [0, count), in any order
///   reduce(count, init, value, combine) -> T      combine over value(i), waits
///   reduce_rows(rows, columns, value, sums)       sums[r] += sum over c of value(r, c), in an order fixed by the shape and
///                                                 by reads_along_rows<Value>
///   sort_rows(rows, columns, keys, order)         each run of `columns` keys ascending and stable; order = permutation
///   eigh(job, dim, count, matrices, energies, workspace) -> EighStatus   symmetric; energies ascending [dim, count]; waits
///   multiply(Multiply)
///   fft(direction, length, count, data)           in place, unnormalised, `count` transforms one after the other
///   eigh_workspace(job, dim, count)               doubles that eigh needs
///
/// The composed verbs (backend/composed.hpp) have generic defaults; a backend that has a member of the same name is
/// asked instead.
template <class B>
concept Backend = requires(B& lane, Index n, double* data, const double* input, Index* order, Complex* complex_data) {
    { lane.template allocate<double>(n).data() } -> std::same_as<double*>;
    lane.copy(input, data, n);
    lane.synchronize();
    lane.for_each_index(n, shape::AtIndex{});
    { lane.reduce(n, 0.0, shape::ValueAt{}, shape::Combine{}) } -> std::same_as<double>;
    lane.reduce_rows(n, n, shape::ValueAtPair{}, data);
    lane.sort_rows(n, n, data, order);
    { lane.eigh_workspace(Job::vectors, n, n) } -> std::same_as<Index>;
    { lane.eigh(Job::vectors, n, n, data, data, data) } -> std::same_as<EighStatus>;
    lane.multiply(Multiply{});
    lane.fft(Direction::forward, n, n, complex_data);
};

} // namespace mbl
