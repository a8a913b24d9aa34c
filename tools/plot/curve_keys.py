"""How curves against M are told apart: one colour per xi, one marker per variant (whatever else differs)."""

import math

from matplotlib.lines import Line2D

from style import GEOMETRY_NAMES, MARKERS, NEUTRAL, colours, lighter
from words import parameter_words, varies


class CurveKeys:
    def __init__(self, panels):
        self.curves = [curve for panel in panels for curve in panel.curves]
        lengths = {curve.localization_length for curve in self.curves}
        self.has_explicit = any(map(math.isnan, lengths))
        self.colours = colours(xi for xi in lengths if not math.isnan(xi))
        everywhere = [self.curves]
        self.varying = [name for name, groups in (("geometry", [panel.curves for panel in panels]),
                                                  ("coupling", everywhere), ("bubble_spins", everywhere))
                        if any(varies(group, name) for group in groups)]
        variants = dict.fromkeys(map(self._variant, self.curves))
        self.markers = {variant: MARKERS[number % len(MARKERS)] for number, variant in enumerate(variants)}

    def colour(self, curve):
        return self.colours.get(curve.localization_length, NEUTRAL)

    def marker(self, curve):
        return self.markers[self._variant(curve)]

    def length_entries(self):
        """List of (handle, label), one per colour."""
        lengths = [(key(colour), rf"$\xi$ = {xi:g}") for xi, colour in self.colours.items()]
        if self.has_explicit and lengths:
            lengths.append((key(NEUTRAL), GEOMETRY_NAMES["explicit"]))
        return lengths

    def marker_entries(self):
        """List of (handle, label), one per marker."""
        return [(key(NEUTRAL, marker), ", ".join(("numerics", *variant))) for variant, marker in self.markers.items()]

    def _variant(self, curve):
        return tuple(parameter_words(curve, name) for name in self.varying)


def key(colour, marker="o"):
    return Line2D([], [], color=lighter(colour), marker=marker, markerfacecolor=colour, markeredgecolor=colour)


def curve_name(curve):
    """For labels that tests read."""
    return f"xi={curve.localization_length:g} V1={curve.coupling:g}"
