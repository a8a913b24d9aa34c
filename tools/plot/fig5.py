"""Fig. 5: Delta n_absorbed against M, Eq. (9); insets p(G)."""

from matplotlib.ticker import MaxNLocator

from against_lioms import Against, Reference, Series, error_note
from density_inset import draw_densities, liom_colours, liom_entries, read_densities
from quantity import mean_of_samples, read_values
from words import parameter_words

INSET = "inset "  # a panel of this name and a letter goes into the panel of that letter
PANEL_HEIGHT = 3.3
INSET_BOX = (0.12, 0.67, 0.85, 0.25)  # left, bottom, width, height, in units of the panel
INSET_CLEAR = 0.56  # lower end of what the inset needs, tick labels and axis label included
MISSING = ("no point whose M - 1 is there, too, with the same draws, so no Delta n; add such points to the config's sweeps, "
           "for example \"liom_count\": [0, 1, 2], and run it again")


def draw(results, theory=None):
    """The Figure: its axes are the panels in config order; insets are children of theirs.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where there is no Delta n.
    """
    values = read_values(results.path, results.every_point, mean_of_samples("absorbed_lioms_sigma_z_N"))
    insets, points = _split(results.every_point)
    lines = [Reference(1.0, "one degree of freedom"), Reference(0.0, "")]
    against = Against(results, points, [Series(values, "")], lines, MISSING)
    homes = {panel.name: number for number, panel in enumerate(against.panels)}
    insets = {name: members for name, members in insets.items() if name in homes}
    counts = [point.liom_count for members in insets.values() for point in members]
    colours = liom_colours(counts)
    figure = against.draw(r"$\Delta n_{\mathrm{absorbed}}$", [liom_entries(colours, r"insets $p(\mathcal{G})$: ")] if counts else [],
                          _notes(results, against, counts), panel_height=PANEL_HEIGHT if counts else None)
    if counts:
        low, high = against.axes[0].get_ylim()
        for axis in against.axes:
            axis.set_ylim(low, low + (high - low) / INSET_CLEAR)
            axis.set_yticks([tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high)
                             if low <= tick <= high])
    for name, members in insets.items():
        _draw_inset(against.axes[homes[name]].inset_axes(INSET_BOX), results, members, colours)
    return figure


def _split(every_point):
    """({letter: points of its inset}, the other points)."""
    insets, others = {}, []
    for point in every_point:
        if point.panel.startswith(INSET):
            insets.setdefault(point.panel[len(INSET):], []).append(point)
        else:
            others.append(point)
    return insets, others


def _draw_inset(axis, results, points, colours):
    points = sorted(points, key=lambda point: point.liom_count)
    draw_densities(axis, points, read_densities(results.path, points), colours)
    facts = dict.fromkeys(parameter_words(point, name).replace(" exponential", " exp.")
                          for point in points for name in ("geometry", "localization_length"))
    axis.set_title(r"$p(\mathcal{G})$: " + ", ".join(filter(None, facts)), fontsize=6.3, pad=2.5)
    axis.set_xlabel(r"$\mathcal{G}$", fontsize=6.5, labelpad=0)
    axis.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axis.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axis.tick_params(labelsize=6, pad=1.5, length=2.5)


def _notes(results, against, counts):
    notes = [error_note(results, against.points, "standard error of the differences between equal realizations")]
    if counts:
        notes.append(r"$p(\mathcal{G})$ of $\sigma^z_N$; bands: jackknife over groups of realizations.")
    return notes
