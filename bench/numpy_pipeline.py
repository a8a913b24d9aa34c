#!/usr/bin/env python3
"""The straightforward NumPy pipeline: what one would write first, with the same observables as mbl_gpu.

    numpy_pipeline.py LIOM_COUNT REALIZATIONS      prints {"seconds_per_realization": …, "mean_width": …, …}

Dense operators by Kronecker products (made once), numpy.linalg.eigh, a loop over window states for histograms. Threads:
whatever OPENBLAS_NUM_THREADS allows. N = 8 bubble spins, 1D exponential couplings with xi = 4.
"""
import functools
import json
import sys
import time

import numpy as np

N, XI, W = 8, 4.0, 2.6
X, Z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])


@functools.cache
def site(name, position, spins):
    operator = {"x": X, "z": Z}[name]
    return np.kron(np.kron(np.eye(2**position), operator), np.eye(2 ** (spins - position - 1)))


@functools.cache
def product(one, position, other, second, spins):
    return site(one, position, spins) @ site(other, second, spins)


def half_maximum_count(side):
    return np.count_nonzero(side >= side.max() / 2) if side.size else 0


def quartile_range(side):
    below = np.cumsum(side)
    return np.diff(np.interp([0.25 * below[-1], 0.75 * below[-1]], np.append(0, below), np.arange(len(side) + 1)))[0]


def full_width(side):
    peak, half = side.argmax(), side.max() / 2
    left, right = peak, peak
    while left > 0 and side[left - 1] >= half:
        left -= 1
    while right + 1 < len(side) and side[right + 1] >= half:
        right += 1
    return right - left + 1


def histogram(energies, elements, first, delta):
    """(k_min, thermal, typical) from the window rows [N_A, dim] of an operator's elements."""
    count = len(elements)
    k = np.floor((energies[None, :] - energies[first:first + count, None]) / delta).astype(int)
    low, bins = k.min(), k.max() - k.min() + 1
    rho = np.zeros((count, bins))
    for n in range(count):
        weight = elements[n] ** 2
        weight[first + n] = 0
        rho[n] = 2 * np.pi / delta * np.bincount(k[n] - low, weight, minlength=bins)
    return low, rho.mean(axis=0), np.exp(np.log(rho + 1e-20).mean(axis=0))


def thouless(energies, vectors, operator, first, count):
    applied = operator @ vectors
    perturbed = energies + np.einsum("ij,ij->j", vectors, applied)
    order = np.argsort(perturbed, kind="stable")
    lower, upper = order[first:first + count], order[first + 1:first + count + 1]
    element = np.abs(np.einsum("ij,ij->j", vectors[:, lower], applied[:, upper]))
    g = np.log(np.maximum(element, 1e-300)) - np.log(np.maximum(perturbed[upper] - perturbed[lower], 1e-300))
    return g.mean(), g.std(), np.histogram(g, np.linspace(-30, 10, 161))[0]


def entropy(states, place):
    """Mean over the columns of -Tr rho ln rho of one spin."""
    total = 0.0
    for state in states.T:
        halves = state.reshape(2**place, 2, -1).transpose(1, 0, 2).reshape(2, -1)
        levels = np.linalg.eigvalsh(halves @ halves.T)
        total -= sum(p * np.log(p) for p in levels if p > 0)
    return total / states.shape[1]


def realization(rng, lioms):
    spins, dim = N + lioms, 2 ** (N + lioms)
    a = rng.normal(size=(2**N, 2**N))
    a = (a + a.T) / np.sqrt(2)
    levels = np.linalg.eigvalsh(a)
    bubble = a * (W * N / (levels[-1] - levels[0]))
    h = np.kron(bubble, np.eye(2**lioms))
    for i, energy in enumerate(rng.uniform(0.5, 1.5, lioms)):
        h += energy * site("z", N + i, spins)
        h += np.exp(-i / XI) * product("x", 0, "x", N + i, spins)
    energies, vectors = np.linalg.eigh(h)

    count = round(dim / spins)
    first = (dim - count) // 2
    window = slice(first, first + count)
    gaps = np.diff(energies[window])
    ratio = np.mean(np.minimum(gaps[1:], gaps[:-1]) / np.maximum(gaps[1:], gaps[:-1]))

    delta = W * (spins - 1) / 2 ** (spins - 1)
    wide = 2 * np.sqrt(W * N / 2**N * W * spins / 2**spins)
    liom = vectors[:, window].T @ (site("x", spins - 1, spins) @ vectors)
    low, thermal, _ = histogram(energies, liom, first, delta)
    sides = thermal[-low:], thermal[:-low]
    width = sum(map(half_maximum_count, sides))
    others = [sum(map(quartile_range, sides)), sum(map(full_width, sides)), thermal.sum() ** 2 / (thermal**2).sum()]
    bath = vectors[:, window].T @ (site("x", 0, spins) @ vectors)
    _, thermal, typical = histogram(energies, bath, first, delta)
    _, _, typical_wide = histogram(energies, bath, first, wide)
    others += [typical.sum() * delta, typical_wide.sum() * wide, thermal.sum() * delta]
    for operator in (site("z", N - 1, spins), product("z", N - 1, "z", N, spins)):
        others += thouless(energies, vectors, operator, first, count)[:2]
    entropies = [entropy(vectors[:, window], place) for place in (0, N - 1, spins - 1)]
    residual = np.abs(h @ vectors[:, :2] - vectors[:, :2] * energies[:2]).max()
    return width, ratio, others, entropies, residual


def main():
    lioms, count = int(sys.argv[1]), int(sys.argv[2])
    rng = np.random.default_rng(1)
    realization(rng, lioms)  # warm-up
    start = time.perf_counter()
    results = [realization(rng, lioms) for _ in range(count)]
    seconds = (time.perf_counter() - start) / count
    print(json.dumps({"seconds_per_realization": seconds, "mean_width": float(np.mean([r[0] for r in results])),
                      "mean_entropy": float(np.mean([r[3][2] for r in results])),
                      "mean_thouless": float(np.mean([r[2][6] for r in results])), "numpy": np.__version__}))


if __name__ == "__main__":
    main()
