#pragma once

#include "host_device.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>

/// Uniform bits to standard normals, with the same bits on every CPU and GPU.
///
/// Every floating-point operation below is +, -, *, / or sqrt in binary64, each correctly rounded to nearest
/// by IEEE 754 on x86-64, AArch64 and CUDA alike (CUDA's double division and square root are, whatever
/// -prec-div and -prec-sqrt say), or an exact conversion. Nothing comes from a mathematics library: their log
/// and sincos differ in the last bits. So the result depends on the order of operations only, and the source
/// fixes that as long as no compiler contracts a * b + c or reassociates: -ffp-contract=off, -fmad=false and
/// no -ffast-math on any target. There is no fma here: the accuracy below does without, and a CPU that lacks
/// the instruction would emulate it slowly.
///
/// The polynomials are minimax fits (Remez exchange in 200-bit arithmetic), their coefficients rounded to
/// binary64. Errors are in units in the last place of the exact value; "measured" is the largest of 6e6
/// arguments, half of them placed next to 0, 1 and the zeros of sin and cos, against 113-bit references.
namespace mbl {

/// sin and cos of one angle.
struct SinCos {
    double sin;
    double cos;
};

/// Two independent standard normals: the cosine branch of Box and Muller, and the sine branch.
struct NormalPair {
    double first;
    double second;
};

/// The 53 high bits of a word as a uniform in [0, 1): k * 2^-53. Exact: k < 2^53 is a binary64 integer, 2^-53
/// a scale.
MBL_HD inline double uniform_from_bits(std::uint64_t word) { return static_cast<double>(word >> 11) * 0x1p-53; }

/// The 53 high bits of a word as a uniform in (0, 1]: (k + 1) * 2^-53, so that its logarithm is finite.
/// Exact.
MBL_HD inline double positive_uniform_from_bits(std::uint64_t word) {
    return static_cast<double>((word >> 11) + 1) * 0x1p-53;
}

/// Natural logarithm of a finite x >= 2^-1022; error below 1 ulp (measured 0.95), log(1) = +0.
///
/// x = 2^e m with sqrt(1/2) <= m < sqrt(2), by integer operations on the bits. With f = m - 1 (exact:
/// Sterbenz), s = f / (2 + f) and z = s^2 < 0.0295: log m = 2 artanh s = 2s + s z P(z), P(z) = 2/3 + 2z/5 +
/// 2z^2/7 + ..., here of degree 6 (2^-59 of log m). Because 2s = f - s f, log m = f - s (f - z P): only a
/// small correction to an exact f is rounded. log 2 is the sum of two doubles, the first with 42 significant
/// bits, so that its product with e is exact.
MBL_HD inline double log_of_normal(double x) {
    const std::uint64_t sqrt_half_bits = 0x3fe6a09e667f3bcdU;
    std::uint64_t bits = 0;
    std::memcpy(&bits, &x, sizeof bits);
    const std::int64_t exponent = static_cast<std::int64_t>(bits - sqrt_half_bits) >> 52;
    const std::uint64_t mantissa_bits = bits - (static_cast<std::uint64_t>(exponent) << 52);
    double m = 0.0;
    std::memcpy(&m, &mantissa_bits, sizeof m);

    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double even =
        0x1.5555555555581p-1 + w * (0x1.2492493e7eb39p-2 + w * (0x1.7465c94dffb03p-3 + w * 0x1.2e9f11f26d6c2p-3));
    const double odd = 0x1.99999999846fcp-2 + w * (0x1.c71c5482d95b8p-3 + w * 0x1.39aca26912aa9p-3);
    const double correction = s * (f - z * (even + z * odd));

    const double e = static_cast<double>(exponent);
    const double ln2_high = 0x1.62e42fefa3800p-1;
    const double ln2_low = 0x1.ef35793c76730p-45;
    return e * ln2_high + (f - (correction - e * ln2_low));
}

/// sin(2 pi u) and cos(2 pi u), 0 <= u < 1; errors below 0.9 ulp (measured 0.78), next to their zeros too.
///
/// q = the quarter turn nearest to u and t = 4u - q, |t| <= 1/2: exact, because 4u is a scaling and the
/// difference needs no bit below the last one of 4u. Then, with z = t^2, sin(pi t/2) = 1.5 t + t (pi/2 - 1.5
/// + z S(z)), S of degree 5 (2^-57 of the sine; 1.5 t is exact for a u of uniform_from_bits), and cos(pi t/2)
/// = 1 - z + z (1 - pi^2/8 + z C(z)), 1 - z kept with its rounding error, the bracket of degree 6 (2^-64). So
/// the last addition makes most of the error. The quadrant at the end is an exchange and sign changes, exact.
MBL_HD inline SinCos sincos_of_turns(double u) {
    const double turns4 = 4.0 * u;
    const std::int32_t quadrant = static_cast<std::int32_t>(turns4 + 0.5);
    const double t = turns4 - static_cast<double>(quadrant);

    const double z = t * t;
    const double w = z * z;
    const double sin_even = -0x1.4abbce625be4ap-1 + w * (-0x1.32d2cce38c616p-8 + w * -0x1.e300ece27d68cp-19);
    const double sin_odd = 0x1.466bc677592f7p-4 + w * (0x1.5078306dc6f4bp-13 + w * 0x1.e41a96012f8a1p-25);
    const double half_pi_rest = 0x1.21fb54442d184p-4;
    const double sin_t = 1.5 * t + t * (half_pi_rest + z * (sin_even + z * sin_odd));

    const double cos_even =
        -0x1.de9e64df22ef3p-3 + w * (-0x1.55d3c7e3c9a63p-6 + w * (-0x1.a6d1ecfdafe69p-16 + w * -0x1.b27d819fc3d4dp-28));
    const double cos_odd = 0x1.03c1f081b5ab3p-2 + w * (0x1.e1f5068418dbbp-11 + w * 0x1.f9cc9c0a0059bp-22);
    const double leading = 1.0 - z;
    const double leading_rest = (1.0 - leading) - z;
    const double cos_t = leading + (leading_rest + z * (cos_even + z * cos_odd));

    const bool exchanged = (quadrant & 1) != 0;
    const double sin_sign = static_cast<double>(1 - (quadrant & 2));
    const double cos_sign = static_cast<double>(1 - ((quadrant + 1) & 2));
    return {sin_sign * (exchanged ? cos_t : sin_t), cos_sign * (exchanged ? sin_t : cos_t)};
}

/// Box and Muller: two independent standard normals from two independent uniform words.
///
/// radius = sqrt(-2 log u1) with u1 in (0, 1], angle = 2 pi u2 with u2 in [0, 1), 53 bits each. Error
/// below 2.5 ulp (measured 2.38). The largest magnitude is sqrt(106 log 2) = 8.57; a true normal exceeds it
/// with probability 1e-17.
MBL_HD inline NormalPair normal_pair_from_bits(std::uint64_t radius_word, std::uint64_t angle_word) {
    const double radius = std::sqrt(-2.0 * log_of_normal(positive_uniform_from_bits(radius_word)));
    const SinCos angle = sincos_of_turns(uniform_from_bits(angle_word));
    return {radius * angle.cos, radius * angle.sin};
}

} // namespace mbl
