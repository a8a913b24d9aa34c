"""Figures of one number against M: three panels, a colour per xi, error bars on every point."""

import math
from dataclasses import dataclass

from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

import layout
from curve_keys import CurveKeys, curve_name
from curves import panels_of
from failure import BAD_DATA, PlotFailure
from style import FAINT, NEUTRAL, lighter
from width_axes import set_liom_count_axis
from words import campaign_facts, panel_label

MARGIN = 0.06  # of the y axis beyond the lowest and the highest error bar


@dataclass(frozen=True)
class Series:
    """A quantity of all points; the second one of a figure is drawn with open symbols."""

    values: dict  # {point.index: Value}
    label: str  # for the legend; may be empty where it is the only one


@dataclass(frozen=True)
class Reference:
    """A horizontal line that the values are to be compared with."""

    value: float
    label: str  # for the legend; may be empty


class Against:
    """One figure; `axes` are its panels in config order."""

    def __init__(self, results, points, series, references, missing):
        """@param missing  what to say where no point has a value
        @throws PlotFailure 65
        """
        self.series, self.references = series, references
        points = [point for point in points if any(point.index in one.values for one in series)]
        if not points:
            raise PlotFailure(BAD_DATA, f"{results.path}: {missing}")
        self.points = points
        self.panels = panels_of(points)
        self.keys = CurveKeys(self.panels)
        self.figure, self.axes = None, []

    def draw(self, ylabel, legends, notes, **shape):
        """Makes the figure. @param legends  further rows below those of the curves @param shape  for make_figure"""
        rows = [self.keys.length_entries(), self._style_entries(), *legends]
        self.figure, self.axes = layout.make_figure(len(self.panels), rows, notes, **shape)
        counts = [point.liom_count for point in self.points]
        low, high = self._limits()
        for number, (axis, panel) in enumerate(zip(self.axes, self.panels)):
            self._draw_panel(axis, panel)
            set_liom_count_axis(axis, min(counts), max(counts))
            axis.set_ylim(low, high)
            axis.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 2.5, 5, 10]))
            axis.set_xlabel("$M$", labelpad=1.5)
            label = panel_label(panel.name, number, len(self.panels))
            axis.set_title(label if len(panel.name) > 2 else " ".join(filter(None, [label, panel.title])), loc="left")
            if number % layout.COLUMNS == 0:
                axis.set_ylabel(ylabel, labelpad=2)
        return self.figure

    def _draw_panel(self, axis, panel):
        """Labels begin with _reference, _0 or _1 (the series): for tests, not for legends."""
        for reference in self.references:
            axis.axhline(reference.value, color=FAINT, linewidth=0.7, linestyle=":", zorder=0.5, label="_reference")
        for number, series in enumerate(self.series):
            for curve in panel.curves:
                known = [(point.liom_count, series.values[point.index]) for point in curve.points
                         if point.index in series.values]
                if known:
                    self._draw_curve(axis, curve, known, number)

    def _draw_curve(self, axis, curve, known, number):
        colour = self.keys.colour(curve)
        errors = [value.stderr for _, value in known]
        axis.errorbar([count for count, _ in known], [value.mean for _, value in known],
                      yerr=errors if any(map(math.isfinite, errors)) else None,  # matplotlib rejects NaN alone
                      color=lighter(colour), linestyle="--" if number else "-", linewidth=1.0 if number else 1.5,
                      marker=self.keys.marker(curve), markerfacecolor="white" if number else colour,
                      markeredgecolor=colour, ecolor=colour, elinewidth=0.9, capthick=0.9, zorder=3 - number,
                      label=f"_{number} {curve_name(curve)}")

    def _limits(self):
        ends = [end for one in self.series for point in self.points if point.index in one.values
                for end in one.values[point.index].ends]
        ends += [reference.value for reference in self.references]
        low, high = min(ends), max(ends)
        room = MARGIN * ((high - low) or 1.0)
        return low - room, high + room

    def _style_entries(self):
        entries = self.keys.marker_entries() if len(self.keys.markers) > 1 else []
        for number, series in enumerate(self.series):
            if series.label:
                entries.append((Line2D([], [], color=lighter(NEUTRAL), linestyle="--" if number else "-", marker="o",
                                       markerfacecolor="white" if number else NEUTRAL, markeredgecolor=NEUTRAL),
                                series.label))
        return entries + [(Line2D([], [], color=FAINT, linewidth=0.7, linestyle=":"), reference.label)
                          for reference in self.references if reference.label]


def error_note(results, points, errors):
    """The footer's first sentence. @param errors  what the error bars are, where there are any"""
    several = any(point.realizations > 1 for point in points)
    return "; ".join([*campaign_facts(results, points),
                      f"error bars: {errors}" if several else "no error bars: a single realization has none"]) + "."
