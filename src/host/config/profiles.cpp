#include "config/profiles.hpp"

#include "config/object_reader.hpp"
#include "core/errors.hpp"

namespace mbl {

Patched apply_profile(nlohmann::json& document, const std::string& profile) {
    using nlohmann::json;
    json profiles(json::value_t::object);
    if (const auto entry = document.find("profiles"); entry != document.end()) {
        fields::Untargeted untargeted;
        ObjectReader::read(*entry, JsonPointer("/profiles"), untargeted, fields::Profiles{.name = profile_name});
        profiles = std::move(*entry);
        document.erase(entry);
    }
    if (const auto patch = profiles.find(profile); patch != profiles.end()) {
        document.merge_patch(*patch);
        return Patched::yes;
    }
    if (profile == "paper") return Patched::no;
    std::vector<std::string> known;
    for (const auto& [name, patch] : profiles.items()) known.push_back(name);
    if (!profiles.contains("paper")) known.insert(std::upper_bound(known.begin(), known.end(), "paper"), "paper");
    throw UsageError("--profile " + profile + ": no such profile in this config; there are " + listed(known));
}

} // namespace mbl
