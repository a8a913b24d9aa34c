"""Insets of Fig. 5: the distribution p(G) of the Thouless parameter, one curve per M."""

import matplotlib
from matplotlib.lines import Line2D

from histogram import Histogram, read_histogram
from results_file import open_results
from style import lighter

DENSITY = "thouless_density_sigma_z_N"
SHOWN_WEIGHT = 0.995  # of every curve lies within the G axis


def read_densities(path, points):
    """[points] of Histogram: p(G) of sigma^z_N. @throws PlotFailure 65, 74."""
    with open_results(path) as file:
        return [Histogram(*read_histogram(file[f"ed/points/{point.index}"], DENSITY)) for point in points]


def liom_colours(counts):
    """{M: colour}; another map than that of xi, whose colours mean something else."""
    ordered = sorted(set(counts))
    viridis = matplotlib.colormaps["viridis"]
    return {count: viridis(0.9 * rank / max(len(ordered) - 1, 1)) for rank, count in enumerate(ordered)}


def liom_entries(colours, words=""):
    """List of (handle, label), one per M. @param words  in front of the first"""
    return [(Line2D([], [], color=colour, linewidth=1.2), f"{'' if number else words}$M$ = {count}")
            for number, (count, colour) in enumerate(colours.items())]


def draw_densities(axis, points, densities, colours):
    """Labels begin with _density and _band: for tests, not for legends."""
    for point, density in zip(points, densities):
        colour = colours[point.liom_count]
        if density.has_errors:
            axis.stairs(density.mean + density.stderr, density.edges, baseline=density.mean - density.stderr, fill=True,
                        color=lighter(colour), linewidth=0, alpha=0.6, zorder=2, label=f"_band {point.liom_count}")
        axis.stairs(density.mean, density.edges, color=colour, linewidth=0.7, zorder=3,
                    label=f"_density {point.liom_count}")
    low, high = zip(*map(_range, densities))
    axis.set_xlim(min(low), max(high))
    axis.set_ylim(0, None)


def _range(density):
    """Ends of the G axis that this curve needs."""
    weight = density.mean.cumsum()
    if not weight[-1] > 0:
        return density.edges[0], density.edges[-1]
    tail = 0.5 * (1 - SHOWN_WEIGHT) * weight[-1]
    return density.edges[weight.searchsorted(tail)], density.edges[weight.searchsorted(weight[-1] - tail) + 1]
