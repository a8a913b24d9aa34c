#pragma once

#include "config/config.hpp"

#include <nlohmann/json_fwd.hpp>

namespace mbl {

/// An explicit matrix is there where the ensemble asks for it, and only there. To be checked before a file is opened.
/// @throws ConfigError.
void check_ensemble(const nlohmann::json& document, const BubbleConfig& bubble);

/// The other rules between several keys of exact diagonalization (impurity_rules.hpp: of the impurity model), which no description of a single key can hold, and what follows from them:
/// the spins of an explicit matrix; no coupling and no localization length in a sweep with geometry
/// `explicit`.
/// @param document the JSON that `config` was read from: it tells what was written from what is a default.
/// @throws ConfigError the first rule that is broken.
void apply_rules(const nlohmann::json& document, Config& config);

} // namespace mbl
