#include "output/absorbed_lioms.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numbers>

namespace mbl {

namespace {

/// What M and M - 1 have in common; NaN (explicit couplings) equals NaN as text.
std::string curve_key(const Point& point, int liom_count) {
    return fmt::format("{} {} {} {} {}", to_string(point.geometry), point.coupling, point.localization_length,
                       point.bubble_spins, liom_count);
}

} // namespace

AbsorbedLioms::AbsorbedLioms(const Plan& plan, const Results& results) : plan_(plan), results_(results) {
    for (const Point& point : plan.points) points_.emplace(curve_key(point, point.liom_count), &point);
}

std::vector<double> AbsorbedLioms::at(const Point& point) const {
    std::vector<double> differences;
    const auto before = points_.find(curve_key(point, point.liom_count - 1));
    if (before == points_.end()) return differences;
    const auto own_problem = static_cast<std::size_t>(point.problem);
    const auto problem_before = static_cast<std::size_t>(before->second->problem);
    if (plan_.problems[own_problem].disorder_seed != plan_.problems[problem_before].disorder_seed) return differences;
    const std::vector<double>& with = samples_of(results_.samples_at(own_problem), "thouless_mean", op);
    const std::vector<double>& without = samples_of(results_.samples_at(problem_before), "thouless_mean", op);
    for (std::size_t r = 0; r < std::min(with.size(), without.size()); ++r) {
        differences.push_back(2 / std::numbers::ln2 * (with[r] - without[r]));
    }
    return differences;
}

} // namespace mbl
