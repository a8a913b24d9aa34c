#!/usr/bin/env python3
"""The straightforward PyTorch pipeline: what one would write first on a GPU, with the same observables as mbl_gpu.

    torch_pipeline.py LIOM_COUNT REALIZATIONS [DEVICE]      prints {"peer": "torch", "seconds_per_realization": …}

Dense operators by Kronecker products, a loop of torch.linalg.eigh, one histogram for all window states. N = 8 bubble
spins, 1D exponential couplings with xi = 4. DEVICE: cuda where there is one, else cpu.
"""
import json
import math
import sys
import time

import torch

N, XI, W = 8, 4.0, 2.6
DEVICE = sys.argv[3] if len(sys.argv) > 3 else "cuda" if torch.cuda.is_available() else "cpu"
OPTIONS = {"dtype": torch.float64, "device": DEVICE}
X, Z = torch.tensor([[0.0, 1.0], [1.0, 0.0]], **OPTIONS), torch.diag(torch.tensor([1.0, -1.0], **OPTIONS))


def site(operator, position, spins):
    left, right = torch.eye(2**position, **OPTIONS), torch.eye(2 ** (spins - position - 1), **OPTIONS)
    return torch.kron(torch.kron(left, operator), right)


def half_maximum_count(side):
    return int((side >= side.max() / 2).sum()) if len(side) else 0


def realization(lioms):
    spins, dim = N + lioms, 2 ** (N + lioms)
    a = torch.randn((2**N, 2**N), **OPTIONS)
    a = (a + a.T) / math.sqrt(2)
    levels = torch.linalg.eigvalsh(a)
    bubble = a * (W * N / (levels[-1] - levels[0]))
    h = torch.kron(bubble, torch.eye(2**lioms, **OPTIONS))
    for i, energy in enumerate(0.5 + torch.rand(lioms, **OPTIONS)):
        h += energy * site(Z, N + i, spins)
        h += math.exp(-i / XI) * site(X, 0, spins) @ site(X, N + i, spins)
    energies, vectors = torch.linalg.eigh(h)

    count = round(dim / spins)
    first = (dim - count) // 2
    window = slice(first, first + count)
    gaps = torch.diff(energies[window])
    ratio = torch.mean(torch.minimum(gaps[1:], gaps[:-1]) / torch.maximum(gaps[1:], gaps[:-1]))

    elements = vectors[:, window].T @ (site(X, spins - 1, spins) @ vectors)
    delta = W * (spins - 1) / 2 ** (spins - 1)
    k = torch.floor((energies[None, :] - energies[window, None]) / delta).long()
    low, bins = int(k.min()), int(k.max() - k.min()) + 1
    weight = elements**2
    weight[torch.arange(count), torch.arange(first, first + count)] = 0
    rho = torch.zeros((count, bins), **OPTIONS).scatter_add_(1, k - low, 2 * math.pi / delta * weight)
    thermal = rho.mean(dim=0)
    typical = torch.exp(torch.log(rho + 1e-20).mean(dim=0))
    width = half_maximum_count(thermal[-low:]) + half_maximum_count(thermal[:-low])
    participation = thermal.sum() ** 2 / (thermal**2).sum()
    residual = (h @ vectors[:, :2] - vectors[:, :2] * energies[:2]).abs().max()
    return width, float(participation), float(ratio), float(typical.sum()), float(residual)


def main():
    lioms, count = int(sys.argv[1]), int(sys.argv[2])
    torch.manual_seed(1)
    realization(lioms)  # warm-up; every float() waits for the device
    start = time.perf_counter()
    widths = [realization(lioms)[0] for _ in range(count)]
    seconds = (time.perf_counter() - start) / count
    print(json.dumps({"peer": "torch", "version": torch.__version__, "device": DEVICE, "dim": 2 ** (N + lioms),
                      "realizations": count, "seconds_per_realization": seconds, "mean_width": sum(widths) / count}))


if __name__ == "__main__":
    main()
