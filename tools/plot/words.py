"""What titles, legends and footers say about points, in the same words in every figure."""

import math
import textwrap

from style import GEOMETRY_NAMES

LONGEST_NAME = 30


def parameter_words(point, name):
    """A parameter of a point or curve as a reader expects it: "$V_1$ = 0.5"; "" for a xi that is undefined."""
    value = getattr(point, name)
    if name == "geometry":
        return GEOMETRY_NAMES.get(value, value)
    if name == "coupling" and math.isnan(value):
        return "explicit $V_a$"
    if math.isnan(value):
        return ""
    symbol = {"coupling": "$V_1$", "localization_length": r"$\xi$", "bubble_spins": "$N$", "liom_count": "$M$"}[name]
    return f"{symbol} = {value:g}"


def varies(points, name):
    """Whether a parameter tells some of the points apart; an undefined value (NaN) does not."""
    return len({getattr(point, name) for point in points if str(getattr(point, name)) != "nan"}) > 1


def panel_label(name, number, panel_count):
    """"(a)": the config's name, or a letter where it gives none and there are several panels.
    A name longer than two letters comes without brackets, shortened to the width of a panel."""
    name = name or (chr(ord("a") + number) if 1 < panel_count <= 26 else "")
    if len(name) > 2:
        return textwrap.shorten(name, LONGEST_NAME, placeholder=" \u2026").replace("$", r"\$")
    return f"({name})" if name else ""


def campaign_facts(results, points):
    """What the points are made of: bubble, realizations, seed."""
    spins = [point.bubble_spins for point in points]
    realizations = [point.realizations for point in points]
    facts = [f"$N$ = {range_words(spins)}",
             f"{range_words(realizations)} realization{'s' * (max(realizations) > 1)} per point"]
    return facts + ([f"seed {results.seed}"] if results.seed is not None else [])


def range_words(values, spec=""):
    """"8", or "6–8"; each formatted by `spec`."""
    low, high = (format(value, spec) for value in (min(values), max(values)))
    return low if low == high else f"{low}\u2013{high}"
