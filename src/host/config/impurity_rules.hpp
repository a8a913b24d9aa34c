#pragma once

#include "config/impurity_config.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace mbl {

/// The rules between several keys of the impurity model, and what follows from them: lists that a sweep does not name hold
/// the model's value or the config's seed, and with geometry `explicit` there is no coupling and no localization length.
/// @param document the JSON that `impurity` was read from: it tells what was written from what is a default.
/// @throws ConfigError the first rule that is broken.
void apply_impurity_rules(const nlohmann::json& document, std::uint64_t seed, ImpurityConfig& impurity);

/// The highest frequency of the solver's grid, frequency_max (1 - 2/frequency_count); the lowest is -frequency_max.
double last_frequency(const FrequencyGridConfig& grid) noexcept;

/// Refuses a grid that ends before |omega| = `reach`.
/// @param what lies there, and where the config says so, as in "the bare band [-2t, 2t] of /model/hopping".
/// @throws ConfigError.
void require_reach(const FrequencyGridConfig& grid, double reach, const std::string& what);

} // namespace mbl
