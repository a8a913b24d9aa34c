#!/usr/bin/env python3
"""The impurity model's iteration on the real axis for many points at once, in straightforward PyTorch.

    torch_impurity.py LIOM_COUNT POINTS [DEVICE]      prints {"peer": "torch", "points_iterations_per_second": …}

Fig. 6's parameters at V = 1.5, one seed per point (the program's own draws), N_omega = 2^14, eta = 2h inside G_a. The LIOM sum
is a tensor [points, frequencies, LIOMs] in pieces that fit into memory; the convolutions are one batched FFT. DEVICE: cuda
where there is one, else cpu.
"""
import json
import math
import sys
import time

import numpy as np

from impurity_bath import layer_couplings, liom_energies

try:
    import torch
except ImportError:
    sys.exit("torch_impurity.py: PyTorch is missing; pip install torch")

T, U, TEMPERATURE, SITES, BANDWIDTH, COUPLING, LENGTH = 1.0, 2.0, 2.0, 30, 2.0, 1.5, 10.0
FREQUENCY_MAX, FREQUENCIES, TOLERANCE, LIMIT = 16.0, 2**14, 1e-10, 200
DEVICE = sys.argv[3] if len(sys.argv) > 3 else "cuda" if torch.cuda.is_available() else "cpu"
PIECE = 1 << 26 if DEVICE.startswith("cuda") else 1 << 20  # complex numbers in flight
REAL = {"dtype": torch.float64, "device": DEVICE}


def quadratic(b):
    """The root of t^2 G^2 - b G + 1 = 0 with Im G <= 0."""
    b = torch.complex(b.real, b.imag.abs())
    return 2 / (b + torch.sqrt(b - 2 * T) * torch.sqrt(b + 2 * T))


class Points:
    """State of a batch: G [points, frequencies]."""

    def __init__(self, lioms, points):
        self.h = 2 * FREQUENCY_MAX / FREQUENCIES
        self.w = -FREQUENCY_MAX + self.h * torch.arange(FREQUENCIES, **REAL)
        energies = np.stack([liom_energies(lioms, BANDWIDTH, seed) for seed in range(1, points + 1)])
        self.energy = torch.tensor(energies, **REAL)
        self.v2 = torch.tensor(layer_couplings(lioms, COUPLING, LENGTH) ** 2, **REAL)
        self.z_liom = (self.w + (2j * self.h if lioms else 0j))[None, :, None]
        self.below = torch.sigmoid(-self.w / TEMPERATURE)
        k = torch.fft.ifftshift(torch.arange(-FREQUENCIES, FREQUENCIES, **REAL))
        odd = k.remainder(2) != 0
        self.kernel = torch.fft.rfft(torch.where(odd, 2 / torch.where(odd, k, torch.ones_like(k)), torch.zeros_like(k)))
        self.G = quadratic(self.w + 0j).repeat(points, 1)

    def liom_sum(self):
        total = torch.zeros_like(self.G)
        step = max(1, PIECE // self.G.numel())
        for first in range(0, len(self.v2), step):
            part = slice(first, first + step)
            v2 = self.v2[part]
            green = 1 / (self.z_liom - self.energy[:, None, part] - math.sqrt(SITES) * v2 * self.G[:, :, None])
            total += green @ (v2 / math.sqrt(SITES)).to(green.dtype)
        return total

    def self_energy(self, weiss):
        n = FREQUENCIES
        rho = -weiss.imag / math.pi
        plus, minus = torch.fft.rfft(rho * self.below, 2 * n), torch.fft.rfft(rho * (1 - self.below), 2 * n)
        spectral = torch.fft.irfft(plus * plus * minus.conj() + minus * minus * plus.conj(), 2 * n)[:, :n]
        spectral = (U * self.h) ** 2 * spectral.clamp(min=0)
        real = torch.fft.irfft(torch.fft.rfft(spectral, 2 * n) * self.kernel, 2 * n)[:, :n]
        return torch.complex(real, -math.pi * spectral)

    def iterate(self):
        total = self.liom_sum()
        new = quadratic(self.w - total - self.self_energy(1 / (self.w - T * T * self.G - total)))
        residual = float((new - self.G).abs().max())
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
    print(json.dumps({"peer": "torch", "version": torch.__version__, "device": DEVICE, "liom_count": lioms,
                      "points": points, "iterations": iterations, "residual": residual, "sum_rule": sum_rule,
                      "seconds": seconds, "points_iterations_per_second": points * iterations / seconds}))


if __name__ == "__main__":
    main()
