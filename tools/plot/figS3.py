"""Fig. S3: the entanglement entropy S of the last LIOM against M."""

import math

from against_lioms import Against, Reference, Series, error_note
from quantity import mean_of_samples, read_values

MISSING = ("no point with liom_count >= 1 and realizations, so no entropy of a LIOM; add such a point to the config's "
           "sweeps and run it again")


def draw(results, theory=None):
    """The Figure: its axes are the panels in config order.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where no point has a LIOM.
    """
    points = results.points
    values = read_values(results.path, points, mean_of_samples("entropy_tau_M"))
    against = Against(results, points, [Series(values, "")], [Reference(math.log(2), "$\\log$ 2: fully entangled")],
                      MISSING)
    return against.draw(r"$S$ of the last LIOM", [],
                        [error_note(results, against.points, "standard error over realizations")])
