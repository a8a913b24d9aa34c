#include "output/summary_csv.hpp"

#include "stats/mean_error.hpp"

#include <cmath>
#include <fmt/format.h>
#include <set>

namespace mbl {

namespace {

std::string number(double value) { return std::isnan(value) ? "nan" : fmt::format("{:.17g}", value); }

std::string point_fields(const Point& point) {
    return fmt::format("{},{},{},{},{}", to_string(point.geometry), point.bubble_spins, point.liom_count,
                       number(point.localization_length), number(point.coupling));
}

} // namespace

std::string summary_csv(const Plan& plan, const Results& results) {
    std::string text = "observable,geometry,bubble_spins,liom_count,localization_length,coupling,operator,realizations,"
                       "mean,stderr,std\n";
    std::set<std::string> written;
    for (const Point& point : plan.points) {
        const std::string fields = point_fields(point);
        if (!written.insert(fields).second) continue;
        const ProblemResult& result = results.at(static_cast<std::size_t>(point.problem));
        for (std::size_t i = 0; i < sample_columns().size(); ++i) {
            const SampleColumn& column = sample_columns()[i];
            if (column.needs_liom && point.liom_count == 0) continue;
            const MeanError m = mean_error(result.samples[i]);
            text +=
                fmt::format("{},{},{},{},{},{},{}\n", column.observable, fields, column.op, result.samples[i].size(),
                            number(m.mean), number(m.standard_error), number(m.standard_deviation));
        }
    }
    return text;
}

} // namespace mbl
