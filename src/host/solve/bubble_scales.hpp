#pragma once

#include "core/index.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>

namespace mbl {

/// The scales s of H_b = s A, known to all lanes: one values-only diagonalization of the 2^N bubble per
/// (N, seed, realization), shared by all points. Thread-safe. Two lanes may both compute a missing one: same bits.
class BubbleScales {
  public:
    [[nodiscard]] std::optional<double> find(int bubble_spins, std::uint64_t seed, Index realization) const;
    void store(int bubble_spins, std::uint64_t seed, Index realization, double scale);

  private:
    using Key = std::tuple<int, std::uint64_t, Index>;
    mutable std::mutex mutex_;
    std::map<Key, double> scales_;
};

/// s = w N / (E_max - E_min of A), rounded to binary32: eigensolvers differ in the last bits from one processor to the
/// next and s must not. The bandwidth is off by 6e-8 at most.
double bubble_scale(double bandwidth_per_spin, int bubble_spins, double unscaled_min, double unscaled_max);

} // namespace mbl
