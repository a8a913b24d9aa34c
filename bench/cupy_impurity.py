#!/usr/bin/env python3
"""The impurity model's iteration on the real axis for many points at once, in straightforward CuPy.

    cupy_impurity.py LIOM_COUNT POINTS      prints {"peer": "cupy", "points_iterations_per_second": …}

Fig. 6's parameters at V = 1.5, one seed per point (the program's own draws), N_omega = 2^14, eta = 2h inside G_a. The LIOM sum
is an array [points, frequencies, LIOMs] in pieces that fit into memory; the convolutions are one batched FFT.
"""
import json
import math
import sys
import time

import numpy as np

from impurity_bath import layer_couplings, liom_energies

try:
    import cupy as cp
except ImportError:
    sys.exit("cupy_impurity.py: CuPy is missing; pip install cupy-cuda12x (or cupy-cuda13x), or take torch_impurity.py")

T, U, TEMPERATURE, SITES, BANDWIDTH, COUPLING, LENGTH = 1.0, 2.0, 2.0, 30, 2.0, 1.5, 10.0
FREQUENCY_MAX, FREQUENCIES, TOLERANCE, LIMIT = 16.0, 2**14, 1e-10, 200
PIECE = 1 << 26  # complex numbers in flight


def quadratic(b):
    """The root of t^2 G^2 - b G + 1 = 0 with Im G <= 0."""
    b = b.real + 1j * cp.abs(b.imag)
    return 2 / (b + cp.sqrt(b - 2 * T) * cp.sqrt(b + 2 * T))


class Points:
    """State of a batch: G [points, frequencies]."""

    def __init__(self, lioms, points):
        self.h = 2 * FREQUENCY_MAX / FREQUENCIES
        self.w = -FREQUENCY_MAX + self.h * cp.arange(FREQUENCIES)
        energies = np.stack([liom_energies(lioms, BANDWIDTH, seed) for seed in range(1, points + 1)])
        self.energy = cp.asarray(energies)
        self.v2 = cp.asarray(layer_couplings(lioms, COUPLING, LENGTH) ** 2)
        self.z_liom = (self.w + 2j * self.h if lioms else self.w + 0j)[None, :, None]
        self.below = 0.5 * (1 - cp.tanh(self.w / TEMPERATURE / 2))
        k = cp.fft.ifftshift(cp.arange(-FREQUENCIES, FREQUENCIES))
        self.kernel = cp.fft.rfft(cp.where(k % 2 != 0, 2 / cp.where(k != 0, k, 1), 0.0))
        self.G = cp.tile(quadratic(self.w + 0j), (points, 1))

    def liom_sum(self):
        total = cp.zeros_like(self.G)
        step = max(1, PIECE // self.G.size)
        for first in range(0, len(self.v2), step):
            part = slice(first, first + step)
            v2 = self.v2[part]
            green = 1 / (self.z_liom - self.energy[:, None, part] - math.sqrt(SITES) * v2 * self.G[:, :, None])
            total += green @ (v2 / math.sqrt(SITES)).astype(complex)
        return total

    def self_energy(self, weiss):
        n = FREQUENCIES
        rho = -weiss.imag / math.pi
        plus, minus = cp.fft.rfft(rho * self.below, 2 * n), cp.fft.rfft(rho * (1 - self.below), 2 * n)
        spectral = cp.fft.irfft(plus * plus * minus.conj() + minus * minus * plus.conj(), 2 * n)[:, :n]
        spectral = (U * self.h) ** 2 * cp.maximum(spectral, 0)
        real = cp.fft.irfft(cp.fft.rfft(spectral, 2 * n) * self.kernel, 2 * n)[:, :n]
        return real - 1j * math.pi * spectral

    def iterate(self):
        total = self.liom_sum()
        new = quadratic(self.w - total - self.self_energy(1 / (self.w - T * T * self.G - total)))
        residual = float(cp.abs(new - self.G).max())
        self.G = new
        return residual


def main():
    lioms, points = int(sys.argv[1]), int(sys.argv[2])
    Points(lioms, points).iterate()  # warm-up; every float() waits for the device
    batch = Points(lioms, points)
    start, iterations, residual = time.perf_counter(), 0, math.inf
    while residual > TOLERANCE and iterations < LIMIT:
        residual, iterations = batch.iterate(), iterations + 1
    seconds = time.perf_counter() - start
    sum_rule = float(-batch.G[0].imag.sum() * batch.h / math.pi)
    print(json.dumps({"peer": "cupy", "version": cp.__version__, "liom_count": lioms, "points": points,
                      "iterations": iterations, "residual": residual, "sum_rule": sum_rule, "seconds": seconds,
                      "points_iterations_per_second": points * iterations / seconds}))


if __name__ == "__main__":
    main()
