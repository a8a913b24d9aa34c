#include "config/rules.hpp"

#include "config/describe.hpp"
#include "config/limits.hpp"
#include "config/liom_rules.hpp"
#include "config/messages.hpp"

#include <algorithm>
#include <bit>

namespace mbl {

namespace {

using nlohmann::json;

const JsonPointer bubble_place("/model/bubble");

/// The spins of an explicit matrix.
void apply_matrix_size(const json& document, BubbleConfig& bubble) {
    if (bubble.ensemble == BubbleEnsemble::goe) return;
    // entries = 4^spins
    const int spins = std::countr_zero(bubble.matrix.size()) / 2;
    if (document.contains(bubble_place / "spins") && bubble.spins != spins) {
        refuse(bubble_place / "spins",
               "must be " + std::to_string(spins) + ", as the matrix has "
                   + std::to_string(1U << static_cast<unsigned>(spins)) + " rows",
               std::to_string(bubble.spins), "remove the key, the matrix implies it");
    }
    bubble.spins = spins;
}

/// One sweep with what is known about it.
struct SweepContext {
    const json& document; ///< the sweep's own object
    JsonPointer place;
    const ModelConfig& model;
};

void apply_geometry_rules(const SweepContext& context, SweepConfig& sweep) {
    const auto listed_at = std::find(sweep.geometry.begin(), sweep.geometry.end(), Geometry::explicit_couplings);
    if (listed_at == sweep.geometry.end()) return;
    if (sweep.geometry.size() > 1) {
        const auto index = static_cast<std::size_t>(listed_at - sweep.geometry.begin());
        refuse(entry_of(context.document, context.place, "geometry", index),
               "\"explicit\" cannot stand beside other geometries", "write a sweep of its own for it");
    }
    check_explicit_geometry(context.document, context.place, context.model.lioms, {"coupling", "localization_length"});
    sweep.coupling.clear();
    sweep.localization_length.clear();
}

void check_liom_count(const SweepContext& context, const SweepConfig& sweep, std::size_t entry) {
    const int liom_count = sweep.liom_count[entry];
    const JsonPointer place = entry_of(context.document, context.place, "liom_count", entry);
    const bool is_explicit = sweep.geometry.front() == Geometry::explicit_couplings;
    check_lists_suffice(place, liom_count, context.model.lioms,
                        is_explicit ? CouplingSource::list : CouplingSource::law);

    const int spins = context.model.bubble.spins;
    const int total = spins + liom_count;
    if (total < limits::smallest_total_spins || total > limits::largest_total_spins) {
        refuse(place,
               "bubble spins + liom_count must be from " + std::to_string(limits::smallest_total_spins) + " to "
                   + std::to_string(limits::largest_total_spins),
               std::to_string(spins) + " + " + std::to_string(liom_count),
               total < limits::smallest_total_spins ? "add a spin or a LIOM" : "take fewer spins or LIOMs");
    }
}

void check_realizations(const json& document, const Config& config) {
    if (config.realizations.uniform) return;
    for (std::size_t index = 0; index < config.sweeps.size(); ++index) {
        const JsonPointer sweep_place = JsonPointer("/sweeps") / index;
        const json& sweep_document = document.at(sweep_place);
        const std::vector<int>& liom_counts = config.sweeps[index].liom_count;
        for (std::size_t entry = 0; entry < liom_counts.size(); ++entry) {
            if (config.realizations.by_liom_count.contains(liom_counts[entry])) continue;
            const std::string missing = std::to_string(liom_counts[entry]);
            const bool is_default = !document.contains("realizations");
            refuse(JsonPointer("/realizations"),
                   (is_default ? "the default has no count for " : "no count for ") + ("liom_count " + missing)
                       + ", used by " + text_of(entry_of(sweep_document, sweep_place, "liom_count", entry)),
                   "write \"" + missing + "\": 100 beside the others, or one number for all");
        }
    }
}

} // namespace

void check_ensemble(const json& document, const BubbleConfig& bubble) {
    const JsonPointer place = bubble_place / "matrix";
    const bool has_matrix = document.contains(place);
    if (bubble.ensemble == BubbleEnsemble::goe && has_matrix) {
        refuse(place, "a matrix needs ensemble \"explicit\", but the ensemble is \"goe\"",
               "remove the matrix, or write \"ensemble\": \"explicit\"");
    }
    if (bubble.ensemble == BubbleEnsemble::explicit_matrix && !has_matrix) {
        refuse(place, "missing, but required by ensemble \"explicit\"", bubble_matrix.advice);
    }
}

void apply_rules(const json& document, Config& config) {
    apply_matrix_size(document, config.model.bubble);
    check_liom_lists(config.model.lioms);
    for (std::size_t index = 0; index < config.sweeps.size(); ++index) {
        const JsonPointer place = JsonPointer("/sweeps") / index;
        const SweepContext context{document.at(place), place, config.model};
        SweepConfig& sweep = config.sweeps[index];
        apply_geometry_rules(context, sweep);
        for (std::size_t entry = 0; entry < sweep.liom_count.size(); ++entry) check_liom_count(context, sweep, entry);
    }
    check_realizations(document, config);
}

} // namespace mbl
