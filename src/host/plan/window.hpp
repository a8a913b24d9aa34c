#pragma once

#include "core/index.hpp"

namespace mbl {

/// The mid-spectrum eigenstates first … first + count - 1 that observables average over.
struct Window {
    Index first = 0;
    Index count = 0;
    friend bool operator==(const Window&, const Window&) = default;
};

/// N_A = round(2^k / k) states starting at (D - N_A)/2, with k = N + M spins and D = 2^k. Ties cannot occur.
constexpr Window mid_spectrum_window(int spins) {
    const Index dim = Index{1} << spins;
    const Index count = (2 * dim + spins) / (Index{2} * spins);
    return {(dim - count) / 2, count};
}

} // namespace mbl
