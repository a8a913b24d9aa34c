"""Supplement b, d, Fig. S2: the integral I of the typical spectral function of sigma^x_1."""

import math
from math import inf

from .systems import DEEP, golden_rule
from .verdict import Evidence, Number, Statement

NARROW, WIDE, THERMAL = (f"{name}_sigma_x_1" for name in ("typical_integral", "typical_integral_wide", "thermal_integral"))
LARGE = 3.9  # xi from which I must grow


def _degrees(point):
    """Of the jackknife: groups of realizations less one (8 realizations to a group for D <= 4096, 2 at 8192, 1 above)."""
    dim = 2**(point.bubble_spins + point.liom_count)
    size = 8 if dim <= 4096 else 2 if dim <= 8192 else 1
    return -(-point.realizations // size) - 1


def _difference(what, one, other, name, low, high):
    """other - one; their errors in quadrature, though shared draws make the true one smaller."""
    a, b = one.integrals[name], other.integrals[name]
    return Number(what, b.mean - a.mean, math.hypot(a.stderr, b.stderr), low, high, min(_degrees(one), _degrees(other)))


def _with(curve, name):
    return {count: point for count, point in sorted(curve.points.items()) if name in point.integrals}


def grows(system):
    numbers, guards = [], []
    for curve in system.curves(coupling=1.0):
        points = _with(curve, WIDE)
        counts = list(points)
        if curve.localization_length < LARGE or len(counts) < 2:
            continue
        numbers.append(_difference(f"{curve.label()}, M = {counts[0]} to {counts[-1]}", points[counts[0]], points[counts[-1]], WIDE,
                                   0, inf))
        guards += [_difference(f"{curve.label()}, M = {one} to {other}", points[one], points[other], name, 0, inf)
                   for one, other in zip(counts, counts[1:]) for name in (WIDE, NARROW)]
    return Evidence(numbers, guards)


def collapses(system):
    numbers = []
    for curve in system.curves(coupling=1.0):
        points = _with(curve, NARROW)
        if 1 in points and golden_rule(points[max(points)]) < DEEP:
            numbers.append(_difference(f"{curve.label()}, M = 1 to {max(points)}", points[1], points[max(points)], NARROW, -inf, 0))
    return Evidence(numbers)


def thermal_stays(system):
    numbers = [Number(curve.label(count), point.integrals[THERMAL].mean, point.integrals[THERMAL].stderr, 0.9, 1.0001,
                      _degrees(point)) for curve in system.curves() for count, point in _with(curve, THERMAL).items()]
    return Evidence(numbers)


def bounded(system):
    """Every choice of bins stays below the thermal function's integral."""
    return Evidence([Number(curve.label(count), point.integrals[name].mean - point.integrals[THERMAL].mean,
                            math.hypot(point.integrals[name].stderr, point.integrals[THERMAL].stderr), -inf, 0, _degrees(point))
                     for curve in system.curves() for count, point in _with(curve, THERMAL).items() for name in (NARROW, WIDE)
                     if name in point.integrals])


STATEMENTS = [
    Statement("I grows", "Suppl. d, Fig. S2", "for large xi I increases monotonically with M towards its bound",
              "xi of 4 and more: last minus first M > 0 (wide bins), no step down (either bins)", grows),
    Statement("I collapses", "Suppl. d, Fig. S2", "for small xi the first LIOMs may strengthen the bubble, then I collapses",
              f"I at the last M below that at M = 1 (bins delta_E) where the golden rule gives less than {DEEP:g}", collapses),
    Statement("thermal function", "Suppl. d, Fig. S1c", "the thermal spectral function does not see localization",
              "its integral over 2 pi: 0.9 to 1 at every point", thermal_stays),
    Statement("bound", "Suppl. b, Eq. S6", "the typical function is bounded by the thermal one",
              "I less the thermal integral < 0 at every point", bounded),
]
