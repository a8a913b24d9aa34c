#include "output/results.hpp"

#include <limits>
#include <utility>

namespace mbl {

namespace {

Index curve_bytes(const ProblemResult& result) {
    Index bytes = 0;
    for (const CurveGroup& group : result.groups) {
        for (const SpectralSum& sum : group.spectral)
            bytes += static_cast<Index>((sum.thermal.size() + sum.typical_log.size()) * sizeof(double));
        for (const DensitySum& sum : group.density) bytes += static_cast<Index>(sum.counts.size() * sizeof(double));
    }
    return bytes;
}

} // namespace

Results::Results(std::size_t problems, Loader load, Index curve_bytes_max)
    : load_(std::move(load)), curve_bytes_max_(curve_bytes_max), loaded_(problems) {}

Results::Results(std::vector<ProblemResult> results)
    : curve_bytes_max_(std::numeric_limits<Index>::max()), loaded_(results.size()) {
    for (std::size_t i = 0; i < results.size(); ++i) keep(i, std::move(results[i]));
}

const ProblemResult& Results::at(std::size_t problem) const {
    const Slot& slot = loaded_.at(problem);
    if (!slot.groups) keep(problem, load_(static_cast<Index>(problem)));
    return slot.result;
}

const ProblemResult& Results::samples_at(std::size_t problem) const {
    return loaded_.at(problem).samples ? loaded_[problem].result : at(problem);
}

void Results::keep(std::size_t problem, ProblemResult result) const {
    Slot& slot = loaded_[problem];
    if (slot.samples) {
        slot.result.groups = std::move(result.groups); // who holds the samples keeps them
    } else {
        slot.result = std::move(result);
    }
    slot.samples = slot.groups = true;
    slot.curve_bytes = curve_bytes(slot.result);
    curve_bytes_ += slot.curve_bytes;
    with_groups_.push_back(problem);
    while (curve_bytes_ > curve_bytes_max_ && with_groups_.size() > 1) {
        Slot& oldest = loaded_[with_groups_.front()];
        with_groups_.pop_front();
        oldest.result.groups = {};
        oldest.groups = false;
        curve_bytes_ -= oldest.curve_bytes;
    }
}

} // namespace mbl
