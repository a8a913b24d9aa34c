"""Fig. 4: gamma/delta_E against M, numerics with error bars, Eqs. 6 and 7 dashed."""

import layout
from curve_artist import CurveArtist
from curves import panels_of, split_inset, with_comparison
from failure import BAD_DATA, PlotFailure
from width_axes import limit_below, set_liom_count_axis, set_width_axis, width_limits
from words import campaign_facts, panel_label

INSET_BOX = (0.12, 0.64, 0.48, 0.29)  # left, bottom, width, height, in units of panel c
INSET_CLEAR = (0.63, 0.57)  # right and lower end of the region the inset needs, tick labels included


def draw(results, theory=None):
    """The Figure: its axes are the panels in config order; the inset is a child of panel c.

    @param theory  "implied" or "printed"; None: what the file says
    @throws PlotFailure 65 where no point has a LIOM.
    """
    theory = theory or results.theory
    if not results.points:
        raise PlotFailure(BAD_DATA, f"{results.path}: no point with liom_count >= 1 and realizations, so no width "
                                    "to draw; add such a point to the config's sweeps and run it again")
    panels, inset = split_inset(panels_of(results.points))
    if inset:
        inset = with_comparison(inset, panels)
    artist = CurveArtist(panels + [inset] * bool(inset), theory, results.mean_liom_energy)
    figure, axes = layout.make_figure(len(panels), artist.legends(), _notes(results, artist),
                                      wide_last=inset is not None)
    for number, (axis, panel) in enumerate(zip(axes, panels)):
        artist.draw(axis, panel)
        axis.set_xlabel("$M$", labelpad=1.5)
        axis.set_title(_panel_title(panel, number, len(panels)), loc="left")
        if number % layout.COLUMNS == 0:
            axis.set_ylabel(r"$\gamma/\delta_E$", labelpad=2)
    curves = [curve for panel in panels for curve in panel.curves]
    counts = _liom_counts(curves)
    low, high = width_limits(curves, theory)
    for axis in axes:
        set_liom_count_axis(axis, counts[0], counts[-1])
    if inset:
        home, panel = next(pair for pair in zip(axes, panels) if pair[1].name == "c")
        high = max(high, limit_below(home, panel.curves, theory, low, *INSET_CLEAR))
        _draw_inset(home.inset_axes(INSET_BOX), inset, artist)
    for axis in axes:
        set_width_axis(axis, low, high)
    return figure


def _draw_inset(axis, inset, artist):
    artist.draw(axis, inset, marker_size=2.9)
    counts = _liom_counts(inset.curves)
    set_liom_count_axis(axis, counts[0], counts[-1])
    set_width_axis(axis, *width_limits(inset.curves, artist.theory))
    lengths = {curve.localization_length for curve in inset.curves}
    words = [inset.title.replace(" exponential", "")] + [rf"$\xi$ = {xi:g}" for xi in lengths if len(lengths) == 1]
    axis.set_title(", ".join(filter(None, words)), fontsize=6.3, pad=2.5)
    axis.tick_params(labelsize=6, pad=1.5, length=2.5)
    axis.tick_params(which="minor", length=1.5)


def _panel_title(panel, number, panel_count):
    """"(a) 1D exponential"; a name longer than a letter stands alone."""
    label = panel_label(panel.name, number, panel_count)
    return label if len(panel.name) > 2 else " ".join(filter(None, [label, panel.title]))


def _liom_counts(curves):
    return sorted({point.liom_count for curve in curves for point in curve.points})


def _notes(results, artist):
    """The footer: what the points are made of, which Eq. 7, and where the golden rule does not hold."""
    facts = campaign_facts(results, results.points)
    several = any(len(point.widths) > 1 for point in results.points)
    facts.append("error bars: standard error over realizations" if several
                 else "no error bars: a single realization has none")
    if any(curve.geometry == "1d_stretched" for curve in artist.curves):
        facts.append(r"Eq. 7 with $-2\sqrt{r_M}/\xi$, as $V_M$ implies" if artist.theory == "implied" else
                     r"Eq. 7 as printed, $-2\sqrt{r_M/\xi}$ ($V_M$ implies $-2\sqrt{r_M}/\xi$)")
    notes = ["; ".join(facts) + "."]
    names = dict.fromkeys(f"$V_1$ = {curve.coupling:g}, $M$ = {point.liom_count}" for curve, point in artist.outside)
    if names:
        notes.append(f"Open symbols ({'; '.join(names)}): outside the golden-rule regime, whose peaks would be wider "
                     "than 2\u03b5, their distance from \u03c9 = 0; theory is anchored there all the same.")
    return notes
