#pragma once

#include <cmath>
#include <fmt/format.h>
#include <string>

namespace mbl {

/// A number as every CSV file has it: 17 significant digits, `nan` where undefined.
inline std::string csv_number(double value) { return std::isnan(value) ? "nan" : fmt::format("{:.17g}", value); }

} // namespace mbl
