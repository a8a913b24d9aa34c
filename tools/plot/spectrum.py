"""Spectral functions of results.h5, Eq. (5): histograms of rho(omega), omega in the energy unit of H."""

from dataclasses import dataclass

import numpy

from histogram import Histogram, read_histogram
from results_file import dataset, incomplete, open_results


@dataclass(frozen=True)
class Spectrum(Histogram):
    liom_energy: numpy.ndarray  # [realizations], eps_M; empty without LIOMs, or where the file has no liom_energy

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


def read_spectra(path, points, operator, kind="thermal"):
    """[points] of Spectrum: the spectral function of `operator`.

    @param kind  thermal; typical; realization_0, the thermal function of one realization
    @throws PlotFailure 65 where a point has none, or what it has is no histogram; 74 unreadable.
    """
    with open_results(path) as file:
        return [_spectrum(file[f"ed/points/{point.index}"], point, f"spectral_{kind}_{operator}") for point in points]


def _spectrum(group, point, name):
    return Spectrum(*read_histogram(group, name), _last_liom_energy(group, point))


def _last_liom_energy(group, point):
    """[realizations]: eps_M; empty without LIOMs, and for a file from before liom_energy was recorded."""
    name = "samples/liom_energy"
    if point.liom_count == 0 or name not in group:
        return numpy.empty(0)
    energies = dataset(group, name)
    if energies.shape != (len(point.widths), point.liom_count) or not numpy.all(numpy.isfinite(energies)):
        raise incomplete(group, f"{name} is not [realizations, liom_count] of finite numbers")
    return energies[:, -1]
