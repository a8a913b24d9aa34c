#pragma once

#include "output/problem_result.hpp"

#include <filesystem>

namespace mbl {

/// Writes results.h5 whole: root attributes, and /ed/points/<k> with parameters, samples, curves and theory.
/// The file holds exactly what is plotted.
void write_results_hdf5(const std::filesystem::path& target, const Config& config, const Plan& plan,
                        const std::vector<ProblemResult>& results);

} // namespace mbl
