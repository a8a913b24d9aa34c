#pragma once

#include "config/config.hpp"
#include "config/field_kinds.hpp"
#include "config/limits.hpp"

#include <limits>
#include <span>

/// Keys that configs of both kinds have. See describe.hpp for what a description is.
namespace mbl {

/// Which description the rest of a config follows.
inline constexpr std::string_view model_advice = "write { \"kind\": \"goe_bubble\" }, or { \"kind\": \"impurity\" }";

inline constexpr fields::Text profile_name{
    .alphabet = fields::Alphabet::identifier,
    .shortest = 1,
    .longest = 64,
    .advice = "write letters, digits, \"_\", \"-\" or \".\", the first not \".\", for example \"quick\""};

inline constexpr fields::Number any_energy{.at_least = -limits::largest_energy,
                                           .at_most = limits::largest_energy,
                                           .advice = "write an energy, for example 0.7"};

inline constexpr fields::Number positive_energy{
    .above = 0.0, .at_most = limits::largest_energy, .advice = "write a positive energy, for example 2.0"};

inline constexpr fields::Number positive_length{
    .above = 0.0, .at_most = 1e12, .advice = "write a positive length, for example 0.4"};

inline constexpr fields::Integer<std::uint64_t> any_seed{
    .lowest = 0, .highest = std::numeric_limits<std::uint64_t>::max(), .advice = "write a seed, for example 1"};

/// name, figure (one of `figures`) and seed, the first keys of a config.
template <class Visitor>
void describe_campaign(Visitor& visit, Config& config, const fields::ChoiceAmong<Figure>& figures) {
    visit.required("name", config.name,
                   fields::Text{.alphabet = fields::Alphabet::identifier,
                                .shortest = 1,
                                .longest = 64,
                                .advice =
                                    "write letters, digits, \"_\", \"-\" or \".\", the first not \".\", for example "
                                    "\"fig4\""},
                   "Name of the campaign and of its results folder.");
    visit.optional("figure", config.figure, figures, "The figure drawn at the end.");
    visit.optional("seed", config.seed, any_seed, "Every draw is a pure function of the seed and its own address.");
}

template <class Visitor>
void describe_profiles(Visitor& visit) {
    fields::Untargeted profiles;
    visit.optional("profiles", profiles, fields::Profiles{.name = profile_name},
                   "JSON merge patches by name, chosen with --profile; lists are replaced whole.");
}

template <class Visitor>
void describe_panel(Visitor& visit, std::string& panel) {
    visit.optional("panel", panel,
                   fields::Text{.alphabet = fields::Alphabet::printable,
                                .shortest = 0,
                                .longest = 32,
                                .advice = "write a short label, for example \"a\""},
                   "The panel of the figure that shows this sweep.");
}

} // namespace mbl
