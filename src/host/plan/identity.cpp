#include "plan/identity.hpp"

#include <bit>
#include <fmt/format.h>
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

} // namespace

std::string identity_text(const Problem& problem) {
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
