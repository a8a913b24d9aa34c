#pragma once

#include <string>
#include <vector>

namespace mbl {

/// The interpreter that the distribution's h5py and matplotlib were installed for, not the first python3 on PATH; the
/// environment variable MBL_PYTHON overrides it.
std::string python_interpreter();

enum class ProgramOutput { inherited, discarded };

/// Runs a program without a shell and waits for it. @returns its exit code (74 if a signal ended it).
/// @throws IoError it cannot be started.
int run_program(std::vector<std::string> words, ProgramOutput output = ProgramOutput::inherited);

} // namespace mbl
