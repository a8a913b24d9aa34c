#pragma once

#include "output/status_report.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace mbl {

/// One point's place in a status report.
struct PointStatus {
    const Point& point;
    const Problem& problem;
    const ProblemStatus& status;
    std::string to_go;          ///< time, in the text
    nlohmann::json eta_seconds; ///< the same in JSON
};

/// The head of the table of points, and a line of it: of exact diagonalization …
std::string ed_status_head();
std::string ed_status_line(const PointStatus& at);
/// … and of the impurity model.
std::string impurity_status_head();
std::string impurity_status_line(const PointStatus& at);

/// What a point's JSON object says after its place in the plan.
void add_ed_status(nlohmann::ordered_json& entry, const PointStatus& at);
void add_impurity_status(nlohmann::ordered_json& entry, const PointStatus& at);

/// The sample column that stands for a problem of exact diagonalization in a short report.
std::size_t headline_column(const Problem& problem);

/// "3.2 h"; "-" where nothing is left, "?" where nobody knows how fast.
std::string time_to_go(double cost, double cost_per_second);

/// null where undefined.
inline nlohmann::json status_number(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

} // namespace mbl
