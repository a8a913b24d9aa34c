#include "config/liom_rules.hpp"

#include <string>

namespace mbl {

namespace {

const JsonPointer lioms_place("/model/lioms");

void check_length(const JsonPointer& place, int liom_count, const char* key, std::size_t length) {
    if (static_cast<std::size_t>(liom_count) <= length) return;
    refuse(place, "must be <= " + std::to_string(length) + ", the length of " + text_of(lioms_place / key),
           std::to_string(liom_count), "name a smaller liom_count, or lengthen the list");
}

} // namespace

void check_liom_lists(const LiomConfig& lioms) {
    if (lioms.energy.empty() || lioms.coupling.empty() || lioms.energy.size() == lioms.coupling.size()) return;
    refuse(lioms_place / "coupling",
           "must be as long as " + text_of(lioms_place / "energy") + " (" + std::to_string(lioms.energy.size()) + ")",
           std::to_string(lioms.coupling.size()) + (lioms.coupling.size() == 1 ? " entry" : " entries"),
           "write one energy and one coupling for each LIOM");
}

void check_explicit_geometry(const nlohmann::json& sweep, const JsonPointer& place, const LiomConfig& lioms,
                             std::initializer_list<const char*> forbidden) {
    for (const char* key : forbidden) {
        if (!sweep.contains(key)) continue;
        refuse(place / key, "not allowed with geometry \"explicit\"",
               "remove the key, the couplings are " + text_of(lioms_place / "coupling"));
    }
    if (lioms.coupling.empty()) {
        refuse(lioms_place / "coupling", "missing, but required by geometry \"explicit\" in " + text_of(place),
               "write one coupling for each LIOM, for example [1.0, 0.3]");
    }
}

void check_lists_suffice(const JsonPointer& place, int liom_count, const LiomConfig& lioms, CouplingSource source) {
    if (!lioms.energy.empty()) check_length(place, liom_count, "energy", lioms.energy.size());
    if (source == CouplingSource::list) check_length(place, liom_count, "coupling", lioms.coupling.size());
}

} // namespace mbl
