"""Supplement f, Fig. S3: entanglement entropies of the last LIOM and of bubble spins."""

import math
from math import inf

from .systems import DEEP, HYBRIDIZED, golden_rule
from .verdict import Evidence, Statement, from_samples, pooled

LIOM, BATH = "entropy_tau_M", "entropy_sigma_N"
LOG2 = math.log(2)
LEFT = 0.1  # of log 2, at most, where the entropy has collapsed
FULL = 0.95  # of log 2, at least, where it is saturated
LARGE = 3.9  # xi from which curves are tested for saturation
FALLING = 0.8  # of the golden rule's width before, at most, where a LIOM counts as less hybridized
SMALL = 1.0  # xi up to which for collapse


def collapses(system):
    numbers = [from_samples(curve.label(count), point.samples[LIOM] / LOG2, 0, LEFT) for curve in system.curves()
               for count, point in curve.with_samples(LIOM).items() if golden_rule(point) < DEEP]
    return Evidence(numbers)


def falls(system):
    """1D: every LIOM less than the one before, as long as the golden rule has it less hybridized (stretched: up to M*)."""
    numbers = []
    for geometry in ("1d_exponential", "1d_stretched"):
        for curve in system.curves(geometry, 1.0):
            points = curve.with_samples(LIOM)
            if curve.localization_length < SMALL:
                numbers += [_step(curve, points, count, -inf, 0) for count in points if count - 1 in points
                            and golden_rule(points[count]) < FALLING * golden_rule(points[count - 1])]
    return Evidence(numbers)


def layers(system):
    """2D: up within a layer (the second holds M = 2, 3; the third 4, 5, 6), down to the next."""
    numbers = []
    for curve in system.curves("2d_exponential", 1.0):
        points = curve.with_samples(LIOM)
        if curve.localization_length <= SMALL:
            numbers += [_step(curve, points, count, *((-inf, 0) if count in (2, 4) else (0, inf)))
                        for count in points if count - 1 in points]
    return Evidence(numbers)


def _step(curve, points, count, low, high):
    a, b = points[count - 1].samples[LIOM], points[count].samples[LIOM]
    length = min(len(a), len(b))
    return from_samples(f"{curve.label()}, M = {count - 1} to {count}", b[:length] - a[:length], low, high)


def saturates(system):
    numbers = []
    for curve in system.curves(coupling=1.0):
        points = curve.with_samples(LIOM)
        if points and curve.localization_length >= LARGE and max(points) >= 2:
            last = max(points)
            numbers.append(from_samples(curve.label(last), points[last].samples[LIOM] / LOG2, FULL, 1))
            numbers += [_step(curve, points, count, 0, inf) for count in points if count - 1 in points and count == last]
    return Evidence(numbers)


def _deficits(system, wanted):
    """[(label, [realizations] of log 2 - S of sigma_N, point)]."""
    return [(curve.label(count), LOG2 - point.samples[BATH], point) for curve in system.curves()
            for count, point in curve.with_samples(BATH).items() if wanted(point)]


def bath_is_maximal(system):
    """In units of 2/2^N, the deficit of the bubble alone."""
    unit = 2 / 2**system.bubble_spins
    return Evidence([from_samples(label, values / unit, 0, 1.5) for label, values, _ in _deficits(system, lambda point: True)])


def bath_deficit(system):
    """In units of 2/D, the deficit of a random real vector."""
    found = _deficits(system, lambda point: point.liom_count > 0 and golden_rule(point) >= HYBRIDIZED)
    if not found:
        return Evidence()
    values = [deficit * 2**(point.bubble_spins + point.liom_count) / 2 for _, deficit, point in found]
    guards = [from_samples(label, one, 0.75, 1.25) for (label, *_), one in zip(found, values)]
    return Evidence([from_samples(f"mean of {len(found)} points", pooled(values), 0.75, 1.25)], guards)


STATEMENTS = [
    Statement("S collapses", "Suppl. f, Fig. S3", "for small xi the last LIOM's entropy collapses to 0",
              f"S/log 2 < {LEFT:g} where the golden rule gives less than {DEEP:g}", collapses),
    Statement("S falls", "Suppl. f, Fig. S3b, c", "in 1D it falls with every LIOM for small xi",
              f"steps of the curves with xi < {SMALL:g} in which the golden rule falls by a fifth: < 0", falls),
    Statement("layers", "Suppl. f, Fig. S3a", "in 2D it rises slightly within a layer and drops to the next",
              f"xi up to {SMALL:g}: up to M = 3, 5, 6, down to M = 2, 4", layers),
    Statement("S saturates", "Suppl. f, Figs. S3, S4", "for large xi it approaches log 2",
              f"xi of 4 and more: S/log 2 > {FULL:g} at the last M, and rising there", saturates),
    Statement("bath spin maximal", "Suppl. f", "the entropy of a bath spin is log 2 for all xi and M",
              "log 2 - S of sigma_N less than 1.5 times the bare bubble's 2/2^N at every point", bath_is_maximal),
    Statement("bath spin thermal", "Suppl. f", "it is that of a thermal state, log 2 - 2/D for a random vector",
              f"mean of (log 2 - S) D/2 where the golden rule gives at least {HYBRIDIZED:g}: 0.75 to 1.25", bath_deficit),
]
