"""Groups points into curves (one xi against M) and curves into panels: no drawing here."""

import math
from dataclasses import dataclass

from style import GEOMETRY_NAMES


@dataclass(frozen=True)
class Curve:
    geometry: str
    coupling: float
    localization_length: float
    bubble_spins: int
    points: list  # of Point, ascending liom_count, one per liom_count


@dataclass(frozen=True)
class Panel:
    name: str  # "" where the config names none
    curves: list  # of Curve, ascending xi

    @property
    def title(self):
        """The common geometry in words, or nothing where the panel mixes several."""
        geometries = {curve.geometry for curve in self.curves}
        return GEOMETRY_NAMES.get(*geometries, *geometries) if len(geometries) == 1 else ""


def panels_of(points):
    """Panels in the order in which the config lists them; points without a panel go by geometry."""
    groups = {}
    for point in points:
        groups.setdefault((point.panel, "" if point.panel else point.geometry), []).append(point)
    return [Panel(name, _curves_of(members)) for (name, _), members in groups.items()]


def split_inset(panels):
    """(main panels, inset or None): `inset` goes into panel c, and is an ordinary panel without one."""
    if not any(panel.name == "c" for panel in panels):
        return panels, None
    inset = next((panel for panel in panels if panel.name == "inset"), None)
    return [panel for panel in panels if panel is not inset], inset


def with_comparison(inset, panels):
    """The inset, and the curves elsewhere that differ from one of its own by the coupling alone."""
    def physics(curve):
        return curve.geometry, curve.localization_length, curve.bubble_spins

    own = {physics(curve) for curve in inset.curves}
    others = [curve for panel in panels for curve in panel.curves if physics(curve) in own]
    shown = {(*physics(curve), curve.coupling) for curve in inset.curves}
    return Panel(inset.name, [curve for curve in others if (*physics(curve), curve.coupling) not in shown]
                 + inset.curves)


def beyond_golden_rule(point, mean_liom_energy):
    """Golden-rule width of one peak (half of gamma, which sums both) above 2 eps, the peak's distance
    from omega = 0: the peaks at +-2 eps merge, and gamma no longer follows V_M^2. False where undefined."""
    return 0.5 * point.theory["golden_rule"] * point.level_spacing > 2.0 * mean_liom_energy


def _curves_of(points):
    curves = {}
    for point in points:
        parameters = (point.geometry, point.coupling, point.localization_length, point.bubble_spins)
        key = tuple(str(value) for value in parameters)  # NaN equals NaN as text
        _, members = curves.setdefault(key, (parameters, {}))
        members.setdefault(point.liom_count, point)  # listed twice: the same point of the same store
    made = [Curve(*parameters, points=[members[count] for count in sorted(members)])
            for parameters, members in curves.values()]
    return sorted(made, key=lambda curve: (math.isnan(curve.localization_length), curve.localization_length))
