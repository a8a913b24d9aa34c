#pragma once

#include "host_device.hpp"

#include <cmath>
#include <cstdint>

namespace mbl {

/// A complex number that host and device code share without a library's overflow handling.
struct Complex {
    double re = 0;
    double im = 0;
};

MBL_HD inline Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
MBL_HD inline Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
MBL_HD inline Complex operator-(Complex a) { return {-a.re, -a.im}; }
MBL_HD inline Complex operator*(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
MBL_HD inline Complex operator*(double a, Complex b) { return {a * b.re, a * b.im}; }
MBL_HD inline Complex conjugate(Complex a) { return {a.re, -a.im}; }
MBL_HD inline double norm(Complex a) { return a.re * a.re + a.im * a.im; }
MBL_HD inline double magnitude(Complex a) { return std::sqrt(norm(a)); }
MBL_HD inline Complex inverse(Complex a) {
    const double scale = 1 / norm(a);
    return {scale * a.re, -scale * a.im};
}

/// The root with a positive real part (or, on the negative axis, with the sign of the zero imaginary part).
MBL_HD inline Complex square_root(Complex a) {
    const double r = magnitude(a);
    if (r == 0) return {0, a.im};
    const double larger = std::sqrt((r + std::fabs(a.re)) / 2);
    const double smaller = std::fabs(a.im) / (2 * larger);
    return a.re >= 0 ? Complex{larger, std::copysign(smaller, a.im)} : Complex{smaller, std::copysign(larger, a.im)};
}

struct FillZeroComplex {
    Complex* data;
    MBL_HD void operator()(std::int64_t i) const { data[i] = {0, 0}; }
};

} // namespace mbl
