"""Fig. 3: the spectral function rho(omega) of tau^x_M as a histogram, one panel per point."""

import layout
from failure import BAD_DATA, PlotFailure
from panel_title import PanelTitle
from spectrum import read_spectra
from spectrum_artist import SpectrumArtist, legend
from words import campaign_facts, panel_label, parameter_words, range_words, varies

OPERATOR = "tau_x_M"
MOST_PANELS = 12
PARAMETERS = ("geometry", "coupling", "localization_length", "liom_count")
SHOWN_WEIGHT = 0.99  # of each curve lies within the frequency axis, which all panels share
PEAK_MARGIN = 1.18  # of the frequency axis over 2 eps_M, at least


def draw(results, theory=None):
    """The Figure: its axes are the points in config order; a peak of one or two bins has an inset as child.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where no point has a LIOM, or a point has no curve.
    """
    points = results.points[:MOST_PANELS]
    if not points:
        raise PlotFailure(BAD_DATA, f"{results.path}: no point with liom_count >= 1 and realizations, so no spectral "
                                    "function of a LIOM; add such a point to the config's sweeps and run it again")
    artists = [SpectrumArtist(point, spectrum)
               for point, spectrum in zip(points, read_spectra(results.path, points, OPERATOR))]
    titles = _titles(artists)
    inches = layout.panel_inches(len(points), own_y=True)
    lines = 1 if all(title.fits_one_line(inches) for title in titles) else 2
    figure, axes = layout.make_figure(len(points), [legend(artists)], _notes(results, artists), own_y=True,
                                      title_lines=lines)
    limit = max(map(_frequency_limit, artists))
    for number, (axis, artist, title) in enumerate(zip(axes, artists, titles)):
        axis.set_xlim(-limit, limit)
        artist.draw(axis)
        title.draw(axis, inches, lines)
        axis.set_xlabel(r"$\omega$", labelpad=1.5)
        if number % layout.COLUMNS == 0:
            axis.set_ylabel(r"$\rho(\omega)$", labelpad=2)
    return figure


def _titles(artists):
    """The config's name or a letter, the parameters that tell the points apart, and the width."""
    points = [artist.point for artist in artists]
    varying = [name for name in PARAMETERS if varies(points, name)]
    return [PanelTitle(label=panel_label(artist.point.panel, number, len(points)),
                       parameters=_listed(artist.point, varying), result=artist.width_words)
            for number, artist in enumerate(artists)]


def _listed(point, names):
    return ", ".join(filter(None, (parameter_words(point, name) for name in names)))


def _frequency_limit(artist):
    return max(artist.spectrum.reach(SHOWN_WEIGHT), PEAK_MARGIN * abs(artist.peaks).max(initial=0.0))


def _notes(results, artists):
    """The footer: what the curves are made of, their bins, and how the width is counted."""
    points = [artist.point for artist in artists]
    common = _listed(points[0], [name for name in PARAMETERS if not varies(points, name)])
    facts = ", ".join([common] * bool(common) + campaign_facts(results, points))
    spacing = rf"$\delta_E$ = {range_words([point.level_spacing for point in points], '.3g')}"
    native = all(artist.has_native_bins for artist in artists)
    bin_widths = range_words([artist.spectrum.bin_width for artist in artists], ".3g")
    bins = f"Bins of one level spacing, {spacing}" if native else f"Bins of width {bin_widths}"
    counted = "bins" if native else f"bins of width {spacing}"
    notes = [f"Mean over the window: {facts}.",
             rf"{bins}; $\gamma$: {counted} at or above half of their side's maximum, both sides together"
             f"{_averaging(artists)}."]
    if len(results.points) > len(points):
        notes.append(f"The first {len(points)} of {len(results.points)} points; results.h5 holds the others, and a "
                     "config with fewer points draws them.")
    return notes


def _averaging(artists):
    """How several realizations are averaged, if there are."""
    several = [artist for artist in artists if len(artist.point.widths) > 1]
    if not several:
        return ""
    if all(artist.spectrum.has_errors for artist in several):
        return r" in each realization; errors: $\gamma$ over realizations, curves by jackknife"
    return r" in each realization; error of $\gamma$ over realizations; too few of them for a jackknife of the curves"
