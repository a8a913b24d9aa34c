"""Points whose numbers are what the paper says they are, made from the golden rule plus noise that realizations share."""

import json
import math

import h5py
import numpy

import paper_case  # noqa: F401  (puts tools/ on the path)
from mbl_results import Curve, Estimate, Point
from paper_checks.systems import System

LOG2 = math.log(2)
POISSON, GOE = 2 * LOG2 - 1, 0.5307
BANDWIDTH = 2.6
LENGTHS = (0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 2.5, 2.885, 3.2, 4.0, 8.0)
PEAKS = (0.0, 1.25, 2.65, 1.45, 2.05, 1.75, 2.35)  # 2 eps_M of realization 0
GEOMETRIES = ("1d_exponential", "1d_stretched", "2d_exponential")


class MadeUp(Point):
    """A point without a file: the one curve it has are two peaks near +-PEAKS[M]."""

    def curve(self, name):
        assert name in self.curve_names
        x = (numpy.arange(-40, 40) + 0.5) * 0.1
        mean = sum(numpy.exp(-((x - sign * (PEAKS[self.liom_count] + 0.02 * self.liom_count)) / 0.25)**2) for sign in (1, -1))
        return Curve(x, mean, numpy.zeros(len(x)), 0.1)


def log_coupling(geometry, xi, liom):
    if geometry == "2d_exponential":
        return -(math.ceil((math.sqrt(8 * liom + 1) - 1) / 2) - 1) / xi
    return -(math.sqrt(liom - 1) if geometry == "1d_stretched" else liom - 1) / xi


def golden_rule(spins, geometry, coupling, xi, liom):
    if liom == 0:
        return 0.0
    return (32 * coupling**2 * math.exp(2 * log_coupling(geometry, xi, liom)) * 2**(spins + liom - 1)
            / (BANDWIDTH**2 * spins * (spins + liom - 1)))


def system(realizations=400, spins=8, largest=6, lengths=LENGTHS, seed=1):
    """A System in which every statement about exact diagonalization holds."""
    draw = numpy.random.default_rng(seed)
    common = draw.normal(size=realizations)  # what one realization has at every point
    settings = [(geometry, 1.0, xi) for geometry in GEOMETRIES for xi in lengths] + [("1d_stretched", 2.0, 0.6)]
    points = [point for setting in settings for point in _curve(draw, common, spins, largest, *setting)]
    return System(f"N = {spins}, seed {seed}", ["made up"], spins, True, points)


def _curve(draw, common, spins, largest, geometry, coupling, xi):
    count = len(common)
    widths, g_before, other_before, made = None, None, None, []
    spread = 1.6
    for liom in range(largest + 1):
        rule = golden_rule(spins, geometry, coupling, xi, liom)
        absorbed = 1.0 if rule >= 4 else rule - 0.5
        noise = draw.normal(size=count)
        g = (-0.7 if liom == 0 else g_before.mean() + 0.5 * LOG2 * absorbed) + 0.1 * common + 0.05 * noise
        spread += 0.2 if 0 < liom and rule < 0.5 else 0.0
        other = g + 0.02 * draw.normal(size=count)
        thermal = 0.99 + 0.001 * liom
        samples = {
            "thouless_mean_sigma_z_N": g, "thouless_std_sigma_z_N": spread + 0.02 * draw.normal(size=count),
            "entropy_sigma_N": LOG2 - 2.0**(1 - spins - liom) * (1 + 0.1 * draw.normal(size=count)),
            "gap_ratio": POISSON + 0.002 + (GOE - POISSON - 0.004) * (rule / (rule + 0.02) if liom else 1.0) + 0.01 * noise,
        }
        integrals = {"thermal_integral_sigma_x_1": Estimate(thermal, 1e-4)}
        wide, narrow = 1 - 0.8 * 0.7**liom, 0.1 + 0.1 * liom
        integrals["typical_integral_wide_sigma_x_1"] = Estimate(wide, 0.002)
        integrals["typical_integral_sigma_x_1"] = Estimate(narrow if rule > 0.5 or liom == 0 else 0.05, 0.002)
        theory = {"golden_rule": rule, "implied": math.nan, "printed": math.nan}
        if liom:
            width = numpy.maximum(2.0, rule * (1 + 0.1 * common + 0.05 * noise))
            widths = width if liom == 1 else widths
            growth = (liom - 1) * LOG2 + 2 * log_coupling(geometry, xi, liom)
            printed = ((liom - 1) * LOG2 - 2 * math.sqrt((liom - 1) / xi)) if geometry == "1d_stretched" else growth
            anchor = widths.mean() * spins / (spins + liom - 1)
            theory.update(implied=max(2.0, anchor * math.exp(growth)), printed=max(2.0, anchor * math.exp(printed)))
            samples["width_over_spacing_tau_x_M"] = width
            samples["liom_energy"] = numpy.tile(numpy.array(PEAKS[1:liom + 1]) / 2, (count, 1))
            chain = rule * (spins + liom - 1) / spins  # without the growth of the bandwidth: crossings at 2/log 2 exactly
            samples["entropy_tau_M"] = LOG2 * math.sqrt(chain / (chain + 1)) * (1 + 0.004 * common + 0.0005 * noise)
            samples["thouless_mean_sigma_z_N_tau_z_1"] = other
            samples["absorbed_lioms_sigma_z_N"] = 2 / LOG2 * (g - g_before)
        g_before, other_before = g, other
        made.append(MadeUp(path="made up", index=len(made), panel="", geometry=geometry, bubble_spins=spins, coupling=coupling,
                          localization_length=xi, liom_count=liom, realizations=count, level_spacing=0.1,
                          identity=f"{geometry} {coupling} {xi} {liom}", samples=samples, integrals=integrals, theory=theory,
                           curve_names=("spectral_realization_0_tau_x_M",) if liom else ()))
    return made


def write(path, system, shared_disorder=True, seed=1):
    """The results.h5 that would hold these points."""
    with h5py.File(path, "w") as file:
        config = {"name": "made-up", "seed": seed, "shared_disorder": shared_disorder, "model": {"kind": "goe_bubble"}}
        file.attrs.update(format="mbl_gpu", format_version=1, name="made-up", profile="paper", figure="figS4",
                          config=json.dumps(config), provenance=json.dumps({"revision": "synthetic"}))
        for index, point in enumerate(system.points):
            group = file.create_group(f"ed/points/{index}")
            for name in ("panel", "geometry", "bubble_spins", "coupling", "localization_length", "liom_count", "realizations",
                         "level_spacing", "identity"):
                group.attrs[name] = getattr(point, name)
            for name, values in point.samples.items():
                group[f"samples/{name}"] = values
            for name, value in point.theory.items():
                group[f"theory/{name}"] = value
            for name, estimate in point.integrals.items():
                group[f"integrals/{name}/mean"], group[f"integrals/{name}/stderr"] = estimate.mean, estimate.stderr
            curve = group.create_group("curves/thouless_density_sigma_z_N")
            curve.attrs["bin_width"] = 0.25
            curve["x"], curve["mean"], curve["stderr"] = numpy.arange(3) * 0.25, numpy.ones(3), numpy.zeros(3)
            for name in point.curve_names:
                made, curve = point.curve(name), group.create_group(f"curves/{name}")
                curve.attrs["bin_width"] = made.bin_width
                curve["x"], curve["mean"], curve["stderr"] = made.x, made.mean, made.stderr
