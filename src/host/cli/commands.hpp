#pragma once

#include "cli/options.hpp"
#include "config/config.hpp"

#include <filesystem>

namespace mbl {

/// Each returns the exit code; failures are exceptions.
int run_campaign(const Options& options);
int validate(const Options& options);
int status(const Options& options);
int merge(const Options& options);
int verify(const Options& options);
int export_again(const Options& options);
int replay(const Options& options);
int plot(const Options& options);
int dry_run(const Options& options);
int theory(const Options& options);
int doctor(const Options& options);
int schema(const Options& options);

/// Runs the plotting script on folder/results.h5. `theory` may be empty.
/// @throws IoError the script cannot be run, DataError or DeviceUnavailable as its exit code says (it has told why).
void draw_figure(const std::filesystem::path& folder, const std::string& theory);

} // namespace mbl
