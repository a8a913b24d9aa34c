#pragma once

#include "output/problem_result.hpp"

#include <string>

namespace mbl {

/// What a result file says of its making, as JSON: program version, source revision, libraries, seed, device models, worst
/// gate figures. Nothing that may differ between two equal runs: no times, paths, hosts or thread counts.
std::string provenance_json(const Config& config, const std::vector<ProblemResult>& results);

} // namespace mbl
