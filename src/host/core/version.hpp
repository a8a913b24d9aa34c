#pragma once

#include <string>

namespace mbl {

std::string program_version();

/// Commit of the sources, with "-dirty" where they were changed; from the build stamp where there is no .git.
std::string source_revision();

/// Compiler and numerical libraries, as one line.
std::string library_versions();

} // namespace mbl
