#include "output/impurity_columns.hpp"

#include "output/csv_number.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

using P = ImpurityProblem;
using R = ImpurityReport;
using V = ImpurityValue;

} // namespace

const std::vector<ImpurityColumn>& impurity_parameters() {
    static const std::vector<ImpurityColumn> columns{
        {"coupling", [](const P& p, const R&) { return V(p.coupling); }},
        {"interaction", [](const P& p, const R&) { return V(p.interaction); }},
        {"temperature", [](const P& p, const R&) { return V(p.temperature); }},
        {"localization_length", [](const P& p, const R&) { return V(p.localization_length); }},
        {"bubble_sites", [](const P& p, const R&) { return V(Index{p.bubble_sites}); }},
        {"liom_density", [](const P& p, const R&) { return V(p.liom_density); }},
        {"layer_rule", [](const P& p, const R&) { return V(std::string(to_string(p.layer_rule))); }},
        {"liom_count", [](const P& p, const R&) { return V(Index{p.liom_count}); }},
        {"seed", [](const P& p, const R&) { return V(p.seed); }},
    };
    return columns;
}

const std::vector<ImpurityColumn>& impurity_figures() {
    static const std::vector<ImpurityColumn> columns{
        {"converged", [](const P&, const R& r) { return V(Index{r.converged ? 1 : 0}); }},
        {"iterations", [](const P&, const R& r) { return V(Index{r.iterations}); }},
        {"residual", [](const P&, const R& r) { return V(r.residual); }},
        {"sum_rule", [](const P&, const R& r) { return V(r.sum_rule); }},
        {"filling", [](const P&, const R& r) { return V(r.filling); }},
        {"matsubara_mismatch", [](const P&, const R& r) { return V(r.matsubara_mismatch); }},
        {"eta_bias", [](const P&, const R& r) { return V(r.eta_bias); }},
        {"narrowest_width", [](const P&, const R& r) { return V(r.narrowest_width); }},
        {"eta", [](const P&, const R& r) { return V(r.eta); }},
        {"step", [](const P&, const R& r) { return V(r.step); }},
        {"distance_to_free", [](const P&, const R& r) { return V(r.distance_to_free); }},
        {"shape_distance_to_free", [](const P&, const R& r) { return V(r.shape_distance_to_free); }},
        {"shape_correlation", [](const P&, const R& r) { return V(r.shape_correlation); }},
    };
    return columns;
}

std::string csv_text(const ImpurityValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return csv_number(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* count = std::get_if<Index>(&value)) return fmt::format("{}", *count);
    return fmt::format("{}", std::get<std::uint64_t>(value));
}

} // namespace mbl
