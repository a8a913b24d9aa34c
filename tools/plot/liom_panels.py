"""Panels of the LIOMs' own spectral functions rho_a, where a campaign asks for more than those of the first and the last one."""

import matplotlib
import numpy

MOST_LIOMS = 8
DECADES = 6  # of the logarithmic axis, at most


def liom_points(panels, config):
    """[(panel, point)]: of each panel's curves the largest M that has a LIOM the campaign asked for, U > 0 if there is, first seed.

    The energies differ from seed to seed, so rho_a has no average over them.
    """
    asked = set(numpy.atleast_1d((config.get("spectral") or {}).get("liom") or []).astype(int).tolist())  # one may stand for a list
    found = []
    for panel in {id(panel.every_curve): panel for panel in panels}.values():
        curves = sorted(panel.every_curve, key=lambda curve: (curve.is_free, -curve.liom_count))
        points = [curve.first for curve in curves]
        points = [point for point in points if (asked - {0, point.liom_count - 1}) & set(point.lioms)]
        found += [(panel, points[0])] if points else []
    return found


def shown_lioms(point):
    """Indices from 0: all that are kept, or the first MOST_LIOMS of them."""
    return point.lioms[:MOST_LIOMS]


def liom_colours(indices):
    """{a: colour}; another map than that of the bubble's curves."""
    ordered = sorted(set(indices))
    plasma = matplotlib.colormaps["plasma"]
    return {index: plasma(0.86 * rank / max(len(ordered) - 1, 1)) for rank, index in enumerate(ordered)}


def draw_lioms(axis, point, colours):
    """Labels are _liom and the index from 0: for tests, not for legends."""
    curves = {index: point.curve(f"liom_spectral_function/{index}") for index in shown_lioms(point)}
    axis.set_yscale("log")
    for index, curve in curves.items():
        axis.plot(curve.x, numpy.where(curve.mean > 0, curve.mean, numpy.nan), color=colours[index], linewidth=0.7,
                  label=f"_liom {index}")
    positive = [value for curve in curves.values() for value in (curve.mean[curve.mean > 0].min(initial=numpy.inf), curve.mean.max())]
    top = max(value for value in positive if numpy.isfinite(value))
    if top > 0:
        axis.set_ylim(max(0.5 * min(positive), 2 * top * 10.0**-DECADES), 2 * top)
    axis.set_xlim(min(curve.x[0] for curve in curves.values()), max(curve.x[-1] for curve in curves.values()))
