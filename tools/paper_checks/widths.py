"""Sec. III A, Fig. 4: the width gamma/delta_E of the last LIOM's spectral function, its floor and its growth."""

from math import inf

from .systems import DECOUPLED, HYBRIDIZED, golden_rule
from .verdict import Evidence, Statement, from_samples, pooled

WIDTH = "width_over_spacing_tau_x_M"
FLOOR, FLOOR_ROOM = 2.0, 0.2
CRITICAL = 2.885  # 2/log 2
CRITICAL_ROOM = 1.1  # curves nearer to the critical xi are neither


def _points(system, wanted):
    return [(curve, count, point.samples[WIDTH]) for curve in system.curves() for count, point in
            curve.with_samples(WIDTH).items() if wanted(golden_rule(point))]


def floor(system):
    found = _points(system, lambda width: width < DECOUPLED)
    if not found:
        return Evidence()
    guards = [from_samples(curve.label(count), values, -inf, FLOOR + FLOOR_ROOM) for curve, count, values in found]
    return Evidence([from_samples(f"mean of {len(found)} points", pooled([values for *_, values in found]), -inf,
                                  FLOOR + FLOOR_ROOM)], guards)


def hybridized(system):
    found = [one for one in _points(system, lambda width: width >= HYBRIDIZED) if one[0].localization_length > CRITICAL]
    return Evidence([from_samples(curve.label(count), values, 1.5 * FLOOR) for curve, count, values in found])


def rising(system):
    return _trend(system, lambda xi: xi > CRITICAL_ROOM * CRITICAL, 1)


def falling(system):
    return _trend(system, lambda xi: xi < CRITICAL / CRITICAL_ROOM, -1)


def _trend(system, wanted, sign):
    """From the first to the last M the width changes with this sign, and no step goes the other way. Tested where Eq. 6 itself does so
    at these sizes: its N/(N+M-1) lets curves somewhat above the critical xi fall for a while."""
    numbers, guards, other = [], [], 0
    for curve in system.curves("1d_exponential", 1.0):
        points = curve.with_samples(WIDTH)
        counts = [count for count in points if count >= 1]
        if not wanted(curve.localization_length) or len(counts) < 2:
            continue
        if any(sign * (golden_rule(points[b]) - golden_rule(points[a])) <= 0 for a, b in zip(counts, counts[1:])):
            other += 1
            continue
        numbers.append(_step(curve, points, counts[0], counts[-1], sign))
        guards += [_step(curve, points, one, next_one, sign) for one, next_one in zip(counts, counts[1:])]
    return Evidence(numbers, guards, f"{other} curves that Eq. 6 has going the other way at these sizes" if other else "")


def _step(curve, points, one, other, sign):
    return from_samples(f"{curve.label()}, M = {one} to {other}", _difference(points, one, other),
                        *((0, inf) if sign > 0 else (-inf, 0)))


def _difference(points, one, other):
    a, b = points[one].samples[WIDTH], points[other].samples[WIDTH]
    count = min(len(a), len(b))
    return b[:count] - a[:count]


def non_monotonic(system):
    """Down and up again between the LIOM counts where theory has its deepest dip."""
    numbers, unseen = [], 0
    for geometry in ("1d_stretched", "2d_exponential"):
        for curve in system.curves(geometry, 1.0):
            points = curve.with_samples(WIDTH)
            dip = _dip({count: max(FLOOR, golden_rule(point)) for count, point in points.items()})
            if dip is None:
                unseen += 1
                continue
            first, bottom, last = dip
            numbers += [_step(curve, points, first, bottom, -1), _step(curve, points, bottom, last, 1)]
    return Evidence(numbers, remark=f"{unseen} curves whose dip theory has beyond these M" if unseen else "")


def _dip(theory, depth=1.1):
    """(i, j, k) of LIOM counts with the deepest fall i to j that is followed by a rise to k, or None below `depth`."""
    counts = sorted(theory)
    best = max(((min(theory[i], theory[k]) / theory[j], i, j, k) for a, i in enumerate(counts) for b, j in
                enumerate(counts[a + 1:], a + 1) for k in counts[b + 1:]), default=(0, 0, 0, 0))
    return best[1:] if best[0] >= depth else None


def stronger_coupling(system):
    """V1 = 2 against V1 = 1 in the stretched model, beyond M = 1, where the golden rule does not hold for V1 = 2."""
    weak = {curve.localization_length: curve for curve in system.curves("1d_stretched", 1.0)}
    values, guards = [], []
    for curve in system.curves("1d_stretched", 2.0):
        other = weak.get(curve.localization_length)
        shared = sorted(set(curve.with_samples(WIDTH)) & set(other.with_samples(WIDTH) if other else ()) - {1})
        for count in shared:
            a, b = other.points[count].samples[WIDTH], curve.points[count].samples[WIDTH]
            length = min(len(a), len(b))
            values.append(b[:length] - a[:length])
            guards.append(from_samples(curve.label(count), values[-1], 0))
    if not values:
        return Evidence()
    return Evidence([from_samples(f"mean difference, {len(values)} points", pooled(values), 0)], guards)


STATEMENTS = [
    Statement("floor", "Sec. III A, Figs. 3, 4", "for very small xi gamma/delta_E is 2: the golden rule is violated",
              f"mean where the golden rule gives less than {DECOUPLED}: at most {FLOOR + FLOOR_ROOM} (it cannot be below 2)", floor),
    Statement("hybridized", "Sec. III A, Figs. 3, 4", "for large xi the peaks are much broader than the level spacing",
              f"every point with xi > 2/log 2 and a golden-rule width above {HYBRIDIZED:g}: gamma/delta_E > 3", hybridized),
    Statement("rising", "Sec. III A, Fig. 4a", "1D exponential: gamma/delta_E increases with M for xi > 2/log 2",
              "last minus first M > 0, no step down", rising),
    Statement("falling", "Sec. III A, Fig. 4a", "1D exponential: gamma/delta_E decreases with M for xi < 2/log 2",
              "last minus first M < 0, no step up", falling),
    Statement("non-monotonic", "Sec. III A, Fig. 4b, c", "2D and stretched: the curves have a minimum at some M*",
              "down to theory's deepest dip and up again", non_monotonic),
    Statement("stronger coupling", "Sec. III A, inset of Fig. 4c", "V1 = 2 shifts the stretched curve upwards",
              "gamma(V1 = 2) - gamma(V1 = 1) > 0 at M > 1", stronger_coupling),
]
