#!/usr/bin/python3
"""Writes a results.h5 as the C++ program does, with widths from Eqs. 6 and 7 plus noise.

Usage: make_synthetic.py PATH [quick|paper|explicit|one_point|spectra|fig5|figS1|figS2|figS3]
"""

import json
import math
import sys

import h5py
import numpy

BANDWIDTH = 2.6
WIDTHS = ("width_over_spacing", "width_participation", "width_fwhm", "width_iqr")


def distance(geometry, liom):
    """r_M: the layer index in 2D, the position in 1D, from 0."""
    return math.ceil((math.sqrt(8 * liom + 1) - 1) / 2) - 1 if geometry == "2d_exponential" else liom - 1


def log_coupling_ratio(point, form="implied"):
    """ln(V_M^2 / V_1^2); `printed` is the misprint of Eq. 7."""
    r, xi = distance(point["geometry"], point["liom_count"]), point["localization_length"]
    if point["geometry"] == "1d_stretched":
        return -2 * math.sqrt(r) / xi if form == "implied" else -2 * math.sqrt(r / xi)
    return -2 * r / xi


def golden_rule(point):
    if point["geometry"] == "explicit":
        return math.nan
    spins, levels = point["bubble_spins"], point["bubble_spins"] + point["liom_count"] - 1
    return (32 * point["coupling"]**2 * math.exp(log_coupling_ratio(point)) * 2**levels
            / (BANDWIDTH**2 * spins * levels))


def theory(point, form):
    """Eqs. 6 and 7 anchored at M = 1, where the width saturates beyond the golden rule."""
    if point["geometry"] == "explicit":
        return math.nan
    spins, liom = point["bubble_spins"], point["liom_count"]
    anchor = golden_rule({**point, "liom_count": 1}) * (1.03 if point["coupling"] < 1.5 else 0.6)
    return max(2.0, anchor * spins / (spins + liom - 1)
               * math.exp((liom - 1) * math.log(2) + log_coupling_ratio(point, form)))


def sweep(panel, geometry, coupling, lengths, lioms, spins, realizations):
    return [dict(panel=panel, geometry=geometry, coupling=coupling, localization_length=xi, bubble_spins=spins,
                 liom_count=liom, realizations=realizations[liom] if isinstance(realizations, dict) else realizations)
            for xi in lengths for liom in lioms]


def points_of(profile):
    if profile == "explicit":
        return sweep("", "explicit", math.nan, [math.nan], [0, 2], 1, 1)
    if profile == "one_point":
        return sweep("", "1d_exponential", 1.0, [0.6], [2], 6, 20)
    paper = profile == "paper"
    spins, lioms = (8, range(1, 7)) if paper else (6, range(1, 5))
    lengths = [0.4, 0.6, 1, 2, 2.885, 4, 8] if paper else [0.6, 2.885, 4]
    counts = {1: 4000, 2: 3000, 3: 2000, 4: 1000, 5: 1000, 6: 200} if paper else 30
    panels = (("a", "1d_exponential"), ("b", "1d_stretched"), ("c", "2d_exponential"))
    return [point for panel, geometry in panels
            for point in sweep(panel, geometry, 1.0, lengths, lioms, spins, counts)] + sweep(
                "inset", "1d_stretched", 2.0, [0.6], lioms, spins, counts)


def write(path, points, seed=1, **root):
    """@param root  replaces root attributes; the value None leaves one out"""
    generator = numpy.random.default_rng(seed)
    attributes = dict(format="mbl_gpu", format_version=1, figure="fig4", theory="implied",
                      config=json.dumps({"name": "synthetic", "seed": seed}),
                      provenance=json.dumps({"revision": "synthetic"}))
    attributes.update(root)
    with h5py.File(path, "w") as file:
        file.attrs.update({name: value for name, value in attributes.items() if value is not None})
        for index, point in enumerate(points):
            group = file.create_group(f"ed/points/{index}")
            levels = point["bubble_spins"] + point["liom_count"] - 1
            group.attrs.update(point)
            group.attrs.update(level_spacing=BANDWIDTH * levels / 2**levels, bandwidth_per_spin=BANDWIDTH,
                               bin_width=BANDWIDTH * levels / 2**levels)
            count, liom = point["realizations"], point["liom_count"]
            group["samples/level_spacing"] = generator.normal(group.attrs["level_spacing"], 1e-3, count)
            group["samples/gap_ratio"] = generator.normal(0.5, 0.02, count)
            if liom == 0:
                continue
            expected = 7.0 if point["geometry"] == "explicit" else theory(point, "implied")
            for name in WIDTHS:
                noise = 0.3 * math.sqrt(max(expected - 2, 0.1) * 2) * generator.normal(size=count)
                group[f"samples/{name}_tau_x_M"] = 1.02 * expected + noise
            for form in ("implied", "printed"):
                group[f"theory/{form}"] = theory(point, form)
            group["theory/golden_rule"] = golden_rule(point)


def peak_weights(omega, spacing, width):
    """[bins] integrating to 2 pi: Lorentzians of full width `width` at +-2, or one bin each for none."""
    if width == 0:
        heights = (numpy.abs(numpy.abs(omega) - 2.0) < 0.5 * spacing).astype(float)
    else:
        heights = sum(1 / ((omega - centre)**2 + 0.25 * width**2) for centre in (-2.0, 2.0))
    return 2 * math.pi * heights / (spacing * heights.sum())


def write_spectra(path, points, bin_width=None, **root):
    """write(), and what Fig. 3 reads: thermal peaks for xi > 1, single bins else, with widths that match.

    @param bin_width  of the curves; None: the level spacing
    """
    write(path, points, **{"figure": "fig3", **root})
    with h5py.File(path, "a") as file:
        for index, point in enumerate(points):
            group, count = file[f"ed/points/{index}"], point["realizations"]
            if point["liom_count"] == 0:
                continue
            spacing = bin_width or group.attrs["level_spacing"]
            k_min, bins = -math.ceil(9 / spacing), 2 * math.ceil(9 / spacing) + 3
            omega = (k_min + numpy.arange(bins) + 0.5) * spacing
            mean = peak_weights(omega, spacing, 0.3 if point["localization_length"] > 1 else 0)
            curve = group.create_group("curves/spectral_thermal_tau_x_M")
            curve.attrs.update(bin_width=spacing, k_min=k_min)
            curve["x"], curve["mean"] = omega, mean
            curve["stderr"] = 0.1 * mean if count > 8 else numpy.full(bins, math.nan)  # one curve group has none
            counted = sum(numpy.count_nonzero(side >= side.max() / 2) for side in (mean[omega > 0], mean[omega < 0]))
            group["samples/width_over_spacing_tau_x_M"][...] = counted + 2 * (numpy.arange(count) % 2)
            energies = numpy.full((count, point["liom_count"]), 1.0)
            energies[:, -1] += 0.01 * numpy.arange(count)
            group["samples/liom_energy"] = energies


def write_histogram(group, name, edges_per_unit, low, heights, count):
    """A curve with bins of 1 / edges_per_unit from `low` on; its error is a tenth, with more than one group of eight."""
    width = 1 / edges_per_unit
    curve = group.create_group(f"curves/{name}")
    curve.attrs["bin_width"] = width
    curve["x"] = low + width * (numpy.arange(len(heights)) + 0.5)
    curve["mean"] = heights
    curve["stderr"] = 0.1 * heights if count > 8 else numpy.full(len(heights), math.nan)


def write_observables(path, points, **root):
    """write(), and what Figs. 5, S1, S2 and S3 read, with every number a smooth function of xi and M."""
    write(path, points, **root)
    generator = numpy.random.default_rng(2)
    known = {(p["geometry"], p["localization_length"], p["coupling"], p["liom_count"]) for p in points}
    omega = 0.05 * (numpy.arange(480) - 239.5)
    with h5py.File(path, "a") as file:
        for index, point in enumerate(points):
            group, count, liom = file[f"ed/points/{index}"], point["realizations"], point["liom_count"]
            xi = point["localization_length"]
            hybridized = math.exp(-max(liom - 1, 0) / xi)
            if (point["geometry"], xi, point["coupling"], liom - 1) in known:
                group["samples/absorbed_lioms_sigma_z_N"] = generator.normal(1 - liom * (1 - hybridized), 1.0, count)
            for name, value in (("typical_integral", 0.5), ("typical_integral_wide", 0.8)):
                integral = group.create_group(f"integrals/{name}_sigma_x_1")
                integral.attrs["bin_width"] = 0.1
                integral["mean"] = value * hybridized
                integral["stderr"] = 0.02 if count > 8 else math.nan
            g = -30 + 0.25 * (numpy.arange(160) + 0.5)
            density = numpy.exp(-0.5 * ((g - 0.35 * liom * (2 * hybridized - 1)) / (1 + liom / xi / 4))**2)
            write_histogram(group, "thouless_density_sigma_z_N", 4, -30, density / density.sum() * 4, count)
            bath = numpy.exp(-omega**2 / 30)
            write_histogram(group, "spectral_thermal_sigma_x_1", 20, -12, 0.5 * bath, count)
            write_histogram(group, "spectral_typical_sigma_x_1", 20, -12, 0.4 * hybridized * bath, count)
            if liom == 0:
                continue
            group["samples/entropy_tau_M"] = generator.normal(0.65 * hybridized, 0.01, count)
            peaks = peak_weights(omega, 0.05, 0.3 * hybridized)
            write_histogram(group, "spectral_thermal_tau_x_M", 20, -12, peaks, count)
            write_histogram(group, "spectral_typical_tau_x_M", 20, -12, hybridized * peaks, count)
            write_histogram(group, "spectral_realization_0_tau_x_M", 20, -12, peaks, 1)


def points_of_figure(figure, paper=False, realizations=20):
    spins, lioms = (8, range(0, 7)) if paper else (6, range(0, 5))
    lengths = [0.4, 0.6, 1, 2, 2.885, 4, 8] if paper else [0.6, 2.885, 4]
    geometries = ("1d_exponential", "1d_stretched", "2d_exponential")
    if figure == "figS1":
        panels = [("left", "2d_exponential", [0.4]), ("right", "2d_exponential", [4.0])]
    elif figure == "fig5":
        panels = [(*pair, lengths) for pair in zip("abc", geometries)]
        panels += [("inset a", "1d_exponential", [0.6]), ("inset c", "1d_exponential", [4.0])]
    else:
        panels = [(*pair, lengths) for pair in zip("abc", geometries[2:] + geometries[:2])]
    return [point for panel, geometry, xis in panels
            for point in sweep(panel, geometry, 1.0, xis, lioms, spins, realizations)]


def spectra_points(realizations=1):
    return [point for panel, xi in (("thermal", 4.0), ("localized", 0.4))
            for point in sweep(panel, "1d_exponential", 1.0, [xi], [4], 6, realizations)]


if __name__ == "__main__":
    profile = sys.argv[2] if len(sys.argv) > 2 else "quick"
    if profile == "spectra":
        write_spectra(sys.argv[1], spectra_points())
    elif profile.startswith("fig"):
        write_observables(sys.argv[1], points_of_figure(profile, paper=True), figure=profile)
    else:
        write(sys.argv[1], points_of(profile))
