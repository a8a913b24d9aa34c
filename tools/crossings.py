"""Where curves of consecutive M cross as functions of xi, with a bootstrap over realizations. See docs/definitions.md."""

import math
from dataclasses import dataclass, field

import numpy

from mbl_results import bootstrap_weights, weighted_means

REPLICAS = 1000
CLEAR = 3.0  # standard errors by which the two sides must differ in sign for a crossing to count as seen
CUT = 10.0  # standard errors that count, at most, for finding the two sides
FOUND = 0.9  # share of the replicas that must have a crossing, too, for its error to mean something


@dataclass(frozen=True)
class Crossing:
    """Of the curves of M = lower and M = lower + 1, in xi."""

    lower: int
    length: float  # NaN where none is seen
    stderr: float  # bootstrap; NaN where too few replicas cross
    interpolation_error: float  # the larger distance to the zeros with one point less on either side; NaN where there are two points only
    realizations: int  # of the smaller number of the two curves
    status: str  # "crossing", "above" or "below" (the larger system everywhere), "unclear"
    resampled: numpy.ndarray = field(repr=False, compare=False)  # [replicas], NaN in those that do not cross; replica k is one for all M

    @property
    def error(self):
        """Statistical and interpolation error together."""
        return math.hypot(self.stderr, self.interpolation_error)


def change_error(one, other):
    """Of other.length - one.length, statistical (replica by replica: neighbours share a curve, which moves them apart) and
    interpolation error together."""
    stderr = _spread(other.resampled - one.resampled)
    return math.hypot(stderr, one.interpolation_error, other.interpolation_error)


def find_crossings(points, name, replicas=REPLICAS, stream_of=lambda point: 0):
    """[Crossing] for consecutive M among points that differ by xi and M alone.

    @param stream_of  of a point, for bootstrap_weights: equal for points that share their draws
    """
    points = [point for point in points if name in point.samples]
    by_count = {}
    for point in points:
        by_count.setdefault(point.liom_count, {}).setdefault(point.localization_length, point)
    replicas_of = _Replicas(points, name, replicas, stream_of)
    return [_crossing(by_count[lower], by_count[lower + 1], name, replicas_of)
            for lower in sorted(by_count) if lower + 1 in by_count]


class _Replicas:
    """[replicas] of the mean of each point, every stream's weights drawn once."""

    def __init__(self, points, name, replicas, stream_of):
        self.name, self.replicas, self.stream_of = name, replicas, stream_of
        self.longest, self.weights = max((len(point.samples[name]) for point in points), default=0), {}

    def __call__(self, point):
        stream = self.stream_of(point)
        if stream not in self.weights:
            self.weights[stream] = bootstrap_weights(self.replicas, self.longest, stream)
        return weighted_means(point.samples[self.name], self.weights[stream])


def _crossing(lower, upper, name, replicas_of):
    lengths = numpy.array(sorted(set(lower) & set(upper)))
    count = next(iter(lower.values())).liom_count
    realizations = min((len(side[xi].samples[name]) for side in (lower, upper) for xi in lengths), default=0)

    def none(status):
        return Crossing(count, math.nan, math.nan, math.nan, realizations, status, numpy.full(replicas_of.replicas, math.nan))

    if len(lengths) < 2 or realizations < 2:
        return none("unclear")
    difference = numpy.array([upper[xi].samples[name].mean() - lower[xi].samples[name].mean() for xi in lengths])
    resampled = numpy.array([replicas_of(upper[xi]) - replicas_of(lower[xi]) for xi in lengths])
    error = numpy.nanstd(resampled, axis=1, ddof=1)
    kept = error > 0  # a point where both are the same numbers has no difference to cross
    place, difference, resampled, error = numpy.log(lengths[kept]), difference[kept], resampled[kept], error[kept]
    if len(place) < 2:
        return none("unclear")
    z = difference / error
    split = _split(z)
    if not (split and z[:split].min() < -CLEAR and z[split:].max() > CLEAR):
        return none("above" if z.min() > -CLEAR and z.max() > CLEAR else "below" if z.max() < CLEAR and z.min() < -CLEAR
                    else "unclear")
    length, *others = (math.exp(_roots(place, difference[None], split, left, right)[0]) for left, right in ((2, 2), (1, 2), (2, 1)))
    interpolation_error = max(abs(length - other) for other in others) if len(place) > 2 else math.nan
    lengths = numpy.exp(_resampled_roots(place, resampled.T, error))
    return Crossing(count, length, _spread(lengths), interpolation_error, realizations, "crossing", lengths)


def _spread(resampled):
    """Standard deviation over the replicas that have a value; NaN where too few do."""
    found = resampled[numpy.isfinite(resampled)]
    return float(numpy.std(found, ddof=1)) if len(found) >= FOUND * len(resampled) else math.nan


def _split(z):
    """The index i with z[i - 1] < 0 <= z[i] that best separates negative from positive, which stands the noise of curves that are equal
    far away; 0 where there is none."""
    change = numpy.flatnonzero((z[:-1] < 0) & (z[1:] >= 0)) + 1
    gain = [z[split:].clip(-CUT, CUT).sum() - z[:split].clip(-CUT, CUT).sum() for split in change]
    return int(change[numpy.argmax(gain)]) if len(change) else 0


def _roots(place, values, split, left=2, right=2):
    """[rows of values]: where the polynomial through `left` points below and `right` above the split is zero between its two nearest
    points. It passes through every point, so that the zero moves continuously from one interval to the next."""
    near = slice(max(0, split - left), split + right)
    centre = place[split]
    coefficients = numpy.linalg.solve(numpy.vander(place[near] - centre), values[:, near].T)  # [powers, rows], highest first
    low, high = (numpy.full(len(values), place[end] - centre) for end in (split - 1, split))
    for _ in range(50):
        middle = 0.5 * (low + high)
        below = numpy.polyval(coefficients, middle) < 0
        low, high = numpy.where(below, middle, low), numpy.where(below, high, middle)
    return centre + 0.5 * (low + high)


def _resampled_roots(place, columns, error):
    """[replicas], NaN in those that do not cross: each finds its own two sides."""
    splits = numpy.array([_split(values / error) if numpy.all(numpy.isfinite(values)) else 0 for values in columns])
    roots = numpy.full(len(columns), math.nan)
    for split in set(splits) - {0}:
        roots[splits == split] = _roots(place, columns[splits == split], split)
    return roots
