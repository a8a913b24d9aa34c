"""Spectral functions of results.h5, Eq. (5): histograms of rho(omega), omega in the energy unit of H."""

from dataclasses import dataclass

import numpy

from results_file import attribute, dataset, incomplete, open_results

GRID_TOLERANCE = 1e-6  # of a bin: more than the rounding of bin centres amounts to


@dataclass(frozen=True)
class Spectrum:
    edges: numpy.ndarray  # [bins + 1], x -+ bin_width / 2
    mean: numpy.ndarray  # [bins], over realizations
    stderr: numpy.ndarray  # [bins], jackknife; NaN where realizations are too few for one
    bin_width: float
    liom_energy: numpy.ndarray  # [realizations], eps_M; empty where the file has no liom_energy

    @property
    def centres(self):
        return 0.5 * (self.edges[:-1] + self.edges[1:])

    @property
    def has_errors(self):
        return bool(numpy.all(numpy.isfinite(self.stderr)))

    @property
    def counted(self):
        """[bins] of bool: at or above half of the maximum of their side (omega >= 0, omega < 0), as gamma counts."""
        found = numpy.zeros(len(self.mean), dtype=bool)
        for side in (self.centres > 0, self.centres < 0):
            highest = self.mean[side].max(initial=0.0)
            if highest > 0:
                found |= side & (self.mean >= highest / 2)
        return found

    def reach(self, share):
        """The |omega| within which this share of the weight lies."""
        distance = numpy.abs(self.centres)
        order = numpy.argsort(distance, kind="stable")
        weight = numpy.cumsum(self.mean[order])
        last = min(numpy.searchsorted(weight, share * weight[-1]), len(order) - 1)
        return distance[order[last]] + 0.5 * self.bin_width


def read_spectra(path, points, operator):
    """[points] of Spectrum: the thermal spectral function of `operator`.

    @throws PlotFailure 65 where a point has none, or what it has is no histogram; 74 unreadable.
    """
    with open_results(path) as file:
        return [_spectrum(file[f"ed/points/{point.index}"], point, operator) for point in points]


def _spectrum(group, point, operator):
    name = f"curves/spectral_thermal_{operator}"
    centres, mean, stderr = (dataset(group, f"{name}/{part}") for part in ("x", "mean", "stderr"))
    width = attribute(group[name], "bin_width", float)
    if centres.ndim != 1 or len(centres) == 0 or not centres.shape == mean.shape == stderr.shape:
        raise incomplete(group, f"{name}: x, mean and stderr are not lists of one length")
    if not (width > 0 and numpy.all(numpy.isfinite(centres)) and numpy.all(mean >= 0) and numpy.all(mean < numpy.inf)):
        raise incomplete(group, f"{name}: bin_width must be > 0, x finite, mean finite and >= 0")
    if numpy.any(numpy.abs(numpy.diff(centres) - width) > GRID_TOLERANCE * width):
        raise incomplete(group, f"{name}: x does not advance by bin_width = {width:g}")
    edges = numpy.append(centres - 0.5 * width, centres[-1] + 0.5 * width)
    return Spectrum(edges=edges, mean=mean, stderr=stderr, bin_width=width, liom_energy=_last_liom_energy(group, point))


def _last_liom_energy(group, point):
    """[realizations]: eps_M; empty for a file from before liom_energy was recorded."""
    name = "samples/liom_energy"
    if name not in group:
        return numpy.empty(0)
    energies = dataset(group, name)
    if energies.shape != (len(point.widths), point.liom_count) or not numpy.all(numpy.isfinite(energies)):
        raise incomplete(group, f"{name} is not [realizations, liom_count] of finite numbers")
    return energies[:, -1]
