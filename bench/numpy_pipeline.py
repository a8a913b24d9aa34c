#!/usr/bin/env python3
"""The straightforward NumPy pipeline: what one would write first, with the same observables as mbl_gpu.

    numpy_pipeline.py LIOM_COUNT REALIZATIONS      prints {"seconds_per_realization": …, "mean_width": …}

Dense operators by Kronecker products, numpy.linalg.eigh, a loop over window states for the histogram. Threads: whatever
OPENBLAS_NUM_THREADS allows. N = 8 bubble spins, 1D exponential couplings with xi = 4.
"""
import json
import sys
import time

import numpy as np

N, XI, W = 8, 4.0, 2.6
X, Z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])


def site(operator, position, spins):
    return np.kron(np.kron(np.eye(2**position), operator), np.eye(2 ** (spins - position - 1)))


def half_maximum_count(side):
    return np.count_nonzero(side >= side.max() / 2) if side.size else 0


def realization(rng, lioms):
    spins, dim = N + lioms, 2 ** (N + lioms)
    a = rng.normal(size=(2**N, 2**N))
    a = (a + a.T) / np.sqrt(2)
    levels = np.linalg.eigvalsh(a)
    bubble = a * (W * N / (levels[-1] - levels[0]))
    h = np.kron(bubble, np.eye(2**lioms))
    for i, energy in enumerate(rng.uniform(0.5, 1.5, lioms)):
        h += energy * site(Z, N + i, spins)
        h += np.exp(-i / XI) * site(X, 0, spins) @ site(X, N + i, spins)
    energies, vectors = np.linalg.eigh(h)

    count = round(dim / spins)
    first = (dim - count) // 2
    window = slice(first, first + count)
    gaps = np.diff(energies[window])
    ratio = np.mean(np.minimum(gaps[1:], gaps[:-1]) / np.maximum(gaps[1:], gaps[:-1]))

    elements = vectors[:, window].T @ (site(X, spins - 1, spins) @ vectors)
    delta = W * (spins - 1) / 2 ** (spins - 1)
    omega = energies[None, :] - energies[window, None]
    k = np.floor(omega / delta).astype(int)
    low, bins = k.min(), k.max() - k.min() + 1
    rho = np.zeros((count, bins))
    for n in range(count):
        weight = elements[n] ** 2
        weight[first + n] = 0
        rho[n] = 2 * np.pi / delta * np.bincount(k[n] - low, weight, minlength=bins)
    thermal = rho.mean(axis=0)
    typical = np.exp(np.log(rho + 1e-20).mean(axis=0))
    width = half_maximum_count(thermal[-low:]) + half_maximum_count(thermal[:-low])
    participation = thermal.sum() ** 2 / (thermal**2).sum()
    residual = np.abs(h @ vectors[:, :2] - vectors[:, :2] * energies[:2]).max()
    return width, participation, ratio, typical.sum(), residual


def main():
    lioms, count = int(sys.argv[1]), int(sys.argv[2])
    rng = np.random.default_rng(1)
    realization(rng, lioms)  # warm-up
    start = time.perf_counter()
    widths = [realization(rng, lioms)[0] for _ in range(count)]
    seconds = (time.perf_counter() - start) / count
    print(json.dumps({"seconds_per_realization": seconds, "mean_width": float(np.mean(widths)), "numpy": np.__version__}))


if __name__ == "__main__":
    main()
