#!/usr/bin/env python3
"""The impurity model (Sec. IV, Eqs. 10-19) by iterated perturbation theory in straightforward NumPy: a peer to time mbl_gpu
against, and an independent reference for its numbers.

    numpy_impurity.py [--coupling 0.5] [--interaction 2] [--liom-count 55] ... [--liom-energy E,E,... --liom-coupling V,V,...]

prints one JSON object: the columns of ipt_summary.csv, then the arrays (frequency, spectral_function, matsubara_green …).
"""
import argparse
import dataclasses
import json
import math
import sys
import time

import numpy as np

from impurity_bath import layer_couplings, liom_energies
from impurity_equations import Model, fermi, follow_eta, liom_sum, newton, quadratic, self_energy
from impurity_matsubara import Matsubara


def solve_grid(model, w, eta, tolerance, limit, start=None):
    """The real-axis iteration with eta inside G_a. Returns a dict: G, sigma, iterations, residual."""
    z = w + 0j
    if model.U == 0:
        G, residual, taken = follow_eta(model, z, np.zeros(len(w)), eta)
        return {"G": G, "sigma": np.zeros(len(w), complex), "iterations": int(taken.max()), "residual": residual.max()}
    G = quadratic(model.t, z) if start is None else start
    residual, iteration = np.inf, 0
    while residual > tolerance and iteration < limit:  # ends where the residual is NaN: a pole narrower than the grid
        total = liom_sum(model, z + 1j * eta, G)
        sigma = self_energy(model, w, 1 / (z - model.t**2 * G - total))
        with np.errstate(over="ignore", invalid="ignore"):
            new = quadratic(model.t, z - total - sigma)
        residual, G, iteration = np.abs(new - G).max(), new, iteration + 1
    return {"G": G, "sigma": sigma, "iterations": iteration, "residual": residual}


def solve_twin(model, eta, tolerance=2e-13, limit=1000):
    """The Matsubara iteration with i omega_n + i eta inside G_a, omega_n > 0. Returns a dict: axis, G, sigma, tail,
    iterations, residual."""
    axis = Matsubara(model.T)
    if model.U == 0:
        G, residual, taken = follow_eta(model, axis.z, np.zeros(axis.count), eta)
        return {"axis": axis, "G": G, "sigma": np.zeros(axis.count, complex), "tail": [0.0, 0.0, 0.0],
                "iterations": int(taken.max()), "residual": residual.max()}
    G = quadratic(model.t, axis.z)
    residual, iteration = np.inf, 0
    while residual > tolerance and iteration < limit:
        total = liom_sum(model, axis.z + 1j * eta, G)
        sigma, tail = axis.self_energy(model, 1 / (axis.z - model.t**2 * G - total))
        new = quadratic(model.t, axis.z - total - sigma)
        residual, G, iteration = np.abs(new - G).max(), new, iteration + 1
    return {"axis": axis, "G": G, "sigma": sigma, "tail": tail, "iterations": iteration, "residual": residual}


def narrowest_width(model, w, G):
    if not len(model.energy):
        return math.nan
    inside = np.interp(model.energy, w, -G.imag)
    return float(np.min(model.feedback * inside))


def solve_with_eta_rule(model, w, tolerance, limit):
    """eta = 2h; 0 where the narrowest width is at least 4h and stays above 3h. Returns (eta, width, solve, all tries)."""
    h = w[1] - w[0]
    if not len(model.energy):
        return 0.0, math.nan, solve_grid(model, w, 0.0, tolerance, limit), []
    kept = solve_grid(model, w, 2 * h, tolerance, limit)
    width = narrowest_width(model, w, kept["G"])
    tries = [{"eta": 2 * h, "width": width, "iterations": kept["iterations"]}]
    if width >= 4 * h:
        again = solve_grid(model, w, 0.0, tolerance, limit)
        width_again = narrowest_width(model, w, again["G"])
        tries.append({"eta": 0.0, "width": width_again, "iterations": again["iterations"]})
        if width_again >= 3 * h and again["residual"] <= tolerance:
            return 0.0, width_again, again, tries
    return 2 * h, width, kept, tries


def cubic(w, values, x):
    """Four-point Lagrange interpolation on an even grid."""
    h = w[1] - w[0]
    i = np.clip(np.floor((x - w[0]) / h).astype(int), 1, len(w) - 3)
    s = (x - w[i]) / h
    return (-s * (s - 1) * (s - 2) / 6 * values[i - 1] + (s + 1) * (s - 1) * (s - 2) / 2 * values[i]
            - (s + 1) * s * (s - 2) / 2 * values[i + 1] + (s + 1) * s * (s - 1) / 6 * values[i + 2])


def pointwise(model, w, solve, x):
    """G at eta = 0 on any frequencies x, Sigma2 interpolated from the grid. Returns (G, residual, points followed)."""
    z = x + 0j
    if solve is not None and not np.isfinite(solve["residual"]):
        return np.full(len(x), complex(math.nan, math.nan)), np.full(len(x), math.nan), 0
    if model.U == 0:
        G, residual, _ = follow_eta(model, z, np.zeros(len(x)))
        return G, residual, len(x)
    sigma = cubic(w, solve["sigma"], x)
    sigma = sigma.real + 1j * np.minimum(sigma.imag, 0)
    G, residual, _ = newton(model, z, z, sigma, np.interp(x, w, solve["G"].real) + 1j * np.interp(x, w, solve["G"].imag),
                            1e-14, 40)
    bad = np.flatnonzero((residual > 1e-12) | (G.imag > 0))
    if len(bad):
        G[bad], residual[bad], _ = follow_eta(model, z[bad], sigma[bad])
    return G, residual, len(bad)


def continued(w, G, z):
    """The retarded G continued to z in the upper half plane by its spectral function."""
    rho = -G.imag / np.pi
    return np.array([np.sum(rho / (point - w)) for point in z]) * (w[1] - w[0])


def fillings(model, twin):
    """n of the bubble and n_a [M], from sums over i omega_n without eta; what lies beyond the last one by its tail."""
    axis, G = twin["axis"], twin["G"]
    cut = 2 * np.pi * model.T * axis.count  # midpoint rule: T sum_{omega_n > cut} -> integral from cut over 2 pi
    m3 = model.third_moment + twin["tail"][1]
    bubble = 0.5 + 2 * model.T * float(np.sum(G.real)) + m3 / (3 * np.pi * cut**3)
    lioms = np.empty(len(model.energy))
    for a, (energy, feedback) in enumerate(zip(model.energy, model.feedback)):
        more = np.sum((1 / (axis.z - energy - feedback * G) - 1 / (axis.z - energy)).real)
        lioms[a] = fermi(energy / model.T) + 2 * model.T * more + 2 * energy * feedback / (3 * np.pi * cut**3)
    return bubble, lioms


def default_plot_frequencies(bandwidth):
    edge = bandwidth if bandwidth > 4 else 4.0
    return np.linspace(-edge, edge, 3201) + 1e-4 * math.sqrt(2)


def distances(rho, free):
    shape = np.abs(rho / rho.sum() - free / free.sum()).sum()

    def fine(values):
        mean = np.convolve(values, np.ones(81) / 81, mode="same")
        with np.errstate(divide="ignore", invalid="ignore"):
            return (values / mean - 1)[50:-50]

    correlation = math.nan
    if len(rho) > 102:
        a, b = fine(rho), fine(free)
        a, b = a - a.mean(), b - b.mean()
        norm = math.sqrt(np.sum(a * a) * np.sum(b * b))
        correlation = float(np.sum(a * b) / norm) if norm > 0 else math.nan
    return {"distance_to_free": float(np.abs(rho - free).sum() / free.sum()), "shape_distance_to_free": float(shape),
            "shape_correlation": correlation}


def solver_grid(model, frequency_max, frequency_count):
    """[-max, max) with `count` points; twice both where S = sum V_a^2 / sqrt N > 4."""
    factor = 2 if model.strength > 4 else 1
    n, top = factor * frequency_count, factor * frequency_max
    return -top + (2 * top / n) * np.arange(n)


def solve_point(model, bandwidth, frequency_max=16.0, frequency_count=16384, tolerance=1e-10, limit=200, plot=None,
                plot_lioms=(), with_distances=True):
    """Everything DESIGN's definitions tell of one point, as a dict of numbers and arrays."""
    seconds = {}
    clock = time.perf_counter()

    def lap(name):
        nonlocal clock
        now = time.perf_counter()
        seconds[name] = seconds.get(name, 0.0) + now - clock
        clock = now

    w = solver_grid(model, frequency_max, frequency_count)
    h = w[1] - w[0]
    eta, width, solve, tries = solve_with_eta_rule(model, w, tolerance, limit)
    lap("grid")
    plain = solve_twin(model, 0.0)
    twin = solve_twin(model, eta) if eta > 0 else plain
    at = continued(w, solve["G"], twin["axis"].z[:20])
    mismatch = float(np.abs(at - twin["G"][:20]).max())
    bias = float(np.abs(at - plain["G"][:20]).max()) if eta > 0 else 0.0
    filling, liom_filling = fillings(model, plain)
    lap("twin")

    plot = default_plot_frequencies(bandwidth) if plot is None else np.asarray(plot, float)
    G, plot_residual, followed = pointwise(model, w, solve, plot)
    rho_a = {str(a): (-(1 / (plot - model.energy[a] - model.feedback[a] * G)).imag / np.pi) for a in plot_lioms}
    lap("pointwise")
    result = {"coupling": None, "interaction": model.U, "temperature": model.T, "bubble_sites": model.N,
              "liom_count": len(model.energy), "hopping": model.t, "iterations": solve["iterations"],
              "converged": bool(solve["residual"] <= tolerance and plain["residual"] <= 1e-12
                                and (model.U == 0 or mismatch <= (5e-8 if eta > 0 else 1e-8))),
              "residual": float(solve["residual"]), "sum_rule": float(h * np.sum(-solve["G"].imag) / np.pi),
              "filling": filling, "matsubara_mismatch": mismatch, "eta_bias": bias, "narrowest_width": width, "eta": eta,
              "step": h, "distance_to_free": math.nan, "shape_distance_to_free": math.nan, "shape_correlation": math.nan}
    if with_distances:
        x = default_plot_frequencies(bandwidth)
        x = x[np.abs(x) < bandwidth]
        free_model = dataclasses.replace(model, U=0.0)
        here, _, _ = pointwise(model, w, solve, x)
        free, _, _ = pointwise(free_model, w, None, x)
        result |= distances(-here.imag / np.pi, -free.imag / np.pi)
        lap("distances")
    return result | {
        "frequency": w, "spectral_function": -solve["G"].imag / np.pi, "plot_frequency": plot,
        "plot_spectral_function": -G.imag / np.pi, "liom_spectral_function": rho_a,
        "matsubara_frequency": plain["axis"].omega, "matsubara_green": plain["G"], "matsubara_self_energy": plain["sigma"],
        "liom_energy": model.energy, "liom_coupling": model.coupling, "liom_filling": liom_filling,
        "self_energy": solve["sigma"], "plot_residual": float(plot_residual.max(initial=0)), "plot_followed": followed,
        "twin_iterations": plain["iterations"], "twin_residual": float(plain["residual"]), "tries": tries,
        "seconds": seconds}


def as_json(value):
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return as_json(value.tolist())
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, complex):
        return [as_json(value.real), as_json(value.imag)]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value


def numbers(text):
    return [float(word) for word in text.split(",") if word]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--hopping", type=float, default=1.0)
    add("--interaction", type=float, default=2.0)
    add("--temperature", type=float, default=2.0)
    add("--bubble-sites", type=int, default=30)
    add("--coupling", type=float, default=0.5)
    add("--localization-length", type=float, default=10.0)
    add("--liom-density", type=float, default=1.0)
    add("--layer-rule", choices=["n", "n-1"], default="n")
    add("--liom-bandwidth", type=float, default=2.0)
    add("--liom-count", type=int, default=55)
    add("--seed", type=int, default=1)
    add("--liom-energy", type=numbers, help="eps_a, comma separated; else drawn")
    add("--liom-coupling", type=numbers, help="V_a, comma separated; else of the layers")
    add("--frequency-max", type=float, default=16.0)
    add("--frequency-count", type=int, default=16384)
    add("--tolerance", type=float, default=1e-10)
    add("--iteration-limit", type=int, default=200)
    add("--plot-frequency", type=numbers, help="where the plotted rho is evaluated; else the default of 3201")
    add("--summary", action="store_true", help="numbers only, no arrays")
    a = parser.parse_args()
    if a.liom_energy is not None or a.liom_coupling is not None:
        a.liom_count = len(a.liom_energy if a.liom_energy is not None else a.liom_coupling)
    energy = liom_energies(a.liom_count, a.liom_bandwidth, a.seed) if a.liom_energy is None else np.array(a.liom_energy)
    explicit = a.liom_coupling is not None
    coupling = (np.array(a.liom_coupling) if explicit else
                layer_couplings(a.liom_count, a.coupling, a.localization_length, a.liom_density, a.layer_rule))
    if len(energy) != len(coupling):
        sys.exit(f"--liom-coupling: {len(coupling)} couplings for {len(energy)} LIOMs; give one each")
    model = Model(a.hopping, a.interaction, a.temperature, a.bubble_sites, energy, coupling)
    result = solve_point(model, a.liom_bandwidth, a.frequency_max, a.frequency_count, a.tolerance, a.iteration_limit,
                         a.plot_frequency, sorted({0, a.liom_count - 1}) if a.liom_count else ())
    result |= {"coupling": math.nan if explicit else a.coupling, "liom_density": a.liom_density, "layer_rule": a.layer_rule,
               "localization_length": math.nan if explicit else a.localization_length, "seed": a.seed,
               "liom_bandwidth": a.liom_bandwidth, "numpy": np.__version__}
    if a.summary:
        result = {key: value for key, value in result.items() if not isinstance(value, np.ndarray)
                  and key != "liom_spectral_function"}
    print(json.dumps(as_json(result)))


if __name__ == "__main__":
    main()
