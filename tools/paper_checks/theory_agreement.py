"""Sec. III A: gamma/delta_E against Eqs. 6 and 7 (anchored at M = 1), against Eq. 7 as printed, and against the golden rule."""

import math

from .verdict import Evidence, Statement, from_samples, pooled
from .widths import WIDTH

ABOVE_FLOOR = 3.0  # theory below is too near to the floor, where the maximum of Eqs. 6 and 7 has a kink and measurements have none
TOLERANCE = 0.25  # "excellent agreement" is taken to mean a quarter
LIMITS = (1 / (1 + TOLERANCE), 1 + TOLERANCE)


def _against(geometry, form):
    def check(system):
        ratios, labels = [], []
        for curve in system.curves(geometry):
            points = curve.with_samples(WIDTH)
            for count, point in points.items():
                theory = point.theory.get(form, math.nan)
                anchored = form != "golden_rule"
                if not theory > ABOVE_FLOOR or (anchored and (count == 1 or 1 not in points)):
                    continue
                if not anchored and curve.coupling > 1 and count == 1:
                    continue  # outside the golden-rule regime
                ratios.append(_ratio(point, points[1], theory) if anchored else point.samples[WIDTH] / theory)
                labels.append(curve.label(count))
        if not ratios:
            return Evidence()
        number = from_samples(f"mean of {len(ratios)} points", pooled(ratios), *LIMITS)
        return Evidence([number], [from_samples(label, values, *LIMITS) for label, values in zip(labels, ratios)])
    return check


def _ratio(point, anchor, theory):
    """[realizations] whose mean is gamma/theory and whose spread is that of the ratio: theory is proportional to the anchor's mean,
    measured in the same realizations (first order in the fluctuations)."""
    widths, first = point.samples[WIDTH], anchor.samples[WIDTH]
    count = min(len(widths), len(first))
    widths, first = widths[:count], first[:count]
    factor = theory / anchor.samples[WIDTH].mean()
    ratio = widths.mean() / (factor * first.mean())
    return ratio + (widths - ratio * factor * first) / (factor * first.mean())


def _statement(key, place, text, geometry, form):
    return Statement(key, place, text, f"mean of measured/theory where theory > {ABOVE_FLOOR:g}: {LIMITS[0]:g} to {LIMITS[1]:g}",
                     _against(geometry, form))


STATEMENTS = [
    _statement("Eq. 6, 1D", "Sec. III A, Fig. 4a", "1D exponential: gamma/delta_E agrees with Eq. 6", "1d_exponential", "implied"),
    _statement("Eq. 6, 2D", "Sec. III A, Fig. 4c", "2D: gamma/delta_E agrees with Eq. 6", "2d_exponential", "implied"),
    _statement("Eq. 7", "Sec. III A, Fig. 4b", "stretched: gamma/delta_E agrees with Eq. 7, exponent as V_M implies it",
               "1d_stretched", "implied"),
    _statement("Eq. 7 as printed", "Sec. III A, Fig. 4b", "stretched: gamma/delta_E agrees with Eq. 7 as printed", "1d_stretched",
               "printed"),
    _statement("golden rule", "Sec. III A", "hybridized LIOMs decay by Fermi's golden rule (here without a parameter)", None,
               "golden_rule"),
]
