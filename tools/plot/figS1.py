"""Fig. S1: spectral functions of a bubble spin and of the last LIOM, one column per panel of the config, a curve per M."""

from dataclasses import dataclass

from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MaxNLocator

import layout
from curves import panels_of
from density_inset import liom_colours, liom_entries
from failure import BAD_DATA, PlotFailure
from spectrum import read_spectra
from style import FAINT, lighter
from words import campaign_facts, parameter_words

MOST_COLUMNS = 3
PANEL_HEIGHT = 1.75
SHOWN_WEIGHT = 0.99  # of every thermal curve of the same operator lies within the frequency axis
HEADROOM = 1.08
DECADES = 4  # of the logarithmic axes


@dataclass(frozen=True)
class Row:
    operator: str
    kind: str  # of read_spectra
    words: str
    ylabel: str
    logarithmic: bool = False


ROWS = (Row("sigma_x_1", "typical", r"$\sigma^x_1$, typical", r"$\rho_{\mathrm{typ}}(\omega)$"),
        Row("sigma_x_1", "thermal", r"$\sigma^x_1$, thermal", r"$\rho_{\mathrm{th}}(\omega)$"),
        Row("tau_x_M", "typical", r"$\tau^x_M$, typical", r"$\rho_{\mathrm{typ}}(\omega)$"),
        Row("tau_x_M", "realization_0", r"$\tau^x_M$, thermal, realization 0", r"$\rho_{\mathrm{th}}(\omega)$", True))


def draw(results, theory=None):
    """The Figure: its axes go row by row, (a) and (b) the first row of two columns.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where no point has a LIOM, or a point lacks a curve.
    """
    if not results.points:
        raise PlotFailure(BAD_DATA, f"{results.path}: no point with liom_count >= 1 and realizations, so no spectral "
                                    "function of a LIOM; add such a point to the config's sweeps and run it again")
    columns = _columns(results.every_point)[:MOST_COLUMNS]
    points = [point for column in columns for point in column]
    colours = liom_colours([point.liom_count for point in points])
    has_bands = any(point.realizations > 8 for point in points)
    figure, axes = layout.make_figure(len(ROWS) * len(columns), [liom_entries(colours, ""), _styles(has_bands)],
                                      _notes(results, columns, points), own_y=True, columns=len(columns),
                                      panel_height=PANEL_HEIGHT)
    limits = {operator: _frequency_limit(results, points, operator) for operator in {row.operator for row in ROWS}}
    for number, axis in enumerate(axes):
        row, members = ROWS[number // len(columns)], columns[number % len(columns)]
        axis.set_xlim(-limits[row.operator], limits[row.operator])
        _draw(axis, results, row, members, colours)
        axis.set_xlabel(r"$\omega$", labelpad=1.5)
        if number % len(columns) == 0:
            axis.set_ylabel(row.ylabel, labelpad=2)
        words = [row.words] + [parameter_words(members[0], "localization_length")]
        axis.set_title(f"({chr(ord('a') + number)}) " + ", ".join(filter(None, words)), loc="left")
    return figure


def _columns(every_point):
    """The panels' points, ascending M, one per M: what several curves of one panel differ by is not shown."""
    curves = [panel.curves[0].points for panel in panels_of(every_point)]
    return [curve for curve in curves if any(point.liom_count > 0 for point in curve)]


def _with_operator(points, operator):
    return [point for point in points if point.liom_count > 0 or not operator.startswith("tau")]


def _frequency_limit(results, points, operator):
    spectra = read_spectra(results.path, _with_operator(points, operator), operator)
    return max(spectrum.reach(SHOWN_WEIGHT) for spectrum in spectra)


def _draw(axis, results, row, points, colours):
    """Labels begin with _curve and _band, then M: for tests, not for legends."""
    points = _with_operator(points, row.operator)
    spectra = read_spectra(results.path, points, row.operator, row.kind)
    for point, spectrum in zip(points, spectra):
        colour = colours[point.liom_count]
        if spectrum.has_errors:
            axis.stairs(spectrum.mean + spectrum.stderr, spectrum.edges, baseline=spectrum.mean - spectrum.stderr,
                        fill=True, color=lighter(colour), linewidth=0, alpha=0.6, zorder=2,
                        label=f"_band {point.liom_count}")
        axis.stairs(spectrum.mean, spectrum.edges, baseline=None if row.logarithmic else 0, color=colour, linewidth=0.6,
                    zorder=3, label=f"_curve {point.liom_count}")
    top = HEADROOM * max((spectrum.mean + spectrum.stderr if spectrum.has_errors else spectrum.mean).max()
                         for spectrum in spectra)
    if row.logarithmic and top > 0:
        axis.set_yscale("log")
        axis.set_ylim(top * 10**-DECADES, 2 * top)
        axis.yaxis.set_major_locator(LogLocator(numticks=DECADES + 2))
    else:
        axis.set_ylim(0, top or 1.0)
        axis.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))


def _styles(has_bands):
    return [(Line2D([], [], color=FAINT, linewidth=4, alpha=0.4), "$\\pm$ standard error")] if has_bands else []


def _notes(results, columns, points):
    common = ", ".join(dict.fromkeys(parameter_words(column[0], name) for column in columns
                                     for name in ("geometry", "coupling")))
    facts = ", ".join([common, *campaign_facts(results, points)])
    notes = [rf"Means over the window: {facts}; bins of one level spacing $\delta_E$ unless the config names others; errors "
             "by jackknife over groups of realizations (a single realization has none)."]
    shown = sum(len(curve.points) for panel in panels_of(results.every_point) for curve in panel.curves)
    if shown > len(points):
        notes.append(f"The first curve of the first {len(columns)} panels; results.h5 holds the others, and a config with "
                     "fewer points draws them.")
    return notes
