#pragma once

#include "config/config.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mbl {

/// Reads, patches and checks a config: defaults, then the file, then the profile (a JSON merge patch kept in the
/// file's "profiles"; "paper" or "" without an entry means no patch), then each "--set" (`/json/pointer=value`).
/// A matrix that is named by its file is read too; a relative path starts at the config's folder, in --set as well.
/// @throws IoError a file cannot be read. @throws DataError the matrix's file. @throws ConfigError pointer, value, limit and way out.
/// @throws UsageError unknown profile, or a malformed override.
Config read_config(const std::filesystem::path& file, const std::string& profile,
                   const std::vector<std::string>& overrides);

/// The same from text; `origin` names the source in messages about syntax, relative paths start at `folder` (empty: the
/// current directory).
Config parse_config(const std::string& text, const std::string& origin, const std::string& profile,
                    const std::vector<std::string>& overrides, const std::filesystem::path& folder = {});

} // namespace mbl
