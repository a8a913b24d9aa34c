"""Supplement f, Fig. S4: where the curves S(xi) of consecutive M cross."""

import math

from crossings import find_crossings

from .entropy import LIOM
from .verdict import Evidence, Number, Statement

CRITICAL = 2 / math.log(2)
ROOM = 1.25  # "near": within a quarter
FIRST = 2  # M = 1 does not depend on xi; its crossing with M = 2 is none of two curves that do


def _crossings(system, geometry):
    points = [point for curve in system.curves(geometry, 1.0) for point in curve.points.values() if point.liom_count >= FIRST]
    found = find_crossings(points, LIOM, stream_of=system.stream_of)
    return [crossing for crossing in found if crossing.status == "crossing"], found


def _number(crossing, low, high):
    return Number(f"M = {crossing.lower}, {crossing.lower + 1}", crossing.length, crossing.error, low, high,
                  crossing.realizations - 1)


def _remark(found):
    return "; ".join(f"M = {one.lower}, {one.lower + 1}: " + (f"{one.length:.3g} +- {one.error:.2g}" if one.status == "crossing"
                     else {"above": "the larger system above everywhere", "below": "the larger system below everywhere"}.get(
                         one.status, "none seen")) for one in found)


def near_critical(system):
    """The largest systems decide; earlier crossings are listed."""
    seen, found = _crossings(system, "1d_exponential")
    if not seen or seen[-1] is not found[-1]:
        return Evidence(remark=_remark(found))
    return Evidence([_number(seen[-1], CRITICAL / ROOM, CRITICAL * ROOM)], remark=_remark(found))


def none_stretched(system):
    """Crossings of finite systems wander to smaller xi as M grows, away from the chain's."""
    seen, found = _crossings(system, "1d_stretched")
    if not seen or seen[-1] is not found[-1]:
        return Evidence(remark=_remark(found))
    numbers = [_number(seen[-1], 0, CRITICAL / ROOM)]
    if len(seen) > 1:
        one, other = seen[0], seen[-1]
        numbers.append(Number(f"change from M = {one.lower} to {other.lower}", other.length - one.length,
                              math.hypot(one.error, other.error), -math.inf, 0, other.realizations - 1))
    return Evidence(numbers, remark=_remark(found))


STATEMENTS = [
    Statement("crossing", "Suppl. f, Fig. S4b", "1D exponential: the S(xi) of consecutive M cross at xi_c near 2/log 2 = 2.885",
              f"the crossing of the largest M: {CRITICAL / ROOM:.3g} to {CRITICAL * ROOM:.3g}", near_critical),
    Statement("no transition", "Suppl. f, Fig. S4c", "stretched: no such crossing and transition",
              f"the crossing of the largest M below {CRITICAL / ROOM:.3g}, and moving down with M", none_stretched),
]
