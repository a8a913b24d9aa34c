"""Draws curves of width against M, and knows the legend that explains them."""

import math

from matplotlib.lines import Line2D

from curve_keys import CurveKeys, curve_name
from curves import beyond_golden_rule
from style import DASHES, FAINT, NEUTRAL, lighter

FLOOR = 2.0  # gamma/delta_E where the golden rule is violated: one bin on each side
GOLDEN_RULE_SPAN = 0.3  # half length of its mark at M = 1, in units of M


class CurveArtist:
    """One colour per xi in every panel, one marker per variant: whatever else tells curves apart."""

    def __init__(self, panels, theory, mean_liom_energy):
        self.theory = theory
        self.mean_liom_energy = mean_liom_energy
        self.keys = CurveKeys(panels)
        self.curves = self.keys.curves
        self.outside = [(curve, point) for curve in self.curves for point in curve.points
                        if beyond_golden_rule(point, mean_liom_energy)]

    def draw(self, axis, panel, marker_size=3.8):
        """Labels begin with _ed, _theory, _outside, _golden_rule, _floor: for tests, not for legends."""
        axis.set_yscale("log", nonpositive="clip")
        axis.axhline(FLOOR, color=FAINT, linewidth=0.6, zorder=0.5, label="_floor")
        for value in sorted(set(golden_rule_marks(panel.curves))):
            axis.plot([1 - GOLDEN_RULE_SPAN, 1 + GOLDEN_RULE_SPAN], [value, value], color=NEUTRAL, linestyle=":",
                      linewidth=1.0, zorder=1.5, label="_golden_rule")
        for curve in panel.curves:
            self._draw_curve(axis, curve, marker_size)

    def _draw_curve(self, axis, curve, size):
        colour, marker, name = self.keys.colour(curve), self.keys.marker(curve), curve_name(curve)
        counts = [point.liom_count for point in curve.points]
        errors = [point.stderr for point in curve.points]
        axis.errorbar(counts, [point.mean for point in curve.points],
                      yerr=errors if any(map(math.isfinite, errors)) else None,  # matplotlib rejects NaN alone
                      color=lighter(colour), marker=marker, markersize=size, markerfacecolor=colour,
                      markeredgecolor=colour, ecolor=colour, elinewidth=0.9, capthick=0.9, zorder=3, label=f"_ed {name}")
        theory = [point.theory[self.theory] for point in curve.points]
        if any(map(math.isfinite, theory)):
            alone = sum(map(math.isfinite, theory)) == 1  # a line of one point would be invisible
            axis.plot(counts, theory, color=colour, linestyle=DASHES, linewidth=0.9, zorder=4,
                      marker="_" if alone else "none", markersize=3 * size, label=f"_theory {name}")
        for point in curve.points:
            if beyond_golden_rule(point, self.mean_liom_energy):
                axis.plot(point.liom_count, point.mean, linestyle="none", marker=marker, markersize=size,
                          markerfacecolor="white", markeredgecolor=colour, zorder=5, label=f"_outside {name}")

    def legends(self):
        """One list of (handle, label) for the colours, one for markers and line styles."""
        lengths, styles = self.keys.length_entries(), self.keys.marker_entries()
        if self.outside:
            marker = self.keys.marker(self.outside[0][0])
            styles.append((Line2D([], [], linestyle="none", marker=marker, markerfacecolor="white",
                                  markeredgecolor=NEUTRAL), "outside golden-rule regime"))
        if any(math.isfinite(point.theory[self.theory]) for curve in self.curves for point in curve.points):
            styles.append((Line2D([], [], color=NEUTRAL, linestyle=DASHES, linewidth=0.9), self._equations()))
        if golden_rule_marks(self.curves):
            styles.append((Line2D([], [], color=NEUTRAL, linestyle=":", linewidth=1.0), "golden rule, $M$ = 1"))
        return [lengths, styles]

    def _equations(self):
        stretched = {curve.geometry == "1d_stretched" for curve in self.curves if curve.geometry != "explicit"}
        return {(False,): "Eq. 6", (True,): "Eq. 7"}.get(tuple(stretched), "Eqs. 6, 7")


def golden_rule_marks(curves):
    """The golden rule's gamma/delta_E at M = 1, where every xi shares it."""
    values = (point.theory["golden_rule"] for curve in curves for point in curve.points if point.liom_count == 1)
    return [value for value in values if math.isfinite(value)]
