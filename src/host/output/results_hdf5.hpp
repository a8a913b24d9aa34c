#pragma once

#include "output/results.hpp"

#include <string>

namespace mbl {

/// The bytes of results.h5: root attributes, and /ed/points/<k> with parameters, samples, curves, integrals and theory.
/// The file holds exactly what is plotted. @param target_stderr --target-stderr as given, or empty.
std::string results_hdf5(const Config& config, const Plan& plan, const Results& results,
                         const std::string& target_stderr = "");

} // namespace mbl
