"""Supplement f: the gap ratio r between Poisson's and the GOE's, in the manner of S."""

import math
from math import inf

from .systems import DEEP, HYBRIDIZED, golden_rule
from .verdict import Evidence, Statement, from_samples, pooled

RATIO = "gap_ratio"
POISSON, GOE = 2 * math.log(2) - 1, 0.5307
ROOM = 0.015


def between(system):
    found = [(curve.label(count), point.samples[RATIO]) for curve in system.curves()
             for count, point in curve.with_samples(RATIO).items()]
    if not found:
        return Evidence()
    return Evidence([from_samples(f"mean of {len(found)} points", pooled([values for _, values in found]), POISSON, GOE)],
                    [from_samples(label, values, POISSON, GOE) for label, values in found])


def thermal(system):
    found = [point.samples[RATIO] for curve in system.curves() for count, point in curve.with_samples(RATIO).items()
             if count > 0 and golden_rule(point) >= HYBRIDIZED]
    return Evidence([from_samples(f"mean of {len(found)} points", pooled(found), GOE - ROOM, GOE + ROOM)] if found else [])


def localized(system):
    """Towards Poisson: where LIOMs are decoupled the ratio is clearly below the GOE's, and fell from M = 1."""
    numbers = []
    for curve in system.curves():
        points = curve.with_samples(RATIO)
        if not points or curve.last not in points or golden_rule(points[curve.last]) >= DEEP or curve.last < 2:
            continue
        last = points[curve.last].samples[RATIO]
        numbers.append(from_samples(curve.label(curve.last), last, POISSON - ROOM, GOE - 2 * ROOM))
        if 1 in points:
            first = points[1].samples[RATIO]
            length = min(len(first), len(last))
            numbers.append(from_samples(f"{curve.label()}, M = 1 to {curve.last}", last[:length] - first[:length], -inf, 0))
    return Evidence(numbers)


STATEMENTS = [
    Statement("r in between", "Suppl. f", "r lies between 0.386 (Poisson) and 0.531 (GOE)",
              "the mean, and no single point outside", between),
    Statement("r thermal", "Suppl. f", "r behaves like S: the GOE's 0.531 where LIOMs are hybridized",
              f"mean where the golden rule gives at least {HYBRIDIZED:g}: {GOE - ROOM:.3f} to {GOE + ROOM:.3f}", thermal),
    Statement("r localized", "Suppl. f", "r behaves like S: towards Poisson where they are not",
              f"at the last M, if the golden rule gives less than {DEEP:g} there: below {GOE - 2 * ROOM:.3f} and below M = 1", localized),
]
