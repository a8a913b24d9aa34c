"""Fig. S2: the integral I of the typical spectral function of sigma^x_1 against M, with both choices of bins."""

from against_lioms import Against, Reference, Series, error_note
from quantity import integral, read_values

MISSING = "no point with realizations, so no integral; add a point to the config's sweeps and run it again"


def draw(results, theory=None):
    """The Figure: its axes are the panels in config order; filled symbols bins delta_E, open ones the wide bins.

    @param theory  without a meaning here: no theory is drawn
    @throws PlotFailure 65 where there is no integral.
    """
    points = results.every_point
    series = [Series(read_values(results.path, points, integral(f"{name}_sigma_x_1")), label)
              for name, label in (("typical_integral", r"bins $\delta_E$"),
                                  ("typical_integral_wide", r"bins $2\,[\delta_b\, w(N+M)/2^{N+M}]^{1/2}$"))]
    against = Against(results, points, series, [Reference(1.0, r"upper bound, Eq. S6")], MISSING)
    several = any(point.realizations > 8 for point in against.points)
    notes = [error_note(results, against.points, "jackknife over groups of realizations" if several else
                        "none, realizations are too few for a jackknife"),
             r"$\mathcal{I}$: integral of $\rho_{\mathrm{typ}}(\omega)$ of $\sigma^x_1$; its value depends on the bins: one "
             "that a hundredth of the eigenstates leave empty is lower by a third."]
    return against.draw(r"$\mathcal{I}/2\pi$", [], notes)
