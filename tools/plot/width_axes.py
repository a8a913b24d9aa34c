"""Limits and ticks of a panel: integers M to the right, gamma/delta_E upwards in decades."""

import math

import numpy
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from curve_artist import FLOOR, golden_rule_marks


def set_liom_count_axis(axis, first, last):
    axis.set_xlim(first - 0.5, last + 0.5)
    axis.set_xticks(range(first, last + 1, 1 + (last - first) // 10))


def set_width_axis(axis, low, high):
    """Ticks at 1, 2, 5 while they are few, at decades beyond, written as plain numbers."""
    axis.set_ylim(low, high)
    decades = math.log10(high / low)
    subs = (1, 2, 5) if decades < 3.2 else (1,)
    axis.yaxis.set_major_locator(LogLocator(subs=subs, numticks=50))
    axis.yaxis.set_minor_locator(LogLocator(subs=range(1, 10), numticks=50))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.yaxis.set_minor_formatter(NullFormatter())


def width_limits(curves, theory):
    """(low, high) around the floor, every mean with its error bar, the theory and the golden rule's marks."""
    values = [FLOOR] + golden_rule_marks(curves)
    for point in (point for curve in curves for point in curve.points):
        stderr = numpy.nan_to_num(point.stderr)
        values += [point.mean + stderr, point.mean - stderr, point.theory[theory]]
    values = [value for value in values if math.isfinite(value) and value > 0]
    return 0.75 * min(values), 1.6 * max(values)


def limit_below(axis, curves, theory, low, right, height):
    """The upper limit at which the curves stay below `height` from the left edge to `right` (axes units)."""
    first, last = axis.get_xlim()
    edge = first + right * (last - first)
    highest = low
    for curve in curves:
        counts = [point.liom_count for point in curve.points]
        for values in ([point.mean for point in curve.points], [point.theory[theory] for point in curve.points]):
            covered = [value for count, value in zip(counts, values) if count <= edge]
            covered.append(math.exp(numpy.interp(edge, counts, numpy.log(values))))
            highest = max([highest] + [value for value in covered if math.isfinite(value)])
    return low * (highest / low) ** (1.0 / height)
