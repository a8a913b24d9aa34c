"""Histograms of results.h5: a curve over bins of equal width, with its error."""

from dataclasses import dataclass

import numpy

from results_file import attribute, dataset, incomplete

GRID_TOLERANCE = 1e-6  # of a bin: more than the rounding of bin centres amounts to


@dataclass(frozen=True)
class Histogram:
    edges: numpy.ndarray  # [bins + 1], x -+ bin_width / 2
    mean: numpy.ndarray  # [bins], over realizations
    stderr: numpy.ndarray  # [bins], jackknife; NaN where realizations are too few for one
    bin_width: float

    @property
    def centres(self):
        return 0.5 * (self.edges[:-1] + self.edges[1:])

    @property
    def has_errors(self):
        return bool(numpy.all(numpy.isfinite(self.stderr)))


def read_histogram(group, name):
    """(edges, mean, stderr, bin_width) of group/curves/name.

    @throws PlotFailure 65 where it is missing, or what is there is no histogram.
    """
    name = f"curves/{name}"
    centres, mean, stderr = (dataset(group, f"{name}/{part}") for part in ("x", "mean", "stderr"))
    width = attribute(group[name], "bin_width", float)
    if centres.ndim != 1 or len(centres) == 0 or not centres.shape == mean.shape == stderr.shape:
        raise incomplete(group, f"{name}: x, mean and stderr are not lists of one length")
    if not (width > 0 and numpy.all(numpy.isfinite(centres)) and numpy.all(mean >= 0) and numpy.all(mean < numpy.inf)):
        raise incomplete(group, f"{name}: bin_width must be > 0, x finite, mean finite and >= 0")
    if numpy.any(numpy.abs(numpy.diff(centres) - width) > GRID_TOLERANCE * width):
        raise incomplete(group, f"{name}: x does not advance by bin_width = {width:g}")
    return numpy.append(centres - 0.5 * width, centres[-1] + 0.5 * width), mean, stderr, width
