#pragma once

#include "config/liom_config.hpp"
#include "config/messages.hpp"

#include <initializer_list>

/// Rules between LIOM lists and sweeps that hold for every kind of model. All @throw ConfigError.
namespace mbl {

/// Energies and couplings, where both are given, are equally many.
void check_liom_lists(const LiomConfig& lioms);

/// What a sweep with geometry `explicit` needs and must not have.
/// @param sweep the sweep's own object. @param forbidden keys of it that would mean nothing.
void check_explicit_geometry(const nlohmann::json& sweep, const JsonPointer& place, const LiomConfig& lioms,
                             std::initializer_list<const char*> forbidden);

enum class CouplingSource { law, list };

/// A point takes no more LIOMs than the lists it uses hold.
/// @param place of the LIOM count.
void check_lists_suffice(const JsonPointer& place, int liom_count, const LiomConfig& lioms, CouplingSource source);

} // namespace mbl
