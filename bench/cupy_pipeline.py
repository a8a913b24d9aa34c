#!/usr/bin/env python3
"""A CuPy pipeline that diagonalizes a batch of Hamiltonians in one call, with the same observables as mbl_gpu.

    cupy_pipeline.py LIOM_COUNT REALIZATIONS      prints {"peer": "cupy", "seconds_per_realization": …}

Dense operators by Kronecker products, cupy.linalg.eigh over stacked matrices (its batched eigensolver), one histogram
per realization. N = 8 bubble spins, 1D exponential couplings with xi = 4.
"""
import json
import math
import sys
import time

import cupy as cp

N, XI, W = 8, 4.0, 2.6
X, Z = cp.array([[0.0, 1.0], [1.0, 0.0]]), cp.diag(cp.array([1.0, -1.0]))


def site(operator, position, spins):
    return cp.kron(cp.kron(cp.eye(2**position), operator), cp.eye(2 ** (spins - position - 1)))


def half_maximum_count(side):
    return int(cp.count_nonzero(side >= side.max() / 2)) if side.size else 0


def hamiltonians(lioms, count):
    spins = N + lioms
    a = cp.random.standard_normal((count, 2**N, 2**N))
    a = (a + a.transpose(0, 2, 1)) / 2**0.5
    levels = cp.linalg.eigvalsh(a)
    bubbles = a * (W * N / (levels[:, -1] - levels[:, 0]))[:, None, None]
    energies = cp.random.uniform(0.5, 1.5, (count, lioms))
    h = cp.stack([cp.kron(bubble, cp.eye(2**lioms)) for bubble in bubbles])
    for i in range(lioms):
        h += energies[:, i, None, None] * site(Z, N + i, spins)
        h += math.exp(-i / XI) * (site(X, 0, spins) @ site(X, N + i, spins))
    return h


def observe(h, energies, vectors, spins):
    dim = 2**spins
    count = round(dim / spins)
    first = (dim - count) // 2
    window = slice(first, first + count)
    gaps = cp.diff(energies[window])
    ratio = cp.mean(cp.minimum(gaps[1:], gaps[:-1]) / cp.maximum(gaps[1:], gaps[:-1]))

    elements = vectors[:, window].T @ (site(X, spins - 1, spins) @ vectors)
    delta = W * (spins - 1) / 2 ** (spins - 1)
    k = cp.floor((energies[None, :] - energies[window, None]) / delta).astype(cp.int64)
    low, bins = int(k.min()), int(k.max() - k.min()) + 1
    weight = elements**2
    weight[cp.arange(count), cp.arange(first, first + count)] = 0
    place = cp.arange(count)[:, None] * bins + (k - low)
    rho = 2 * cp.pi / delta * cp.bincount(place.ravel(), weight.ravel(), minlength=count * bins).reshape(count, bins)
    thermal = rho.mean(axis=0)
    typical = cp.exp(cp.log(rho + 1e-20).mean(axis=0))
    width = half_maximum_count(thermal[-low:]) + half_maximum_count(thermal[:-low])
    participation = thermal.sum() ** 2 / (thermal**2).sum()
    residual = cp.absolute(h @ vectors[:, :2] - vectors[:, :2] * energies[:2]).max()
    return width, float(participation), float(ratio), float(typical.sum()), float(residual)


def realizations(lioms, count):
    h = hamiltonians(lioms, count)
    energies, vectors = cp.linalg.eigh(h)
    return [observe(h[i], energies[i], vectors[i], N + lioms) for i in range(count)]


def main():
    lioms, count = int(sys.argv[1]), int(sys.argv[2])
    cp.random.seed(1)
    realizations(lioms, count)  # warm-up; every float() waits for the device
    start = time.perf_counter()
    results = realizations(lioms, count)
    seconds = (time.perf_counter() - start) / count
    print(json.dumps({"peer": "cupy", "version": cp.__version__, "dim": 2 ** (N + lioms), "realizations": count,
                      "seconds_per_realization": seconds, "mean_width": sum(r[0] for r in results) / count}))


if __name__ == "__main__":
    main()
