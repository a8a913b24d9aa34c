#include "solve/bubble_scales.hpp"

namespace mbl {

std::optional<double> BubbleScales::find(int bubble_spins, std::uint64_t seed, Index realization) const {
    const std::lock_guard lock(mutex_);
    const auto entry = scales_.find({bubble_spins, seed, realization});
    return entry == scales_.end() ? std::nullopt : std::optional(entry->second);
}

void BubbleScales::store(int bubble_spins, std::uint64_t seed, Index realization, double scale) {
    const std::lock_guard lock(mutex_);
    scales_.insert_or_assign({bubble_spins, seed, realization}, scale);
}

double bubble_scale(double bandwidth_per_spin, int bubble_spins, double unscaled_min, double unscaled_max) {
    const double scale = bandwidth_per_spin * bubble_spins / (unscaled_max - unscaled_min);
    return static_cast<double>(static_cast<float>(scale));
}

} // namespace mbl
