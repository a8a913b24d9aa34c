"""One number per point with its error: what is drawn against M."""

import math
from dataclasses import dataclass

import numpy

from results_file import dataset, incomplete, open_results


@dataclass(frozen=True)
class Value:
    mean: float
    stderr: float  # NaN where one realization, or one group of them, has none

    @property
    def ends(self):
        """Lower and upper end of the error bar."""
        error = self.stderr if math.isfinite(self.stderr) else 0.0
        return self.mean - error, self.mean + error


def read_values(path, points, read):
    """{point.index: Value} of the points that have one. @throws PlotFailure 65, 74."""
    with open_results(path) as file:
        values = {point.index: read(file[f"ed/points/{point.index}"]) for point in points}
    return {index: value for index, value in values.items() if value is not None}


def mean_of_samples(name):
    """Reads samples/name: mean over realizations and its standard error (ddof = 1)."""
    def read(group):
        if f"samples/{name}" not in group:
            return None
        samples = numpy.atleast_1d(dataset(group, f"samples/{name}"))
        if len(samples) == 0 or not numpy.all(numpy.isfinite(samples)):
            raise incomplete(group, f"samples/{name} is empty or holds non-finite numbers")
        error = numpy.std(samples, ddof=1) / math.sqrt(len(samples)) if len(samples) > 1 else math.nan
        return Value(float(numpy.mean(samples)), float(error))
    return read


def integral(name):
    """Reads integrals/name: a mean with its jackknife error."""
    def read(group):
        if f"integrals/{name}" not in group:
            return None
        mean, stderr = (float(dataset(group, f"integrals/{name}/{part}")) for part in ("mean", "stderr"))
        if not math.isfinite(mean):
            raise incomplete(group, f"integrals/{name}/mean is not finite")
        return Value(mean, stderr)
    return read
