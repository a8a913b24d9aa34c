#include "output/summary_csv.hpp"

#include "output/absorbed_lioms.hpp"
#include "output/csv_number.hpp"
#include "output/named_curves.hpp"
#include "stats/mean_error.hpp"

#include <fmt/format.h>
#include <limits>
#include <set>

namespace mbl {

namespace {

std::string point_fields(const Point& point) {
    return fmt::format("{},{},{},{},{}", to_string(point.geometry), point.bubble_spins, point.liom_count,
                       csv_number(point.localization_length), csv_number(point.coupling));
}

std::string row(const char* observable, const std::string& fields, const char* op, std::size_t realizations,
                const MeanError& m) {
    return fmt::format("{},{},{},{},{},{},{}\n", observable, fields, op, realizations, csv_number(m.mean),
                       csv_number(m.standard_error), csv_number(m.standard_deviation));
}

std::string sample_rows(const Point& point, const ProblemResult& result, const std::string& fields) {
    std::string text;
    for (std::size_t i = 0; i < sample_columns().size(); ++i) {
        const SampleColumn& column = sample_columns()[i];
        if (column.needs_liom && point.liom_count == 0) continue;
        const std::vector<double>& samples = result.samples[i];
        text += row(column.observable, fields, column.op, samples.size(), mean_error(samples));
    }
    return text;
}

/// The mean of an integral lies inside an exponential: it has a jackknife error, and no spread over realizations.
std::string integral_rows(const Problem& problem, const ProblemResult& result, const std::string& fields) {
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    std::string text;
    for (const NamedIntegral& integral : integrals(problem, result)) {
        const MeanError m{integral.estimate.mean, integral.estimate.standard_error, undefined};
        text += row(integral.name.c_str(), fields, integral_operator, result.scales.size(), m);
    }
    return text;
}

} // namespace

std::string summary_csv(const Plan& plan, const Results& results) {
    std::string text = "observable,geometry,bubble_spins,liom_count,localization_length,coupling,operator,realizations,"
                       "mean,stderr,std\n";
    const AbsorbedLioms absorbed(plan, results);
    std::set<std::string> written;
    for (const Point& point : plan.points) {
        const std::string fields = point_fields(point);
        if (!written.insert(fields).second) continue;
        const std::vector<double> differences = absorbed.at(point);
        const ProblemResult& result = results.at(static_cast<std::size_t>(point.problem));
        text += sample_rows(point, result, fields);
        if (!differences.empty()) {
            text += row("absorbed_lioms", fields, AbsorbedLioms::op, differences.size(), mean_error(differences));
        }
        text += integral_rows(plan.problems[static_cast<std::size_t>(point.problem)], result, fields);
    }
    return text;
}

} // namespace mbl
