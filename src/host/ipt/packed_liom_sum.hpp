#pragma once

#include "ipt/bath_batch.hpp"

#include <vector>

namespace mbl {

/// Where the LIOM sums of points with `columns` frequencies each are found, all [slots, columns].
struct LiomSumArrays {
    Index columns = 0;
    const Complex* frequency = nullptr; ///< of G_a
    const Complex* green = nullptr;
    Complex* sum = nullptr;   ///< sum_a V_a^2 G_a
    Complex* slope = nullptr; ///< sum_a V_a^4 G_a^2
};

/// The LIOM sums of some slots (ascending); runs of neighbouring ones go together.
template <Backend B>
void packed_liom_sum(B& lane, const BathBatch<B>& baths, const std::vector<Index>& slots, const LiomSumArrays& arrays) {
    for (std::size_t k = 0; k < slots.size();) {
        std::size_t end = k + 1;
        while (end < slots.size() && slots[end] == slots[end - 1] + 1) ++end;
        const Index first = slots[k] * arrays.columns;
        LiomSum job;
        job.baths = baths.views() + slots[k];
        job.sites_per_point = arrays.columns;
        job.frequency = arrays.frequency + first;
        job.local_green = arrays.green + first;
        job.green = arrays.sum + first;
        job.slope = arrays.slope + first;
        liom_sum(lane, job, static_cast<Index>(end - k) * arrays.columns);
        k = end;
    }
}

} // namespace mbl
