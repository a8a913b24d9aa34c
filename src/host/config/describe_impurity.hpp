#pragma once

#include "config/describe_common.hpp"

#include <array>

/// The config of the impurity model, described once; see describe.hpp for what a description is. Rules between several
/// keys are in impurity_rules.cpp.
namespace mbl {

inline constexpr fields::Constant impurity_kind{.value = "impurity", .advice = model_advice};

/// What the impurity model can be drawn as.
inline constexpr std::array impurity_figures{Figure::fig6};

/// Kinds of the parameters that a sweep may vary.
namespace impurity_fields {

inline constexpr fields::Number coupling{
    .at_least = 0.0, .at_most = limits::largest_energy, .advice = "write a coupling V >= 0, for example 0.5"};
inline constexpr fields::Number interaction{
    .at_least = 0.0, .at_most = limits::largest_energy, .advice = "write an interaction U >= 0, for example 2.0"};
inline constexpr fields::Number temperature{
    .at_least = 1e-3, .at_most = limits::largest_energy, .advice = "write a temperature, for example 2.0"};
inline constexpr fields::Integer<int> bubble_sites{
    .lowest = 1, .highest = 1'000'000, .advice = "write the number of bubble sites, for example 30"};
inline constexpr fields::Number liom_density{
    .above = 0.0, .at_most = 1e12, .advice = "write LIOMs per unit area, for example 1.0"};
inline constexpr fields::Integer<int> liom_count{
    .lowest = 0, .highest = limits::largest_bath, .advice = "write a number of LIOMs, for example 55"};

} // namespace impurity_fields

/// LIOM lists of this kind may be longer than those of exact diagonalization.
struct ImpurityLioms {
    LiomConfig& lists;
};

/// The root of a config of this kind: its members are in two places.
struct ImpurityDocument {
    Config& config;
    ImpurityConfig& impurity;
};

template <class Visitor>
void describe(Visitor& visit, ImpurityLioms& lioms) {
    const fields::List<fields::Number> list{
        .entry = any_energy,
        .shortest = 1,
        .longest = static_cast<std::size_t>(limits::largest_bath),
        .advice = "write one number for each LIOM, for example [0.7, 1.2], or remove the key"};
    visit.optional("energy", lioms.lists.energy, list, "eps_a of LIOM a = 1, 2, ..., used instead of draws.");
    visit.optional("coupling", lioms.lists.coupling, list, "V_a of LIOM a = 1, 2, ..., for geometry explicit.");
}

template <class Visitor>
void describe(Visitor& visit, ImpurityModelConfig& model) {
    fields::Untargeted kind;
    visit.required("kind", kind, impurity_kind, "impurity: a large-N Hubbard bubble coupled to many LIOMs.");
    visit.optional("hopping", model.hopping, positive_energy, "t, the bubble's hopping: its bare band is [-2t, 2t].");
    visit.optional("bubble_sites", model.bubble_sites, impurity_fields::bubble_sites, "N, sites of the bubble.");
    visit.optional("liom_bandwidth", model.liom_bandwidth, positive_energy,
                   "W: eps_a is drawn uniformly from [-W, W].");
    visit.optional("liom_density", model.liom_density, impurity_fields::liom_density,
                   "n_L: layers are 1/sqrt(2 pi n_L) apart.");
    visit.optional("layer_rule", model.layer_rule, fields::Choice{},
                   "LIOMs on layer n = 1, 2, ...: n, or the annulus count n-1.");
    visit.optional("localization_length", model.localization_length, positive_length, "xi, in lattice spacings.");
    visit.optional("temperature", model.temperature, impurity_fields::temperature, "T, of bubble and LIOMs.");
    ImpurityLioms lioms{model.lioms};
    visit.optional("lioms", lioms, fields::Object{.advice = "write { \"energy\": [0.7, 1.2] }"},
                   "LIOM energies and couplings given by hand.");
}

template <class Visitor>
void describe(Visitor& visit, ImpuritySweepConfig& sweep) {
    const auto numbers = [](const fields::Number& entry) {
        return fields::OneOrMore<fields::Number>{.entry = entry, .longest = limits::longest_list};
    };
    const auto integers = [](const fields::Integer<int>& entry) {
        return fields::OneOrMore<fields::Integer<int>>{.entry = entry, .longest = limits::longest_list};
    };
    describe_panel(visit, sweep.panel);
    visit.optional("geometry", sweep.geometry, fields::Choice{},
                   "2d_layers: V_a^2 = (V/xi)^2 exp(-r_a/xi) on concentric layers; explicit: model.lioms.coupling.");
    visit.optional("hopping", sweep.hopping, numbers(positive_energy), "t. Default: the model's.");
    visit.optional("liom_bandwidth", sweep.liom_bandwidth, numbers(positive_energy), "W. Default: the model's.");
    visit.optional("coupling", sweep.coupling, numbers(impurity_fields::coupling), "V, not for geometry explicit.");
    visit.optional("interaction", sweep.interaction, numbers(impurity_fields::interaction), "U, inside the bubble.");
    visit.optional("temperature", sweep.temperature, numbers(impurity_fields::temperature), "T. Default: the model's.");
    visit.optional("localization_length", sweep.localization_length, numbers(positive_length),
                   "xi, not for geometry explicit. Default: the model's.");
    visit.optional("bubble_sites", sweep.bubble_sites, integers(impurity_fields::bubble_sites),
                   "N. Default: the model's.");
    visit.optional("liom_density", sweep.liom_density, numbers(impurity_fields::liom_density),
                   "n_L, not for geometry explicit. Default: the model's.");
    visit.optional("layer_rule", sweep.layer_rule,
                   fields::OneOrMore<fields::Choice>{.entry = {}, .longest = limits::longest_list},
                   "LIOMs per layer, not for geometry explicit. Default: the model's.");
    visit.optional("liom_count", sweep.liom_count, integers(impurity_fields::liom_count),
                   "M, the number of LIOMs coupled to the bubble, the innermost ones.");
    visit.optional(
        "seed", sweep.seed,
        fields::OneOrMore<fields::Integer<std::uint64_t>>{.entry = any_seed, .longest = limits::longest_list},
        "Seeds of the LIOM energies. Default: the config's.");
}

template <class Visitor>
void describe(Visitor& visit, FrequencyGridConfig& grid) {
    visit.optional("frequency_max", grid.frequency_max, positive_energy,
                   "The solver's frequencies cover [-frequency_max, frequency_max), or more where the bath is wide.");
    visit.optional("frequency_count", grid.frequency_count,
                   fields::PowerOfTwo{.lowest = 64, .highest = 1 << 20, .advice = "write 16384, for example"},
                   "Their number, a power of two; it doubles with the range.");
    visit.optional("tolerance", grid.tolerance,
                   fields::Number{.at_least = 1e-14, .at_most = 1e-2, .advice = "write a residual, for example 1e-10"},
                   "A point has converged when no G(omega) changes by more.");
    visit.optional("iteration_limit", grid.iteration_limit,
                   fields::Integer<int>{
                       .lowest = 1, .highest = 100'000, .advice = "write a number of iterations, for example 200"},
                   "A point that needs more is reported as not converged.");
}

template <class Visitor>
void describe(Visitor& visit, ImpuritySpectralConfig& spectral) {
    visit.optional("frequency", spectral.frequency,
                   fields::List<fields::Number>{
                       .entry = any_energy,
                       .shortest = 1,
                       .longest = 16'384,
                       .advice = "write frequencies, for example [-1.0, 0.0, 1.0], or remove the key for its default"},
                   "Frequencies of the plotted spectral functions, ascending. Default: 3201 from -4 to 4 (from -W to W "
                   "where W > 4), moved by 1e-4 sqrt 2.");
    visit.optional(
        "liom", spectral.liom,
        fields::OneOrMore<fields::Integer<int>>{
            .entry = {.lowest = 0,
                      .highest = limits::largest_bath - 1,
                      .advice = "write the index of a LIOM, counted from 0, for example 2"},
            .longest = limits::longest_list},
        "LIOMs, counted from 0, whose spectral functions are kept beside the first's and the last's; a point "
        "with fewer LIOMs has none.");
}

template <class Visitor>
void describe(Visitor& visit, ImpurityDocument& document) {
    describe_campaign(visit, document.config,
                      {.among = impurity_figures, .because = "where model.kind is \"impurity\""});
    visit.required("model", document.impurity.model, fields::Object{.advice = model_advice}, "What is solved.");
    visit.required(
        "sweeps", document.impurity.sweeps,
        fields::ObjectList{.longest = limits::longest_list,
                           .advice = "write a list of sweeps, for example [{ \"coupling\": [0.5, 1.5] }]"},
        "What is varied: each sweep is the product of its lists, nested in the order hopping, liom_bandwidth, "
        "coupling, interaction, temperature, localization_length, bubble_sites, liom_density, layer_rule, "
        "liom_count, seed.");
    visit.optional("grid", document.impurity.grid, fields::Object{.advice = "write { \"frequency_max\": 16.0 }"},
                   "The solver's frequencies, and when it stops.");
    visit.optional("spectral", document.impurity.spectral, fields::Object{.advice = "write { \"liom\": [0, 5] }"},
                   "Spectral functions that are plotted.");
    describe_profiles(visit);
}

} // namespace mbl
