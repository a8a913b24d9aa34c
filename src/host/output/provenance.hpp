#pragma once

#include "output/results.hpp"

#include <string>

namespace mbl {

/// What a result file says of its making, as JSON: program version, source revision, libraries, seed, device models, the versions
/// that computed the blocks, worst gate figures (or how many impurity points converged), and --target-stderr where it was given. Nothing that may differ between two equal
/// runs: no times, paths, hosts or thread counts.
std::string provenance_json(const Config& config, const Results& results, const std::string& target_stderr);

/// Which device model and version of the program made which realizations of a problem, as JSON.
std::string origins_json(const ProblemResult& result);

} // namespace mbl
