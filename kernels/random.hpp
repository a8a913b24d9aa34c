#pragma once

#include "host_device.hpp"
#include "normal_transform.hpp"

#include <Random123/philox.h>

#include <cstdint>

/// Addressed randomness: a draw is a pure function of where it is used, never of what was drawn before it, on
/// which device, in which batch or order. The generator is Random123's Philox4x32-10; CPU and GPU give the
/// same bits.
namespace mbl {

/// What a draw is for. The only list of stream ids; an id is never reused or renumbered, at most 255.
/// One kind of draw per stream: uniform(a) and normal(a) come from the same bits.
enum class Stream : std::uint32_t {
    bubble = 1,      ///< normal: elements of the bubble's GOE matrix, by packed_lower_index
    liom_energy = 2, ///< uniform: eps_a, by the 0-based LIOM index
    probe = 3,       ///< uniform: random signs of the numerical gate's probe vectors
};

/// Where a draw is used. Distinct addresses get distinct random words for realization < 2^56 and any seed and
/// element; a higher realization is taken modulo 2^56. Use element < 2^48 and realization < 2^40 to leave
/// room.
struct DrawAddress {
    std::uint64_t seed;
    Stream stream;
    std::uint64_t realization;
    std::uint64_t element;
};

/// The 128 bits of one generator call.
struct DrawWords {
    std::uint64_t first;
    std::uint64_t second;
};

/// The words of elements 2k (first) and 2k + 1 (second), for either of them as the address.
///
/// Layout, low 32-bit word first. Key: seed. Counter: k = element / 2 in words 0 and 1, realization bits
/// 0..31 in word 2, realization bits 32..55 in bits 0..23 and the stream in bits 24..31 of word 3. A key's
/// counters are permuted, so no two addresses of one seed share their 128 bits. Output words 0, 1 make the
/// first word, 2, 3 the second.
MBL_HD inline DrawWords draw_words(const DrawAddress& address) {
    const std::uint64_t call = address.element >> 1;
    const std::uint32_t realization_high = static_cast<std::uint32_t>(address.realization >> 32) & 0x00ffffffU;
    const r123::Philox4x32::key_type key = {
        {static_cast<std::uint32_t>(address.seed), static_cast<std::uint32_t>(address.seed >> 32)}};
    const r123::Philox4x32::ctr_type counter = {
        {static_cast<std::uint32_t>(call), static_cast<std::uint32_t>(call >> 32),
         static_cast<std::uint32_t>(address.realization),
         (static_cast<std::uint32_t>(address.stream) << 24) | realization_high}};
    const r123::Philox4x32::ctr_type out = r123::Philox4x32()(counter, key);
    return {out.v[0] | (static_cast<std::uint64_t>(out.v[1]) << 32),
            out.v[2] | (static_cast<std::uint64_t>(out.v[3]) << 32)};
}

/// 64 uniform bits.
MBL_HD inline std::uint64_t bits(const DrawAddress& address) {
    const DrawWords words = draw_words(address);
    return (address.element & 1) != 0 ? words.second : words.first;
}

/// Uniform in [0, 1), a multiple of 2^-53.
MBL_HD inline double uniform(const DrawAddress& address) { return uniform_from_bits(bits(address)); }

/// The standard normals of elements 2k (first) and 2k + 1 (second) for the price of one; the address names
/// either.
MBL_HD inline NormalPair normal_pair(const DrawAddress& address) {
    const DrawWords words = draw_words(address);
    return normal_pair_from_bits(words.first, words.second);
}

/// Standard normal: elements 2k and 2k + 1 are the cosine and sine branch of one Box-Muller pair.
MBL_HD inline double normal(const DrawAddress& address) {
    const NormalPair pair = normal_pair(address);
    return (address.element & 1) != 0 ? pair.second : pair.first;
}

} // namespace mbl
