#pragma once

#include "output/atomic_file.hpp"
#include "output/results.hpp"

#include <filesystem>
#include <vector>

namespace mbl {

/// The curves of results.h5 as text, folder/<point>_<curve>.csv with the columns x,mean,stderr: x is the bin's centre.
std::vector<FileBytes> curves_csv(const std::filesystem::path& folder, const Point& point, const Problem& problem,
                                  const ProblemResult& result);

} // namespace mbl
