#include "output/replay_json.hpp"

#include "observables/integral.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace mbl {

namespace {

using Json = nlohmann::ordered_json;

Json point_json(const Point& point) {
    return {{"index", point.index},
            {"panel", point.panel},
            {"geometry", to_string(point.geometry)},
            {"bubble_spins", point.bubble_spins},
            {"liom_count", point.liom_count},
            {"localization_length", point.localization_length},
            {"coupling", point.coupling}};
}

Json spectral_json(const Realization& realization) {
    Json operators = Json::object();
    for (const auto& [op, curve] : realization.spectral) {
        Json typical = Json::array();
        for (const double logarithm : curve.typical_log) typical.push_back(std::exp(logarithm));
        operators[op] = {{"bin_width", curve.bin_width},
                         {"k_min", curve.k_min},
                         {"thermal", curve.thermal},
                         {"typical", std::move(typical)}};
    }
    return operators;
}

Json integral_json(const Integrals& integrals) {
    return {{"typical", integrals.typical}, {"typical_wide", integrals.typical_wide}, {"thermal", integrals.thermal}};
}

Json gate_json(const Gate& gate, Index dim) {
    return {{"trace", gate.trace},       {"frobenius", gate.frobenius},
            {"residual", gate.residual}, {"orthogonality", gate.orthogonality},
            {"sum_rule", gate.sum_rule}, {"tolerance", gate_tolerance(dim)}};
}

} // namespace

std::string replay_json(const Point& point, const Problem& problem, const Realization& realization) {
    Json document;
    document["point"] = point_json(point);
    document["realization"] = realization.index;
    document["scale"] = realization.scale;
    document["liom_energy"] = realization.liom_energy;
    document["liom_coupling"] = problem.liom_coupling;
    document["energies"] = realization.energies;
    document["window"] = {{"first", problem.window.first}, {"count", problem.window.count}};
    document["level_spacing"] = {{"nominal", problem.level_spacing}, {"measured", realization.level_spacing}};
    document["gap_ratio"] = realization.gap_ratios;
    document["thouless"] = realization.thouless;
    document["entropy"] = realization.entropy;
    document["spectral_function"] = spectral_json(realization);
    document["width"] = {{"over_spacing", realization.width.over_spacing},
                         {"fwhm", realization.width.fwhm},
                         {"participation", realization.width.participation},
                         {"iqr", realization.width.iqr}};
    document["integral"] = integral_json(integrals_of(realization));
    document["gate"] = gate_json(realization.gate, problem.dim);
    return document.dump();
}

} // namespace mbl
