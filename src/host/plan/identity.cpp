#include "plan/identity.hpp"

#include "ipt/impurity_problem.hpp"

#include <bit>
#include <fmt/format.h>
#include <span>
#include <xxhash.h>

namespace mbl {

namespace {

std::string bits(double value) { return fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value)); }

std::string bits(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += bits(value) + ",";
    return text;
}

std::string bubble_text(const Problem& problem) {
    const BubbleConfig& bubble = problem.model->bubble;
    const std::string w = bits(bubble.bandwidth_per_spin);
    if (bubble.ensemble == BubbleEnsemble::goe) return fmt::format("goe N={} w={}", problem.bubble_spins, w);
    return fmt::format("explicit N={} w={} H={}", problem.bubble_spins, w, hash_hex(bits(bubble.matrix)));
}

std::string liom_text(const Problem& problem) {
    const ModelConfig& model = *problem.model;
    const auto count = static_cast<std::ptrdiff_t>(problem.liom_count);
    std::string law;
    for (const CouplingTerm& term : problem.law) law += bits(term.amplitude) + "*" + bits(term.exponent) + ",";
    if (problem.liom_count == 0) return "M=0";
    if (!model.lioms.energy.empty()) {
        const std::vector<double> used(model.lioms.energy.begin(), model.lioms.energy.begin() + count);
        return fmt::format("M={} eps={} V={}", count, bits(used), law);
    }
    return fmt::format("M={} eps in [{},{}] V={}", count, bits(model.liom_energy_range[0]),
                       bits(model.liom_energy_range[1]), law);
}

/// Long lists by the hash of their bytes.
template <class Value>
std::string list_text(const std::vector<Value>& values) {
    static_assert(std::endian::native == std::endian::little); // or identities would depend on the machine
    const auto bytes = std::as_bytes(std::span(values));
    return hash_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string bath_text(const ImpurityProblem& p) {
    const std::string couplings = p.geometry == BathGeometry::explicit_couplings
                                      ? "V=" + list_text(p.explicit_coupling)
                                      : fmt::format("V={} xi={}", bits(p.coupling), bits(p.localization_length));
    return fmt::format("{} M={} {} n_L={} rule={} eps={} seed={}", to_string(p.geometry), p.liom_count, couplings,
                       bits(p.liom_density), to_string(p.layer_rule),
                       p.explicit_energy.empty() ? "drawn" : list_text(p.explicit_energy), p.seed);
}

std::string impurity_text(const ImpurityProblem& p) {
    constexpr int format = 1; // raised when the meaning of a stored number changes
    return fmt::format("mbl_gpu ipt {} | t={} U={} T={} N={} W={} | {} | grid={}/{} tolerance={} iterations={} | "
                       "frequencies={} lioms={} | solver=ipt-quadratic | draws=philox4x32-10/1",
                       format, bits(p.hopping), bits(p.interaction), bits(p.temperature), p.bubble_sites,
                       bits(p.liom_bandwidth), bath_text(p), bits(p.grid.frequency_max), p.grid.frequency_count,
                       bits(p.grid.tolerance), p.grid.iteration_limit, list_text(p.plot_frequency),
                       list_text(p.plot_lioms));
}

} // namespace

std::string identity_text(const Problem& problem) {
    if (problem.impurity) return impurity_text(*problem.impurity);
    constexpr int format = 2; // raised when the meaning of a stored number changes
    return fmt::format("mbl_gpu ed {} | {} | {} | seed={} | bin={} | block={} | solver=syevd | draws=philox4x32-10/1",
                       format, bubble_text(problem), liom_text(problem), problem.disorder_seed, bits(problem.bin_width),
                       problem.block_size);
}

std::string hash_hex(std::string_view text) {
    const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::uint64_t hash_seed(std::uint64_t seed, std::string_view text) {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

} // namespace mbl
