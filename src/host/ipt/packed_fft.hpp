#pragma once

#include "backend/composed.hpp"

namespace mbl {

/// Transforms the first `count` rows of `data`, in groups of a fixed size for each backend: a library may choose another
/// kernel, and with it another rounding, for another number of rows, and a point must not see what it is solved with.
/// `data` holds a whole number of groups (packed_rows).
template <Backend B>
inline constexpr Index fft_group = [] {
    if constexpr (requires { B::fft_group; }) {
        return B::fft_group;
    } else {
        return Index{1};
    }
}();

template <Backend B>
Index packed_rows(Index count) {
    return (count + fft_group<B> - 1) / fft_group<B> * fft_group<B>;
}

template <Backend B>
void packed_fft(B& lane, Direction direction, Index length, Index count, Complex* data) {
    for (Index row = 0; row < count; row += fft_group<B>)
        lane.fft(direction, length, fft_group<B>, data + row * length);
}

} // namespace mbl
