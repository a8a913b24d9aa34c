"""Supplement f, Fig. S4: where the curves S(xi) of consecutive M cross."""

import math

from crossings import change_error, find_crossings

from .entropy import LIOM
from .verdict import Evidence, Number, Statement, from_samples

CRITICAL = 2 / math.log(2)
ROOM = 1.25  # "near": within a quarter
FIRST = 2  # M = 1 does not depend on xi; its crossing with M = 2 is none of two curves that do


def _points(system, geometry):
    return [point for curve in system.curves(geometry, 1.0) for point in curve.points.values() if point.liom_count >= FIRST]


def _crossings(system, geometry):
    points = _points(system, geometry)
    found = find_crossings(points, LIOM, stream_of=system.stream_of)
    return [crossing for crossing in found if crossing.status == "crossing"], found


def _number(crossing, low, high):
    return Number(f"M = {crossing.lower}, {crossing.lower + 1}", crossing.length, crossing.error, low, high,
                  crossing.realizations - 1)


def _remark(found):
    return "; ".join(f"M = {one.lower}, {one.lower + 1}: " + (f"{one.length:.3g} +- {one.error:.2g}" if one.status == "crossing"
                     else {"above": "the larger system above everywhere", "below": "the larger system below everywhere"}.get(
                         one.status, "none seen")) for one in found)


def _difference(system, geometry, found, nearest, low, high):
    """[Number]: S of the largest M less that of M - 1 at one measured xi, where its sign says on which side the crossing is.

    @param nearest  ([xi]) -> xi, or None where there is none
    """
    lower = found[-1].lower if found else None
    curves = [{point.localization_length: point.samples[LIOM] for point in _points(system, geometry)
               if lower is not None and point.liom_count == count and LIOM in point.samples} for count in (lower, (lower or 0) + 1)]
    xi = nearest(sorted(set(curves[0]) & set(curves[1])))
    if xi is None:
        return []
    one, other = (curve[xi] for curve in curves)
    length = min(len(one), len(other))
    return [from_samples(f"S(M = {lower + 1}) - S(M = {lower}) at xi = {xi:g}", other[:length] - one[:length], low, high)]


def _last_below(lengths):
    return max((xi for xi in lengths if xi <= CRITICAL / ROOM), default=None)


def _first_above(lengths):
    return min((xi for xi in lengths if xi >= CRITICAL * ROOM), default=None)


def near_critical(system):
    """The largest systems decide; earlier crossings are listed. Curves that lie in the wrong order on either side of the region object,
    whether a crossing is seen or not."""
    seen, found = _crossings(system, "1d_exponential")
    guards = (_difference(system, "1d_exponential", found, _last_below, -math.inf, 0)
              + _difference(system, "1d_exponential", found, _first_above, 0, math.inf))
    if not seen or seen[-1] is not found[-1]:
        return Evidence([], guards, _remark(found))
    return Evidence([_number(seen[-1], CRITICAL / ROOM, CRITICAL * ROOM)], guards, _remark(found))


def none_stretched(system):
    """Crossings of finite systems wander to smaller xi as M grows, away from the chain's: there the larger system is above already, which
    is all there is to test where the crossing has left the measured xi."""
    seen, found = _crossings(system, "1d_stretched")
    guards = _difference(system, "1d_stretched", found, _last_below, 0, math.inf)
    if found and found[-1].status == "above":
        return Evidence(guards, [], _remark(found))
    if not seen or seen[-1] is not found[-1]:
        return Evidence([], guards, _remark(found))
    numbers = [_number(seen[-1], 0, CRITICAL / ROOM)]
    if len(seen) > 1:
        one, other = seen[0], seen[-1]
        numbers.append(Number(f"change from M = {one.lower} to {other.lower}", other.length - one.length, change_error(one, other),
                              -math.inf, 0, min(one.realizations, other.realizations) - 1))
    return Evidence(numbers, guards, _remark(found))


STATEMENTS = [
    Statement("crossing", "Suppl. f, Fig. S4b", "1D exponential: the S(xi) of consecutive M cross at xi_c near 2/log 2 = 2.885",
              f"the crossing of the largest M: {CRITICAL / ROOM:.3g} to {CRITICAL * ROOM:.3g}, S falling with M below and rising above",
              near_critical),
    Statement("no transition", "Suppl. f, Fig. S4c", "stretched: no such crossing and transition",
              f"the crossing of the largest M below {CRITICAL / ROOM:.3g}, and moving down with M", none_stretched),
]
