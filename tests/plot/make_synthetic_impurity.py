#!/usr/bin/python3
"""Writes a results.h5 of the impurity model as the C++ program does, with spectral functions that have the features of Fig. 6.

Usage: make_synthetic_impurity.py PATH [paper|quick|generic|lioms]
"""

import itertools
import json
import math
import sys

import h5py
import numpy

COUNTS = (3, 10, 55, 210, 465, 990, 2016, 5050, 10011)
LISTS = dict(hopping=1.0, liom_bandwidth=2.0, coupling=0.5, interaction=2.0, temperature=2.0, localization_length=10.0, bubble_sites=30,
             liom_density=1.0, layer_rule="n", liom_count=COUNTS, seed=1)  # nested in this order, the last fastest
REPORT = dict(converged=1, iterations=11, residual=3e-11, sum_rule=1.0000002, filling=0.5, matsubara_mismatch=2e-9, eta_bias=5e-7,
              narrowest_width=3e-5, eta=0.00390625, step=0.001953125)
FREE = dict(distance_to_free=0.0, shape_distance_to_free=0.0, shape_correlation=1.0)


def sweep(panel, geometry="2d_layers", **lists):
    """[point]: the product of the lists."""
    lists = {name: value if isinstance(value, (list, tuple, range)) else [value] for name, value in {**LISTS, **lists}.items()}
    if geometry == "explicit":
        lists.update(coupling=[math.nan], localization_length=[math.nan])
    return [dict(panel=panel, geometry=geometry, **dict(zip(lists, values))) for values in itertools.product(*lists.values())]


def points_of(profile):
    if profile == "generic":
        return sweep("", coupling=[0.5, 1.5], temperature=[0.2, 2.0], interaction=[2.0, 0.0], liom_count=[55, 990], seed=[1, 2, 3])
    counts = [3, 55, 990] if profile == "quick" else COUNTS
    return [point for panel, coupling in (("ab", 0.5), ("cd", 1.5))
            for point in sweep(panel, coupling=coupling, interaction=[2.0, 0.0], liom_count=counts)]


def energies(point):
    """eps_a: smaller M are prefixes of larger ones."""
    return numpy.random.default_rng(point["seed"]).uniform(-point["liom_bandwidth"], point["liom_bandwidth"], point["liom_count"])


def couplings(point):
    if point["geometry"] == "explicit":
        return numpy.full(point["liom_count"], 0.1)
    layer = numpy.ceil((numpy.sqrt(8 * numpy.arange(1, point["liom_count"] + 1) + 1) - 1) / 2)
    radius = (layer - 1) / math.sqrt(2 * math.pi * point["liom_density"])
    return point["coupling"] / point["localization_length"] * numpy.exp(-radius / point["localization_length"] / 2)


def spectral_function(point, omega):
    """A semicircle with tails where U > 0, a factor of 0.914 below where V is large, ripples that grow with V and M."""
    free = point["interaction"] == 0
    strong = point["geometry"] != "explicit" and point["coupling"] > 1
    width = 2.0 + (0.0 if strong else 0.2 * point["interaction"])
    band = numpy.sqrt(numpy.clip(width**2 - omega**2, 0, None)) * 2 / (math.pi * width**2) * point["hopping"]
    tail = (0.0 if free else 0.02 * point["interaction"]) * numpy.exp(-omega**2 / 4) / point["temperature"]
    shown = energies(point)[:60]
    ripple = 0.02 * couplings(point)[:60] @ numpy.cos(40 * numpy.subtract.outer(shown, omega)) if len(shown) else 0.0
    return (band + (0.0 if strong else tail)) * (1 + ripple) * (0.914 if strong and not free else 1.0)


def report(point):
    if point["interaction"] == 0:
        return {**REPORT, **FREE}
    share = math.log1p(point["liom_count"]) / math.log1p(max(COUNTS))
    last = (0.086, 0.0055, 0.9987) if point["coupling"] > 1 else (0.175, 0.090, 0.95)
    values = [first + (end - first) * share + 1e-4 * (point["seed"] % 5) * (number < 2)
              for number, (first, end) in enumerate(zip((0.19, 0.12, 0.2), last))]
    return {**REPORT, **dict(zip(FREE, values))}


def write(path, points, lioms=(), frequency=None, failed=(), **root):
    """@param lioms    what config.spectral.liom asks for, beside the first and the last
    @param frequency  of the plotted curves; None: a coarser grid than the program's
    @param failed     indices of points that did not converge
    @param root       replaces root attributes; the value None leaves one out
    """
    frequency = numpy.linspace(-4, 4, 401) + 1e-4 * math.sqrt(2) if frequency is None else numpy.asarray(frequency)
    config = {"name": "synthetic", "seed": 1, "model": {"kind": "impurity"}, "spectral": {"frequency": [], "liom": list(lioms)}}
    attributes = dict(format="mbl_gpu", format_version=1, name="synthetic", profile="paper", figure="fig6", config=json.dumps(config),
                      provenance=json.dumps({"revision": "synthetic"}))
    attributes.update(root)
    with h5py.File(path, "w") as file:
        file.attrs.update({name: value for name, value in attributes.items() if value is not None})
        file.create_group("ipt/points")
        for index, point in enumerate(points):
            _write_point(file.create_group(f"ipt/points/{index}"), point, frequency, lioms, index in failed)


def _write_point(group, point, frequency, lioms, has_failed):
    group.attrs.update(point)
    group.attrs.update({**report(point), "converged": int(not has_failed),
                        "failure": "residual 3e-4 after 200 iterations, above 1e-10; raise grid.iteration_limit" if has_failed else ""})
    grid = numpy.linspace(-16, 16, 256, endpoint=False)
    group["frequency"], group["spectral_function"] = grid, spectral_function(point, grid)
    group["plot_frequency"], group["plot_spectral_function"] = frequency, spectral_function(point, frequency)
    omega_n = math.pi * point["temperature"] * (2 * numpy.arange(64) + 1)
    group["matsubara_frequency"] = omega_n
    group["matsubara_green"] = 1 / (1j * omega_n + 0.1 * point["interaction"])
    group["matsubara_self_energy"] = 0.25 * point["interaction"]**2 / (1j * omega_n)
    group["liom_energy"], group["liom_coupling"] = energies(point), couplings(point)
    group["liom_filling"] = 1 / (numpy.exp(energies(point) / point["temperature"]) + 1)
    count = point["liom_count"]
    for liom in sorted({0, count - 1, *lioms} & set(range(count))):
        width = 2 * couplings(point)[liom]**2
        group[f"liom_spectral_function/{liom}"] = width / math.pi / ((frequency - energies(point)[liom])**2 + width**2)


if __name__ == "__main__":
    profile = sys.argv[2] if len(sys.argv) > 2 else "paper"
    write(sys.argv[1], points_of(profile), lioms=[1, 7, 30] if profile == "lioms" else [])
