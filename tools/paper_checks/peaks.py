"""Sec. III A, Fig. 3: at fixed disorder the last LIOM's spectral function has its two peaks at +-2 eps_M."""

import numpy

from .verdict import Evidence, Statement, from_samples

CURVE, ENERGY = "spectral_realization_0_tau_x_M", "liom_energy"


def peaks(system):
    """One value per M, whose LIOMs are independent draws; xi, geometries and sides of one M share theirs and are averaged."""
    distances = {}
    for point in system.points:
        if point.liom_count > 0 and CURVE in point.curve_names and ENERGY in point.samples:
            place = 2 * float(numpy.ravel(point.samples[ENERGY][0])[-1])
            distances.setdefault(point.liom_count, []).append(_distance(point.curve(CURVE), place))
    if not distances:
        return Evidence()
    number = from_samples("mean of M = " + ", ".join(map(str, sorted(distances))),
                          [numpy.mean(distances[count]) for count in sorted(distances)], 0, 1)
    return Evidence([number])


def _distance(curve, place):
    """Of +-place from the middle of the bins at or above half of that side's maximum, in units of half of their width gamma, as
    gamma/delta_E counts them; mean over both sides. At most 1: inside the peak."""
    found = []
    for sign in (1, -1):
        side = sign * curve.x > 0
        bins = curve.x[side][curve.mean[side] >= 0.5 * curve.mean[side].max()]
        found.append(abs(bins.mean() - sign * place) / (0.5 * len(bins) * curve.bin_width))
    return numpy.mean(found)


STATEMENTS = [
    Statement("peaks", "Sec. III A, Fig. 3", "the last LIOM's spectral function has two peaks at +-2 eps_M",
              "distance from the middle of the bins above half maximum, in half widths, realization 0, mean over M: < 1", peaks),
]
