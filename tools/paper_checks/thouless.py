"""Sec. III B, Fig. 5: the Thouless parameter G and the number of absorbed LIOMs."""

from math import inf

from .systems import DECOUPLED, HYBRIDIZED, golden_rule
from .verdict import Evidence, Statement, from_samples, pooled

ABSORBED, SPREAD = "absorbed_lioms_sigma_z_N", "thouless_std_sigma_z_N"
G, OTHER_G = "thouless_mean_sigma_z_N", "thouless_mean_sigma_z_N_tau_z_1"
ROOM = 0.25  # of one degree of freedom


def _steps(system, name, wanted):
    """[(curve, M, [realizations] of the change from M - 1 to M)]."""
    found = []
    for curve in system.curves():
        points = curve.with_samples(name)
        for count, point in points.items():
            if count - 1 in points and wanted(golden_rule(point)):
                a, b = points[count - 1].samples[name], point.samples[name]
                length = min(len(a), len(b))
                found.append((curve, count, b[:length] - a[:length]))
    return found


def absorbed(system):
    """One degree of freedom per hybridized LIOM: G grows by log 2 / 2."""
    found = [(curve, count, point.samples[ABSORBED]) for curve in system.curves()
             for count, point in curve.with_samples(ABSORBED).items() if golden_rule(point) >= HYBRIDIZED]
    if not found:
        return Evidence()
    guards = [from_samples(curve.label(count), values, 1 - ROOM, 1 + ROOM) for curve, count, values in found]
    return Evidence([from_samples(f"mean of {len(found)} points", pooled([one for *_, one in found]), 1 - ROOM, 1 + ROOM)],
                    guards)


def collapse(system):
    """The last LIOM of the curves that theory has decoupled by then is no full degree of freedom."""
    found = [(curve.label(curve.last), curve.points[curve.last].samples[ABSORBED]) for curve in system.curves()
             if curve.last in curve.with_samples(ABSORBED) and golden_rule(curve.points[curve.last]) < DECOUPLED]
    if not found:
        return Evidence()
    return Evidence([from_samples(f"mean of {len(found)} curves", pooled([values for _, values in found]), -inf, 1)],
                    [from_samples(label, values, -inf, 1) for label, values in found])


def broadening(system):
    found = [one for one in _steps(system, SPREAD, lambda width: width < DECOUPLED)]
    if not found:
        return Evidence()
    guards = [from_samples(curve.label(count), values, 0) for curve, count, values in found]
    return Evidence([from_samples(f"mean of {len(found)} steps", pooled([one for *_, one in found]), 0)], guards)


def no_broadening(system):
    found = [one for one in _steps(system, SPREAD, lambda width: width >= HYBRIDIZED) if one[1] >= 2]
    if not found:
        return Evidence()
    return Evidence([from_samples(f"mean of {len(found)} steps", pooled([one for *_, one in found]), -0.1, 0.1)])


def other_operator(system):
    """Both operators give the same growth of G, in units of one degree of freedom."""
    unit = 0.5 * 0.6931471805599453
    values = []
    for curve in system.curves():
        points = curve.with_samples(OTHER_G)
        for count, point in points.items():
            if count - 1 in points and golden_rule(point) >= HYBRIDIZED:
                before = points[count - 1].samples
                length = min(len(point.samples[G]), len(before[G]))
                change = [point.samples[name][:length] - before[name][:length] for name in (OTHER_G, G)]
                values.append((change[0] - change[1]) / unit)
    if not values:
        return Evidence()
    return Evidence([from_samples(f"mean difference, {len(values)} steps", pooled(values), -ROOM, ROOM)])


STATEMENTS = [
    Statement("absorbed", "Sec. III B, Fig. 5", "each hybridized LIOM is one more degree of freedom: G grows by log 2 / 2",
              f"mean Delta n where the golden rule gives at least {HYBRIDIZED:g}: {1 - ROOM:g} to {1 + ROOM:g}", absorbed),
    Statement("not absorbed", "Sec. III B, Fig. 5", "where the avalanche fails G grows less or decreases",
              f"mean Delta n of the last LIOM < 1 where the golden rule gives less than {DECOUPLED:g}", collapse),
    Statement("broadening", "Sec. III B, inset of Fig. 5a", "there p(G) becomes broader with each LIOM",
              "mean change of its standard deviation per LIOM > 0, no step down", broadening),
    Statement("shift", "Sec. III B, inset of Fig. 5c", "for large xi p(G) moves to the right as it is",
              "mean change of its standard deviation per LIOM, from M = 2: -0.1 to 0.1", no_broadening),
    Statement("other operator", "Sec. III B, note 20", "sigma^z_N tau^z_1 gives consistent results",
              f"mean difference of Delta n between the operators: -{ROOM:g} to {ROOM:g}", other_operator),
]
