#pragma once

#include "config/describe_common.hpp"

#include <array>

/// The config of exact diagonalization, described once. describe(visitor, object) calls, key by key,
///     visitor.required(key, target, kind, doc)   or   visitor.optional(key, target, kind, doc)
/// where `target` is the member that the key sets (its default, if the object is fresh), `kind`
/// (field_kinds.hpp) what is accepted, and `doc` the text for the schema. Rules between several keys are in
/// rules.cpp.
namespace mbl {

inline constexpr fields::Constant goe_bubble_kind{.value = "goe_bubble", .advice = model_advice};

/// What exact diagonalization can be drawn as.
inline constexpr std::array goe_bubble_figures{Figure::fig3,   Figure::fig4,   Figure::fig5,  Figure::fig_s1,
                                               Figure::fig_s2, Figure::fig_s3, Figure::fig_s4};

inline constexpr fields::Integer<int> any_liom_count{
    .lowest = 0, .highest = limits::largest_liom_count, .advice = "write a number of LIOMs, for example 4"};

/// What is asked of H_b, in the config and in a file.
inline constexpr fields::SymmetricMatrix bubble_matrix{
    .smallest = 2,
    .largest = std::size_t{1} << static_cast<unsigned>(limits::largest_bubble_spins),
    .advice = "write rows, for example [[0.1, 0.2], [0.2, -0.1]], or { \"file\": \"bubble.npy\" }"};

/// Target of a key that takes the rows of a matrix or names the file with them.
struct MatrixTarget {
    std::vector<double>& rows;
    MatrixFile& source;
};

template <class Visitor>
void describe(Visitor& visit, MatrixFile& source) {
    visit.required("file", source.file,
                   fields::Text{.alphabet = fields::Alphabet::printable,
                                .shortest = 1,
                                .longest = 4096,
                                .advice = "write the path of a .npy or HDF5 file, for example \"bubble.npy\""},
                   "A .npy or HDF5 file; a relative path starts at the config's folder.");
    visit.optional("dataset", source.dataset,
                   fields::Text{.alphabet = fields::Alphabet::printable,
                                .shortest = 1,
                                .longest = 1024,
                                .advice = "write the dataset's path inside the HDF5 file, for example \"/H\""},
                   "The dataset's path inside an HDF5 file, required there and not allowed for .npy.");
}

template <class Visitor>
void describe(Visitor& visit, BubbleConfig& bubble) {
    visit.optional(
        "ensemble", bubble.ensemble, fields::Choice{},
        "goe: H_b is drawn, a GOE matrix scaled to the bandwidth. explicit: H_b is `matrix`, used as given.");
    visit.optional("spins", bubble.spins,
                   fields::Integer<int>{.lowest = 1,
                                        .highest = limits::largest_bubble_spins,
                                        .advice = "write the number of bubble spins, for example 8"},
                   "N, the number of bubble spins. An explicit matrix implies it.");
    visit.optional("bandwidth_per_spin", bubble.bandwidth_per_spin,
                   fields::Number{.above = 0.0,
                                  .at_most = limits::largest_energy,
                                  .advice = "write a positive energy, for example 2.6"},
                   "w. A drawn H_b has E_max - E_min = w N; the nominal level spacing is w (N+M-1)/2^(N+M-1) "
                   "in every ensemble.");
    MatrixTarget matrix{bubble.matrix, bubble.matrix_file};
    visit.optional("matrix", matrix, bubble_matrix,
                   "H_b by rows, exactly symmetric, 2^N x 2^N, in the basis kron(sigma_1 ... sigma_N) with bit 0 = up; "
                   "or the file that holds it. With ensemble explicit only.");
}

template <class Visitor>
void describe(Visitor& visit, LiomConfig& lioms) {
    const fields::List<fields::Number> list{
        .entry = any_energy,
        .shortest = 1,
        .longest = static_cast<std::size_t>(limits::largest_liom_count),
        .advice = "write one number for each LIOM, for example [0.7, 1.2], or remove the key"};
    visit.optional("energy", lioms.energy, list,
                   "eps_a of LIOM a = 1, 2, ..., used in every realization instead of draws.");
    visit.optional("coupling", lioms.coupling, list, "V_a of LIOM a = 1, 2, ..., for geometry explicit.");
}

template <class Visitor>
void describe(Visitor& visit, ModelConfig& model) {
    fields::Untargeted kind;
    visit.required("kind", kind, goe_bubble_kind, "goe_bubble: exact diagonalization of a bubble coupled to LIOMs.");
    visit.optional("bubble", model.bubble, fields::Object{.advice = "write { \"spins\": 8 }"}, "The ergodic bubble.");
    visit.optional("liom_energy_range", model.liom_energy_range,
                   fields::Interval{.end = any_energy, .advice = "write [low, high], for example [0.5, 1.5]"},
                   "eps_a is drawn uniformly from low to high.");
    visit.optional("lioms", model.lioms, fields::Object{.advice = "write { \"energy\": [0.7, 1.2] }"},
                   "LIOM energies and couplings given by hand.");
}

template <class Visitor>
void describe(Visitor& visit, SweepConfig& sweep) {
    describe_panel(visit, sweep.panel);
    visit.optional("geometry", sweep.geometry,
                   fields::OneOrMore<fields::Choice>{.entry = {}, .longest = limits::longest_list},
                   "Coupling law: V1 exp(-(a-1)/xi), V1 exp(-sqrt(a-1)/xi), V1 exp(-(n-1)/xi) with layer n of LIOM a, "
                   "or model.lioms.coupling.");
    visit.optional("coupling", sweep.coupling,
                   fields::OneOrMore<fields::Number>{.entry = {.at_least = 0.0,
                                                               .at_most = limits::largest_energy,
                                                               .advice = "write a coupling V1 >= 0, for example 1.0"},
                                                     .longest = limits::longest_list},
                   "V1, the coupling of the first LIOM.");
    visit.optional("localization_length", sweep.localization_length,
                   fields::OneOrMore<fields::Number>{.entry = positive_length, .longest = limits::longest_list},
                   "xi, in lattice spacings.");
    visit.optional("liom_count", sweep.liom_count,
                   fields::OneOrMore<fields::Integer<int>>{.entry = any_liom_count, .longest = limits::longest_list},
                   "M, the number of LIOMs coupled to the bubble.");
}

template <class Visitor>
void describe(Visitor& visit, SpectralConfig& spectral) {
    visit.optional("bin_width", spectral.bin_width,
                   fields::Nullable<fields::Number>{
                       {.above = 0.0, .advice = "write a positive energy, or null for the nominal level spacing"}},
                   "Bin of the stored spectral curves, never of widths or integrals; null: the nominal level spacing.");
}

template <class Visitor>
void describe(Visitor& visit, Config& config) {
    describe_campaign(visit, config, {.among = goe_bubble_figures, .because = "where model.kind is \"goe_bubble\""});
    visit.required("model", config.model, fields::Object{.advice = model_advice}, "What is solved.");
    visit.required(
        "sweeps", config.sweeps,
        fields::ObjectList{.longest = limits::longest_list,
                           .advice = "write a list of sweeps, for example [{ \"geometry\": \"1d_exponential\" }]"},
        "What is varied: each sweep is the product of its lists, nested in the order geometry, coupling, "
        "localization_length, liom_count.");
    visit.optional(
        "realizations", config.realizations,
        fields::CountsByLiom{.liom_count = any_liom_count,
                             .count = {.lowest = 1,
                                       .highest = 1'000'000'000,
                                       .advice = "write a number of realizations, for example 100"},
                             .advice = "write 100, or { \"1\": 4000, \"2\": 3000 }"},
        "Disorder realizations per point: one number, or one per LIOM count. Default: the paper's, for M = 0 "
        "to 6.");
    visit.optional("shared_disorder", config.shared_disorder, fields::Flag{},
                   "true: realization r is the same draw at every point. false: every point has its own draws.");
    visit.optional("spectral", config.spectral, fields::Object{.advice = "write { \"bin_width\": null }"},
                   "Stored spectral curves.");
    visit.optional("theory", config.theory, fields::Choice{},
                   "Exponent of Eq. (7): implied by V_M, or as printed in the paper.");
    describe_profiles(visit);
}

} // namespace mbl
