"""Fig. S4: the entanglement entropy S of the last LIOM against xi, a curve per M, with the crossings; the gap ratio r below."""

import math

import numpy
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

import layout
from curves import panels_of
from density_inset import liom_colours, liom_entries
from failure import BAD_DATA, PlotFailure
from results_file import mbl_results
from style import FAINT, lighter
from words import campaign_facts, panel_label

from crossings import find_crossings  # beside mbl_results

ENTROPY, RATIO = "entropy_tau_M", "gap_ratio"
POISSON, GOE = 2 * math.log(2) - 1, 0.5307  # the ratios of uncorrelated and of GOE levels
PANEL_HEIGHT = 2.5
INSET_BOX = (0.13, 0.66, 0.84, 0.28)  # left, bottom, width, height, in units of the panel
INSET_CLEAR = 0.56  # lower end of what the inset needs
ZOOMS = {"1d_exponential": (2.0, 4.0), "1d_stretched": (0.5, 1.0)}  # of the insets, as in the paper
TICKS = (0.1, 0.2, 0.4, 0.7, 1, 2, 3, 4, 8, 20, 50)
MISSING = ("no panel with several xi and liom_count >= 1, so no curve against xi; add such a sweep to the config and run it "
           "again")


def draw(results, theory=None):
    """The Figure: its axes are the panels of S in config order, then those of r; insets are children of the former.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where no panel has several xi.
    """
    raw = {point.index: point for point in results.raw.points}
    panels = [(panel, _members(panel, raw)) for panel in panels_of(results.points)]
    panels = [(panel, members) for panel, members in panels if len({point.localization_length for point in members}) > 1]
    if not panels:
        raise PlotFailure(BAD_DATA, f"{results.path}: {MISSING}")
    points = [point for _, members in panels for point in members]
    colours = liom_colours([point.liom_count for point in points])
    def stream_of(point):
        return mbl_results.bootstrap_stream(point, results.raw.shared_disorder)

    crossings = [find_crossings(members, ENTROPY, stream_of=stream_of) for _, members in panels]
    styles = [(Line2D([], [], color=FAINT, linewidth=0.7, linestyle=":"), r"$\log$ 2; $r$ of GOE, of Poisson")]
    if any(crossing.status == "crossing" for found in crossings for crossing in found):
        styles.append((Line2D([], [], color=FAINT, linewidth=1.0), r"crossings, $\pm$ error"))
    figure, axes = layout.make_figure(2 * len(panels), [liom_entries(colours), styles],
                                      _notes(results, points, panels, crossings), columns=len(panels), panel_height=PANEL_HEIGHT)
    for number, (panel, members) in enumerate(panels):
        label = panel_label(panel.name, number, len(panels))
        title = label if len(panel.name) > 2 else " ".join(filter(None, [label, panel.title]))
        for row, (name, ylabel) in enumerate(((ENTROPY, r"$S$ of the last LIOM"), (RATIO, r"gap ratio $r$"))):
            axis = axes[number + row * len(panels)]
            _draw_curves(axis, members, name, colours)
            axis.set_title(f"{title}, $r$" if row else title, loc="left")
            axis.set_xlabel(r"$\xi$", labelpad=1.5)
            if number == 0:
                axis.set_ylabel(ylabel, labelpad=2)
    _set_axes(axes[:len(panels)], points, ENTROPY, [math.log(2)], headroom=any(_zoom(panel) for panel, _ in panels))
    _set_axes(axes[len(panels):], points, RATIO, [POISSON, GOE])
    for number, (panel, members) in enumerate(panels):
        if _zoom(panel):
            _draw_inset(axes[number].inset_axes(INSET_BOX), members, colours, crossings[number], _zoom(panel))
    return figure


def _members(panel, raw):
    """The reader's points of a panel, of its first coupling and bubble: what else differs has no place here."""
    first = panel.curves[0]
    return [raw[point.index] for curve in panel.curves for point in curve.points
            if str(curve.coupling) == str(first.coupling) and curve.bubble_spins == first.bubble_spins
            and curve.geometry == first.geometry and not math.isnan(curve.localization_length)]


def _zoom(panel):
    return ZOOMS.get(panel.curves[0].geometry)


def _curves(points, name):
    """[(M, xi, means, errors)], ascending M and xi."""
    counts = sorted({point.liom_count for point in points})
    for count in counts:
        members = sorted((point for point in points if point.liom_count == count and name in point.samples),
                         key=lambda point: point.localization_length)
        estimates = [point.estimate(name) for point in members]
        if members:
            yield (count, *(numpy.array(column) for column in zip(*(
                (point.localization_length, one.mean, one.stderr) for point, one in zip(members, estimates)))))


def _draw_curves(axis, points, name, colours, size=2.8):
    """Labels begin with _curve, then M: for tests, not for legends."""
    axis.set_xscale("log")
    for count, lengths, means, errors in _curves(points, name):
        colour = colours[count]
        axis.errorbar(lengths, means, yerr=errors if numpy.all(numpy.isfinite(errors)) else None, color=lighter(colour),
                      linewidth=1.1, marker="o", markersize=size, markerfacecolor=colour, markeredgecolor=colour,
                      ecolor=colour, elinewidth=0.8, capthick=0.8, capsize=1.4, label=f"_curve {count}")


def _set_axes(axes, points, name, references, headroom=False):
    ends = list(references)
    for _, _, means, errors in _curves(points, name):
        errors = numpy.nan_to_num(errors)
        ends += [(means - errors).min(), (means + errors).max()]
    low, high = min(ends), max(ends)
    low, high = low - 0.06 * (high - low), high + 0.06 * (high - low)
    ticks = [tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= tick <= high]
    lengths = [point.localization_length for point in points]
    for axis in axes:
        for reference in references:
            axis.axhline(reference, color=FAINT, linewidth=0.7, linestyle=":", zorder=0.5, label="_reference")
        axis.set_ylim(low, low + (high - low) / INSET_CLEAR if headroom else high)
        axis.set_yticks(ticks)
        axis.set_xlim(min(lengths) / 1.15, max(lengths) * 1.15)
        _set_length_ticks(axis)


def _set_length_ticks(axis, ticks=TICKS):
    axis.xaxis.set_major_locator(FixedLocator(ticks))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _draw_inset(axis, points, colours, crossings, zoom):
    """The curves within `zoom`, each crossing as a line with a band of its error. Labels begin with _crossing."""
    _draw_curves(axis, points, ENTROPY, colours, size=2.2)
    low, high = zoom
    shown = [end for _, lengths, means, errors in _curves(points, ENTROPY)
             for inside in [(lengths >= low) & (lengths <= high)]
             for end in (*(means - numpy.nan_to_num(errors))[inside], *(means + numpy.nan_to_num(errors))[inside])]
    if shown:
        room = 0.1 * (max(shown) - min(shown) or 1.0)
        axis.set_ylim(min(shown) - room, max(shown) + room)
    for crossing in crossings:
        if crossing.status == "crossing" and low < crossing.length < high:
            colour = colours[crossing.lower + 1]
            axis.axvline(crossing.length, color=colour, linewidth=0.7, zorder=1, label=f"_crossing {crossing.lower}")
            if math.isfinite(crossing.error):
                axis.axvspan(crossing.length - crossing.error, crossing.length + crossing.error, color=lighter(colour),
                             alpha=0.35, linewidth=0, zorder=0.5)
    axis.set_xlim(low / 1.03, high * 1.03)
    _set_length_ticks(axis, [low, (low * high)**0.5 // 0.1 / 10, high])
    axis.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axis.tick_params(labelsize=6, pad=1.5, length=2)


def _notes(results, points, panels, crossings):
    several = any(point.realizations > 1 for point in points)
    facts = campaign_facts(results, points)
    facts.append("error bars: standard error over realizations" if several else "no error bars: a single realization has none")
    notes = ["; ".join(facts) + "."]
    told = [f"{panel_label(panel.name, number, len(panels))} {words}".strip()
            for number, ((panel, _), found) in enumerate(zip(panels, crossings)) for words in [_crossing_words(found)] if words]
    if told:
        notes.append(r"Crossings in $\xi$ of the $S$ curves of M and M + 1 (bootstrap over realizations, and the interpolation's error): "
                     + "; ".join(told) + ".")
    return notes


def _crossing_words(crossings):
    found = [f"M = {crossing.lower}: {with_error(crossing.length, crossing.error)}" for crossing in crossings
             if crossing.status == "crossing"]
    return ", ".join(found)


def with_error(value, error):
    """3.41(12): the digits that the error leaves, two of the error."""
    if not (math.isfinite(error) and error > 0):
        return f"{value:.3g}" + ("" if error == 0 else " (no error)")
    error = float(f"{error:.1e}")  # 0.0996 is 0.10
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{digits}f}({round(error * 10**digits):d})" if digits else f"{value:.0f}({error:.0f})"
