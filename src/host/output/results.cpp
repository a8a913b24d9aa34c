#include "output/results.hpp"

#include <limits>
#include <memory>
#include <utility>

namespace mbl {

namespace {

Index array_bytes(const ImpuritySolution& s) {
    std::size_t numbers = s.frequency.size() + s.spectral_function.size() + s.plot_spectral_function.size()
                          + s.matsubara_frequency.size() + 2 * s.matsubara_green.size()
                          + 2 * s.matsubara_self_energy.size() + s.liom_energy.size() + s.liom_coupling.size()
                          + s.liom_filling.size();
    for (const auto& [liom, curve] : s.liom_spectral_function) numbers += curve.size();
    return static_cast<Index>(numbers * sizeof(double));
}

std::shared_ptr<const ImpuritySolution> report_alone(const ImpuritySolution& solution) {
    ImpuritySolution report;
    report.report = solution.report;
    report.failure = solution.failure;
    return std::make_shared<const ImpuritySolution>(std::move(report));
}

Index curve_bytes(const std::vector<CurveGroup>& groups) {
    std::size_t numbers = 0;
    for (const CurveGroup& group : groups) {
        for (const SpectralSum& sum : group.spectral) numbers += sum.thermal.size() + sum.typical_log.size();
        for (const DensitySum& sum : group.density) numbers += sum.counts.size();
    }
    return static_cast<Index>(numbers * sizeof(double));
}

Index curve_bytes(const ProblemResult& result) {
    const Index arrays = result.impurity ? array_bytes(*result.impurity) : 0;
    return curve_bytes(result.groups) + curve_bytes(result.fixed_disorder) + arrays;
}

void drop_curves(ProblemResult& result) {
    result.groups = {};
    result.fixed_disorder = {};
    if (result.impurity) result.impurity = report_alone(*result.impurity);
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
    const Slot& slot = loaded_.at(problem);
    return slot.samples ? slot.result : at(problem);
}

void Results::keep(std::size_t problem, ProblemResult result) const {
    Slot& slot = loaded_[problem];
    if (slot.samples) {
        slot.result.groups = std::move(result.groups); // who holds the samples keeps them
        slot.result.fixed_disorder = std::move(result.fixed_disorder);
        slot.result.impurity = std::move(result.impurity);
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
        drop_curves(oldest.result);
        oldest.groups = false;
        curve_bytes_ -= oldest.curve_bytes;
    }
}

} // namespace mbl
