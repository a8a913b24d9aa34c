#pragma once

#include "output/results.hpp"

#include <string>

namespace mbl {

/// The bytes of results.h5: root attributes, and the points: /ed/points/<k>, or /ipt/points/<k> of the impurity model.
/// The file holds exactly what is plotted. @param target_stderr --target-stderr as given, or empty.
std::string results_hdf5(const Config& config, const Plan& plan, const Results& results,
                         const std::string& target_stderr = "");

} // namespace mbl
