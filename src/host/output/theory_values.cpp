#include "output/theory_values.hpp"

#include "model/theory.hpp"
#include "stats/mean_error.hpp"

#include <limits>

namespace mbl {

namespace {

bool same_curve(const Point& a, const Point& b) {
    return a.geometry == b.geometry && a.coupling == b.coupling && a.localization_length == b.localization_length;
}

double width_at_one(const Plan& plan, const Results& results, const Point& point) {
    for (const Point& other : plan.points) {
        if (other.liom_count != 1 || !same_curve(point, other)) continue;
        const ProblemResult& result = results.samples_at(static_cast<std::size_t>(other.problem));
        return mean_error(samples_of(result, "width_over_spacing", "tau_x_M")).mean;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

std::vector<TheoryValues> theory_values(const Plan& plan, const Results& results) {
    std::vector<TheoryValues> values;
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        const double w = problem.model->bubble.bandwidth_per_spin;
        const TheoryPoint at{
            point.geometry, point.bubble_spins, point.liom_count, point.localization_length, point.coupling, w};
        const double anchor = width_at_one(plan, results, point);
        const double last_coupling = problem.liom_coupling.empty() ? 0.0 : problem.liom_coupling.back();
        values.push_back({avalanche_width(at, anchor, TheoryForm::implied),
                          avalanche_width(at, anchor, TheoryForm::printed),
                          golden_rule_width(last_coupling, point.bubble_spins, point.liom_count, w)});
    }
    return values;
}

} // namespace mbl
