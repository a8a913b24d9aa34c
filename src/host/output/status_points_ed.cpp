#include "output/status_points.hpp"

#include "campaign/block_record.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

std::string headline_name(const Problem& problem) { return sample_columns()[headline_column(problem)].observable; }

std::string value_text(const MeanError& estimate) {
    if (std::isnan(estimate.mean)) return "-";
    if (std::isnan(estimate.standard_error)) return fmt::format("{:.4g}", estimate.mean);
    return fmt::format("{:.4g} +- {:.2g}", estimate.mean, estimate.standard_error);
}

} // namespace

std::size_t headline_column(const Problem& problem) {
    std::size_t column = 0;
    while (sample_columns()[column].needs_liom && problem.liom_count == 0) ++column;
    return column;
}

std::string ed_status_head() {
    return fmt::format("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>8} {:>8} {:>13} {:>10}  {}\n", "point", "panel", "geometry",
                       "N", "M", "xi", "V1", "realizations", "to go", "estimate");
}

std::string ed_status_line(const PointStatus& at) {
    return fmt::format("{:>5}  {:<10} {:<15} {:>2} {:>2} {:>8.6g} {:>8.6g} {:>13} {:>10}  {} {}\n", at.point.index,
                       at.point.panel, to_string(at.point.geometry), at.point.bubble_spins, at.point.liom_count,
                       at.point.localization_length, at.point.coupling,
                       fmt::format("{}/{}", at.status.realizations_done, at.problem.realizations), at.to_go,
                       headline_name(at.problem), value_text(at.status.estimate));
}

void add_ed_status(nlohmann::ordered_json& entry, const PointStatus& at) {
    entry["geometry"] = to_string(at.point.geometry);
    entry["bubble_spins"] = at.point.bubble_spins;
    entry["liom_count"] = at.point.liom_count;
    entry["localization_length"] = status_number(at.point.localization_length);
    entry["coupling"] = status_number(at.point.coupling);
    entry["realizations_done"] = at.status.realizations_done;
    entry["realizations"] = at.problem.realizations;
    entry["blocks_done"] = at.status.blocks_done;
    entry["blocks"] = at.status.blocks;
    entry["eta_seconds"] = at.eta_seconds;
    entry["observable"] = headline_name(at.problem);
    entry["mean"] = status_number(at.status.estimate.mean);
    entry["stderr"] = status_number(at.status.estimate.standard_error);
}

} // namespace mbl
