"""Fig. 6: the bubble's spectral function rho(omega) for growing M, U = 0 dashed, layers of LIOMs in an inset; rho_a of chosen LIOMs."""

import math

import matplotlib
import numpy
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

import layout
from failure import BAD_DATA, PlotFailure
from impurity_facts import common_note, comparison_note, left_out_note, resolution_note
from impurity_panels import PARAMETERS, panels_of
from impurity_words import parameter_words, varying
from layer_inset import draw_layers
from liom_panels import MOST_LIOMS, draw_lioms, liom_colours, liom_points, shown_lioms
from panel_title import PanelTitle
from results_file import ResultsError, mbl_results
from style import DASHES, FAINT, NEUTRAL
from words import panel_label

MOST_PANELS, MOST_CURVES = 12, 12
PANEL_HEIGHT = 2.1
HEADROOM = 1.06
INSET_INCHES, INSET_EDGE = 0.80, 0.05  # side of the square, and its distance from the panel's upper right corner
INSET_CLEAR = 0.03  # of the panel's height, below the inset
CUT = 0.1  # of a curve's maximum: what is left at the last frequency where it is said that the spectrum goes on
CURVE = "plot_spectral_function"


def read(path):
    """@throws ResultsError 74 unreadable, 65 not a file of ours, too new, incomplete, or without points of the impurity model."""
    results = mbl_results.read(path)
    if not results.impurity_points:
        raise ResultsError(BAD_DATA, f"{path}: no /ipt/points, so no bubble spectral function to draw; Fig. 6 needs a campaign of an "
                                     "impurity model")
    return results


def draw(results, theory=None):
    """The Figure: its axes are the panels in config order, then those of the LIOMs; the inset is a child of panel a.

    @param results  of read()
    @param theory   without a meaning here: no theory is drawn
    @throws PlotFailure 65 where no point has converged, ResultsError 65 where one lacks its curve.
    """
    points = [point for point in results.impurity_points if point.converged]
    lost = [point for point in results.impurity_points if not point.converged]
    if not points:
        raise PlotFailure(BAD_DATA, f"{results.path}: none of {len(lost)} points has converged, so nothing to draw (the first: "
                                    f"{lost[0].failure or 'no reason given'}); see ipt_summary.csv")
    return _Drawing(results, points, lost).figure


class _Drawing:
    def __init__(self, results, points, lost):
        self.all_panels, self.is_paper = panels_of(points)
        self.panels = self.all_panels[:MOST_PANELS]
        self.shown = {id(panel): _shown(panel.curves) for panel in self.panels}
        self.curves = [curve for panel in self.panels for curve in self.shown[id(panel)]]
        firsts = [curve.first for curve in self.curves]
        within = {name for panel in self.panels for name in varying([curve.first for curve in panel.curves], PARAMETERS)}
        self.interactions = sorted({curve.value("interaction") for curve in self.curves if not curve.is_free})
        self.title_names = [name for name in varying(firsts, PARAMETERS) if name not in within]
        self.names = [name for name in PARAMETERS if name in within and (name != "interaction" or len(self.interactions) > 1)]
        self.colours = _by_rank({self._variant(curve) for curve in self.curves})
        self.has_bands = any(len(curve.points) > 1 for curve in self.curves)
        self.averages = {id(curve): mbl_results.seed_average(curve.points, CURVE) for curve in self.curves}
        self.lioms = liom_points(self.panels, results.config)[:MOST_PANELS]
        self.liom_colours = liom_colours(index for _, point in self.lioms for index in shown_lioms(point))
        count = len(self.panels) + len(self.lioms)
        columns = self._columns(count)
        inches = layout.panel_inches(count, own_y=True, columns=columns)
        titles = self._titles()
        lines = 1 if all(title.fits_one_line(inches) for title in titles) else 2
        self.figure, axes = layout.make_figure(count, self._legends(), self._notes(results, points, lost), own_y=True, columns=columns,
                                               panel_height=PANEL_HEIGHT, title_lines=lines)
        for number, (axis, title) in enumerate(zip(axes, titles)):
            title.draw(axis, inches, lines)
            axis.set_xlabel(r"$\omega$", labelpad=1.5)
            if number % columns == 0 or number == len(self.panels):
                axis.set_ylabel(r"$\rho(\omega)$" if number < len(self.panels) else r"$\rho_a(\omega)$", labelpad=2)
        for axis, panel in zip(axes, self.panels):
            self._draw_panel(axis, panel)
        self._set_heights(axes, inches)
        for axis, (_, point) in zip(axes[len(self.panels):], self.lioms):
            draw_lioms(axis, point, self.liom_colours)

    def _columns(self, count):
        """Those of the parts of a label where each has as many, so that a row is a label."""
        parts = {sum(panel.every_curve is other.every_curve for other in self.panels) for panel in self.panels}
        if parts == {3}:
            return 3
        return 2 if self.is_paper or count in (2, 4) or parts in ({2}, {4}) else layout.COLUMNS

    def _variant(self, curve):
        """What its colour stands for; an undefined value is None."""
        return tuple(None if str(curve.value(name)) == "nan" else curve.value(name) for name in self.names)

    def _is_dashed(self, curve):
        return curve.is_free and bool(self.interactions)

    @property
    def _free_colour(self):
        """Of U = 0 where it is one curve to a panel: in the paper's form, and where colours stand for T alone, which rho at U = 0 does
        not depend on; None: its partner's."""
        return "black" if self.is_paper or self.names == ["temperature"] else None

    def _draw_panel(self, axis, panel):
        """Labels begin with _curve, _free and _band, then the parameters: for tests, not for legends."""
        for order, curve in enumerate(self.shown[id(panel)]):
            average, words, is_dashed = self.averages[id(curve)], parameter_words(curve.first, self.names), self._is_dashed(curve)
            colour = self._free_colour if is_dashed and self._free_colour else self.colours[self._variant(curve)]
            if len(curve.points) > 1:
                axis.fill_between(average.x, average.mean - average.stderr, average.mean + average.stderr, color=colour, alpha=0.25,
                                  linewidth=0, zorder=2, label=f"_band {words}")
            # The first on top: smaller M are smoother, and would vanish below the others.
            style = dict(linestyle=DASHES, linewidth=0.6, zorder=4) if is_dashed else dict(linewidth=0.7, zorder=3 - 0.01 * order)
            axis.plot(average.x, average.mean, color=colour, label=f"{'_free' if is_dashed else '_curve'} {words}", **style)
        axis.set_xlim(*self._range(panel))

    def _range(self, panel):
        abscissae = [self.averages[id(curve)].x for curve in self.shown[id(panel)]]
        low, high = min(x[0] for x in abscissae), max(x[-1] for x in abscissae)
        if not high > low:
            return low - 0.5, high + 0.5
        digits = 3 - math.floor(math.log10(high - low))  # the program's frequencies are a little off round numbers
        return round(low, digits), round(high, digits)

    def _top(self, panel, beyond=-math.inf):
        """The largest value, error included, at omega > beyond."""
        values = [0.0]
        for curve in self.shown[id(panel)]:
            average = self.averages[id(curve)]
            inside = average.x > beyond
            values.append((average.mean + numpy.nan_to_num(average.stderr))[inside].max(initial=0.0))
        return max(values)

    def _set_heights(self, axes, inches):
        """The halves of one label share their axis; the inset stays clear of the curves."""
        tops = {}
        for panel in self.panels:
            tops[id(panel.every_curve)] = max(tops.get(id(panel.every_curve), 0.0), HEADROOM * self._top(panel))
            if panel.shows_layers:
                low, high = self._range(panel)
                left = 1 - (INSET_INCHES + 2 * INSET_EDGE) / inches
                bottom = 1 - (INSET_INCHES + INSET_EDGE) / PANEL_HEIGHT - INSET_CLEAR
                tops[id(panel.every_curve)] = max(tops[id(panel.every_curve)], self._top(panel, low + left * (high - low)) / bottom)
        for axis, panel in zip(axes, self.panels):
            axis.set_ylim(0, tops[id(panel.every_curve)] or 1.0)
            axis.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axis.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
            if panel.shows_layers:
                width, height = INSET_INCHES / inches, INSET_INCHES / PANEL_HEIGHT
                box = (1 - width - INSET_EDGE / inches, 1 - height - INSET_EDGE / PANEL_HEIGHT, width, height)
                draw_layers(axis.inset_axes(box), panel.curves[0].value("layer_rule") or "n")

    def _titles(self):
        count = len(self.panels) + len(self.lioms)
        made = [PanelTitle(panel_label(panel.name, number, count), parameter_words(panel.curves[0].first, self.title_names), "")
                for number, panel in enumerate(self.panels)]
        last = max((panel.name for panel in self.panels if self.is_paper), default="")
        for number, (panel, point) in enumerate(self.lioms):
            name = chr(ord(last) + 1 + number) if self.is_paper else f"{panel.name}, LIOMs" * bool(panel.name)
            names = self.names if panel.name and not self.is_paper else [*self.title_names, *self.names]
            made.append(PanelTitle(panel_label(name, len(self.panels) + number, count), parameter_words(point, names), ""))
        return made

    def _legends(self):
        """One list of (handle, label) for the colours, one for styles, one for LIOMs."""
        variants = [(Line2D([], [], color=colour, linewidth=1.2), parameter_words(self._example(variant), self.names))
                    for variant, colour in self.colours.items() if self.names]
        styles = []
        dashed = [curve for curve in self.curves if self._is_dashed(curve)]
        if dashed:
            counts = {curve.liom_count for curve in dashed}
            words = f", $M$ = {max(counts)}" if self.is_paper and len(counts) == 1 else ""
            if self._free_colour and not self.is_paper:
                words = ", any $T$"
            if len(self.interactions) == 1:
                styles.append((Line2D([], [], color=NEUTRAL, linewidth=0.9), f"$U$ = {self.interactions[0]:g}"))
            styles.append((Line2D([], [], color=self._free_colour or NEUTRAL, linewidth=0.9, linestyle=DASHES),
                           f"$U$ = 0{words}"))
        if self.has_bands:
            styles.append((Patch(facecolor=FAINT, alpha=0.4), "$\\pm$ standard error over seeds"))
        lioms = [(Line2D([], [], color=colour, linewidth=1.2), f"{'' if number else 'LIOM '}$a$ = {index}")
                 for number, (index, colour) in enumerate(self.liom_colours.items())]
        return [variants, styles, lioms]

    def _example(self, variant):
        """The point whose words a legend entry has; rather one with U > 0."""
        return min((curve for curve in self.curves if self._variant(curve) == variant), key=lambda curve: curve.is_free).first

    def _notes(self, results, points, lost):
        notes = [common_note(points, self.curves, results.seed), resolution_note(points), comparison_note(self.panels)]
        if any(panel.shows_layers for panel in self.panels):
            rule = self.panels[0].curves[0].value("layer_rule") or "n"
            notes.append(rf"Inset: the bubble, and layers of LIOMs at $r$ = $r_0(n-1)$, ${rule}$ of them in layer $n$.")
        if self.lioms:
            kept = max(len(point.lioms) for _, point in self.lioms)
            more = f"; the first {MOST_LIOMS} of {kept} that are kept" if kept > MOST_LIOMS else ""
            seed = ", of the first seed" if self.has_bands else ""
            order = "of the config's list" if all(point.geometry == "explicit" for _, point in self.lioms) else "as the layers go outwards"
            notes.append(rf"$\rho_a$: of single LIOMs, counted from 0 {order}{seed}{more}.")
        if any(max(average.mean[0], average.mean[-1]) > CUT * average.mean.max() for average in self.averages.values()):
            notes.append("Spectra go on beyond the frequencies that are plotted; spectral.frequency in the config lists others.")
        hidden = sum(len(panel.curves) for panel in self.all_panels) - len(self.curves)
        if hidden:
            notes.append(f"{hidden} more curves are in results.h5 (at most {MOST_CURVES} to a panel, {MOST_PANELS} panels); a config "
                         "with fewer points draws them.")
        return [note for note in [*notes, left_out_note(lost, points)] if note]


def _shown(curves):
    """The first of a panel's curves, each with its U = 0."""
    interacting = [curve for curve in curves if not curve.is_free][:MOST_CURVES]
    free = [curve for curve in curves if curve.is_free]
    if not interacting:
        return free[:MOST_CURVES]
    return interacting + [curve for curve in free if any(curve.same_but(one, "interaction") for one in interacting)]


def _by_rank(variants):
    """{variant: colour}, ascending; a map whose lightness rises, so that the order survives a grey print."""
    def key(variant):
        return [(value is None, isinstance(value, str), 0 if value is None else value) for value in variant]

    ordered = sorted(variants, key=key)
    viridis = matplotlib.colormaps["viridis"]
    return {variant: viridis(0.9 * rank / max(len(ordered) - 1, 1)) for rank, variant in enumerate(ordered)}
