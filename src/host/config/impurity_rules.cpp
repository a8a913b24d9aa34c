#include "config/impurity_rules.hpp"

#include "config/liom_rules.hpp"
#include "config/messages.hpp"

#include <cmath>

namespace mbl {

namespace {

using nlohmann::json;

const JsonPointer model_place("/model");

/// One sweep with what is known about it.
struct SweepContext {
    const json& document; ///< the sweep's own object
    JsonPointer place;
    const ImpurityConfig& config;

    /// Where entry `entry` of a parameter was written: in the sweep, or else in the model.
    [[nodiscard]] JsonPointer source(const char* key, std::size_t entry) const {
        return document.contains(key) ? entry_of(document, place, key, entry) : model_place / key;
    }
};

template <class Value>
void use_where_empty(std::vector<Value>& list, Value value) {
    if (list.empty()) list.push_back(value);
}

void fill(ImpuritySweepConfig& sweep, const ImpurityModelConfig& model, std::uint64_t seed) {
    use_where_empty(sweep.hopping, model.hopping);
    use_where_empty(sweep.liom_bandwidth, model.liom_bandwidth);
    use_where_empty(sweep.temperature, model.temperature);
    use_where_empty(sweep.localization_length, model.localization_length);
    use_where_empty(sweep.bubble_sites, model.bubble_sites);
    use_where_empty(sweep.liom_density, model.liom_density);
    use_where_empty(sweep.layer_rule, model.layer_rule);
    use_where_empty(sweep.seed, seed);
}

void apply_geometry_rules(const SweepContext& context, ImpuritySweepConfig& sweep) {
    if (sweep.geometry != BathGeometry::explicit_couplings) return;
    check_explicit_geometry(context.document, context.place, context.config.model.lioms,
                            {"coupling", "localization_length", "liom_density", "layer_rule"});
    sweep.coupling.clear();
    sweep.localization_length.clear();
}

void check_seeds(const SweepContext& context, const ImpuritySweepConfig& sweep) {
    if (sweep.seed.size() == 1 || context.config.model.lioms.energy.empty()) return;
    refuse(context.place / "seed", "several seeds, but nothing is drawn where /model/lioms/energy is given",
           "remove the key, or the energies");
}

void check_liom_counts(const SweepContext& context, const ImpuritySweepConfig& sweep) {
    const bool is_explicit = sweep.geometry == BathGeometry::explicit_couplings;
    for (std::size_t entry = 0; entry < sweep.liom_count.size(); ++entry) {
        check_lists_suffice(entry_of(context.document, context.place, "liom_count", entry), sweep.liom_count[entry],
                            context.config.model.lioms, is_explicit ? CouplingSource::list : CouplingSource::law);
    }
}

/// Whatever a sweep's points have at a single energy lies on the grid.
void check_reach(const SweepContext& context, const ImpuritySweepConfig& sweep) {
    const FrequencyGridConfig& grid = context.config.grid;
    for (std::size_t entry = 0; entry < sweep.hopping.size(); ++entry) {
        require_reach(grid, 2 * sweep.hopping[entry],
                      "the bare band [-2t, 2t] of " + text_of(context.source("hopping", entry)));
    }
    for (std::size_t entry = 0; entry < sweep.liom_bandwidth.size(); ++entry) {
        require_reach(grid, sweep.liom_bandwidth[entry],
                      "the LIOM energies [-W, W] of " + text_of(context.source("liom_bandwidth", entry)));
    }
    for (std::size_t entry = 0; entry < sweep.coupling.size(); ++entry) {
        for (std::size_t length = 0; length < sweep.localization_length.size(); ++length) {
            require_reach(grid, sweep.coupling[entry] / sweep.localization_length[length],
                          "the innermost layer's V_a = V/xi of "
                              + text_of(entry_of(context.document, context.place, "coupling", entry)) + " and "
                              + text_of(context.source("localization_length", length)));
        }
    }
}

void check_lists_reach(const FrequencyGridConfig& grid, const LiomConfig& lioms) {
    const auto check = [&](const char* key, const std::vector<double>& list) {
        for (std::size_t liom = 0; liom < list.size(); ++liom)
            require_reach(grid, std::fabs(list[liom]), text_of(model_place / "lioms" / key / liom));
    };
    check("energy", lioms.energy);
    check("coupling", lioms.coupling);
}

void check_plotted(const ImpurityConfig& impurity) {
    const JsonPointer place("/spectral/frequency");
    const double first = -impurity.grid.frequency_max;
    const double last = last_frequency(impurity.grid);
    const std::vector<double>& frequency = impurity.spectral.frequency;
    for (std::size_t entry = 0; entry < frequency.size(); ++entry) {
        if (frequency[entry] < first || frequency[entry] > last) {
            refuse(place / entry, "must lie on the grid, from " + number_text(first) + " to " + number_text(last),
                   number_text(frequency[entry]), "write frequencies on it, or a larger /grid/frequency_max");
        }
        if (entry > 0 && !(frequency[entry] > frequency[entry - 1])) {
            refuse(place / entry, "must be > " + number_text(frequency[entry - 1]) + ", the entry before it",
                   number_text(frequency[entry]), "write every frequency once, in ascending order");
        }
    }
}

} // namespace

double last_frequency(const FrequencyGridConfig& grid) noexcept {
    return grid.frequency_max - 2 * grid.frequency_max / grid.frequency_count;
}

void require_reach(const FrequencyGridConfig& grid, double reach, const std::string& what) {
    if (reach <= last_frequency(grid)) return;
    refuse(JsonPointer("/grid/frequency_max"),
           "the last frequency, frequency_max (1 - 2/frequency_count), must be >= " + number_text(reach) + " to hold "
               + what,
           number_text(last_frequency(grid)), "write " + number_text(std::ceil(2 * reach)) + ", for example");
}

void apply_impurity_rules(const json& document, std::uint64_t seed, ImpurityConfig& impurity) {
    check_liom_lists(impurity.model.lioms);
    check_lists_reach(impurity.grid, impurity.model.lioms);
    for (std::size_t index = 0; index < impurity.sweeps.size(); ++index) {
        const JsonPointer place = JsonPointer("/sweeps") / index;
        const SweepContext context{document.at(place), place, impurity};
        ImpuritySweepConfig& sweep = impurity.sweeps[index];
        fill(sweep, impurity.model, seed);
        apply_geometry_rules(context, sweep);
        check_seeds(context, sweep);
        check_liom_counts(context, sweep);
        check_reach(context, sweep);
    }
    check_plotted(impurity);
}

} // namespace mbl
