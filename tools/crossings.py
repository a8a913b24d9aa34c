"""Where curves of consecutive M cross as functions of xi, with a bootstrap over realizations. See docs/definitions.md."""

import math
from dataclasses import dataclass

import numpy

from mbl_results import bootstrap_weights, weighted_means

REPLICAS = 1000
CLEAR = 3.0  # standard errors by which the two sides must differ in sign for a crossing to count as seen
WINDOW = 2  # points of the fit on either side of the crossing
FOUND = 0.9  # share of the replicas that must have a crossing, too, for its error to mean something


@dataclass(frozen=True)
class Crossing:
    """Of the curves of M = lower and M = lower + 1, in xi."""

    lower: int
    length: float  # NaN where none is seen
    stderr: float  # bootstrap; NaN where too few replicas cross
    fit_error: float  # |fit - straight line between the two nearest points|, both in ln xi
    realizations: int  # of the smaller number of the two curves
    status: str  # "crossing", "above" or "below" (the larger system everywhere), "unclear"

    @property
    def error(self):
        """Statistical and fit error together."""
        return math.hypot(self.stderr, self.fit_error)


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
        return Crossing(count, math.nan, math.nan, math.nan, realizations, status)

    if len(lengths) < 2 or realizations < 2:
        return none("unclear")
    difference = numpy.array([upper[xi].samples[name].mean() - lower[xi].samples[name].mean() for xi in lengths])
    resampled = numpy.array([replicas_of(upper[xi]) - replicas_of(lower[xi]) for xi in lengths])
    error = numpy.nanstd(resampled, axis=1, ddof=1)
    kept = error > 0  # a point where both are the same numbers has no difference to cross
    lengths, difference, resampled, error = lengths[kept], difference[kept], resampled[kept], error[kept]
    if len(lengths) < 2:
        return none("unclear")
    z = difference / error
    split = _split(z)
    if not (split and z[:split].min() < -CLEAR and z[split:].max() > CLEAR):
        return none("above" if z.min() > -CLEAR and z.max() > CLEAR else "below" if z.max() < CLEAR and z.min() < -CLEAR
                    else "unclear")
    place = numpy.log(lengths)
    near = slice(max(0, split - WINDOW), split + WINDOW)
    window = place[near]
    fit = _Fit(window, error[near], place[split - 1:split + 1])
    length = fit.root(difference[near])
    if math.isnan(length):
        return none("unclear")
    roots = numpy.array([fit.root(column) for column in resampled[near].T])
    roots = roots[numpy.isfinite(roots)]
    low, high = difference[split - 1], difference[split]
    straight = place[split - 1] - low * (place[split] - place[split - 1]) / (high - low) if low < 0 < high else length
    stderr = math.exp(length) * float(numpy.std(roots, ddof=1)) if len(roots) >= FOUND * resampled.shape[1] else math.nan
    return Crossing(count, math.exp(length), stderr, abs(math.exp(length) - math.exp(straight)), realizations, "crossing")


def _split(z):
    """The index that best separates negative from positive: it stands the noise of curves that are equal far away."""
    gain = [z[split:].clip(-10, 10).sum() - z[:split].clip(-10, 10).sum() for split in range(1, len(z))]
    return 1 + int(numpy.argmax(gain)) if gain else 0


class _Fit:
    """Parabola in ln xi (a straight line through fewer than four points), weighted by 1/error^2."""

    def __init__(self, place, error, bracket):
        self.centre, self.place, self.bracket = bracket.mean(), place, bracket
        degree = 2 if len(place) > 3 else 1
        powers = numpy.vander(place - self.centre, degree + 1)
        self.solve = numpy.linalg.pinv(powers / error[:, None]) / error

    def root(self, values):
        """The zero nearest to the middle of the bracket, where the fit rises; NaN where none lies in the window."""
        if not numpy.all(numpy.isfinite(values)):
            return math.nan
        polynomial = self.solve @ values
        roots = numpy.roots(polynomial)
        real = roots[numpy.abs(roots.imag) < 1e-12].real
        real = [root for root in real if self.place[0] <= root + self.centre <= self.place[-1]
                and numpy.polyval(numpy.polyder(polynomial), root) > 0]
        return min(real, key=abs) + self.centre if real else math.nan
