"""Fonts, colours, markers and words that all figures share."""

import matplotlib

GEOMETRY_NAMES = {"1d_exponential": "1D exponential", "1d_stretched": "1D stretched exponential",
                  "2d_exponential": "2D exponential", "explicit": "explicit LIOMs"}
MARKERS = "osD^vPX<>"
DASHES = (0, (3.5, 2))
NEUTRAL = "0.25"  # no localization length, and legend keys that stand for every colour
FAINT = "0.45"  # footer, floor

RC_PARAMS = {
    "font.family": "DejaVu Sans", "font.size": 8, "mathtext.fontset": "dejavusans",
    "axes.titlesize": 8, "axes.labelsize": 9, "axes.linewidth": 0.7, "axes.titlepad": 4,
    "xtick.labelsize": 7.5, "ytick.labelsize": 7.5, "xtick.direction": "in", "ytick.direction": "in",
    "xtick.top": True, "ytick.right": True, "xtick.major.width": 0.7, "ytick.major.width": 0.7,
    "ytick.minor.width": 0.5, "legend.fontsize": 7.5, "lines.linewidth": 1.5, "lines.markersize": 3.8,
    "errorbar.capsize": 1.8, "savefig.dpi": 300, "svg.hashsalt": "mbl_gpu", "svg.fonttype": "path",
}


def colours(localization_lengths):
    """{xi: colour} by rank. Plasma short of its yellow: lightness rises with xi, so the order of
    the curves survives colour blindness and a grey print."""
    ordered = sorted(localization_lengths)
    last = max(len(ordered) - 1, 1)
    plasma = matplotlib.colormaps["plasma"]
    return {xi: plasma(0.86 * rank / last) for rank, xi in enumerate(ordered)}


def lighter(colour):
    """The colour of the line between markers: pale, so that dashes of theory show on top of it."""
    red, green, blue = matplotlib.colors.to_rgb(colour)
    return tuple(0.5 + 0.5 * part for part in (red, green, blue))
