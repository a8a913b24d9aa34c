#pragma once

#include "output/atomic_file.hpp"
#include "output/results.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mbl {

/// ipt_summary.csv: a row per point in config order, parameters and report, numbers with 17 significant digits, `nan` where
/// undefined. A point that several sweeps list is written once.
std::string ipt_summary_csv(const Plan& plan, const Results& results);

/// The curves of an impurity point as text, folder/<point>_<curve>.csv: spectral_function (the solver's grid),
/// plot_spectral_function (the plotted one), matsubara, lioms, and liom_spectral_function_<index from 0>.
std::vector<FileBytes> impurity_curves_csv(const std::filesystem::path& folder, const Point& point,
                                           const ImpurityProblem& problem, const ImpuritySolution& solution);

} // namespace mbl
