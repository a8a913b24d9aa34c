#pragma once

#include "backend/backend.hpp"
#include "core/index.hpp"

#include <vector>

/// The parity suite: one test body per verb, for every backend. Only lane memory is touched by verbs, functors are named
/// classes, and nothing is read before synchronize(): what a GPU needs, a CPU may have too.
namespace mbl::parity {

/// Lane memory with a copy of host values. (One element more, so that no buffer is empty.)
template <class T, Backend B>
auto upload(B& lane, const std::vector<T>& values) {
    auto buffer = lane.template allocate<T>(static_cast<Index>(values.size()) + 1);
    lane.copy(values.data(), buffer.data(), static_cast<Index>(values.size()));
    lane.synchronize();
    return buffer;
}

template <class T, Backend B>
std::vector<T> download(B& lane, const T* data, Index count) {
    std::vector<T> values(static_cast<std::size_t>(count));
    lane.copy(data, values.data(), count);
    lane.synchronize();
    return values;
}

inline std::size_t at(Index index) { return static_cast<std::size_t>(index); }

/// Numbers in (-1, 1) without pattern; the same for every backend.
inline std::vector<double> scattered(Index count, double phase = 0.1) {
    std::vector<double> values;
    double x = phase;
    for (Index i = 0; i < count; ++i) {
        x = 3.99 * x * (1 - x); // the logistic map
        values.push_back(2 * x - 1);
    }
    return values;
}

} // namespace mbl::parity
