"""What is said beside Fig. 6: how the curves were computed, what they have in common with U = 0, and what is left out."""

import math

from impurity_panels import PARAMETERS, mean_of, with_free
from impurity_words import unbroken_words, varying
from results_file import mbl_results
from words import range_words

from paper_checks.shape import same_shape  # beside mbl_results

MOST_NAMES = 6  # of points that are left out
MOST_IN_WORDS, MOST_COMPARISONS = 4, 12  # of curves with U = 0: whole sentences, and figures alone


def common_note(points, curves, seed):
    """What all points share, and the seeds."""
    said = {"geometry": "explicit", "layer_rule": "n-1"}  # only where they are not the usual
    same = [name for name in PARAMETERS if name not in varying(points, PARAMETERS)
            and points[0].parameters.get(name) == said.get(name, points[0].parameters.get(name))]
    facts = [unbroken_words(points[0], same)] * bool(same)
    seeds = sorted({point.parameters.get("seed", seed) for point in points}, key=str)
    averaged = max(len(curve.points) for curve in curves)
    if averaged > 1:
        counts = range_words([len(curve.points) for curve in curves])
        facts.append(f"mean over {counts} seeds (draws of the LIOM energies), bands: standard error over seeds")
    elif seeds and seeds[0] is not None and any(point.parameters.get("geometry") != "explicit" for point in points):
        listed = ", ".join(map(str, seeds[:4])) + ", …" * (len(seeds) > 4)
        facts.append(f"seed{'s' * (len(seeds) > 1)} {listed}: one draw of the LIOM energies")
    return ", ".join(facts) + "."


def resolution_note(points):
    """eta and h of the solver's grid; the curves themselves are pointwise at eta = 0."""
    def words(name):
        values = [float(point.report.get(name, math.nan)) for point in points]
        return range_words(values, ".3g") if all(map(math.isfinite, values)) else "unknown"

    return (rf"Self-energy converged on a grid of step $h$ = {words('step')} with $\eta$ = {words('eta')} inside the LIOMs' Green's "
            r"functions ($\eta$ of each point in ipt_summary.csv); $\rho$ is then evaluated frequency by frequency at $\eta$ = 0.")


def comparison_note(panels):
    """The largest M of each kind against its U = 0, in numbers of the report; "" where there is none."""
    curves = list({id(curve): curve for panel in panels for curve in panel.every_curve}.values())
    several = len({curve.value("interaction") for curve in curves if not curve.is_free}) > 1
    names = varying([curve.first for curve in curves],
                    [name for name in PARAMETERS if name != "liom_count" and (name != "interaction" or several)])
    pairs = [(curve, free) for curve, free in with_free(curves) if all(map(math.isfinite, _distances(curve)))]
    told = list(dict.fromkeys(_comparison(curve, free, names) for curve, free in pairs))
    figures = list(dict.fromkeys(_figures(curve, names) for curve, _ in pairs))
    if not told:
        return ""
    if len(told) <= MOST_IN_WORDS:
        return r"Against $U$ = 0 at $|\omega|<W$: " + "; ".join(told) + "."
    rest = f"; and {len(figures) - MOST_COMPARISONS} more" if len(figures) > MOST_COMPARISONS else ""
    return (r"Against $U$ = 0 at $|\omega|<W$ (distance of the shapes, correlation of the fine structure, distance of the values): "
            + "; ".join(figures[:MOST_COMPARISONS]) + rest + ".")


def _distances(curve):
    return [mean_of(curve, name) for name in ("distance_to_free", "shape_distance_to_free", "shape_correlation")]


def _figures(curve, names):
    """"V = 1.5, M = 10011: 0.56 %, 0.9987, 8.6 %: the shape of U = 0"."""
    distance, shape, correlation = _distances(curve)
    same = ": the shape of $U$\u00a0=\u00a00" if same_shape(shape, correlation) else ""
    return f"{unbroken_words(curve.first, [*names, 'liom_count'])}: {_percent(shape)}, {correlation:.4f}, {_percent(distance)}{same}"


def _comparison(curve, free, names):
    """"V = 1.5, M = 10011: the shape is that of U = 0 (…), values 8.6 % lower"."""
    distance, shape, correlation = _distances(curve)
    words = unbroken_words(curve.first, [*names, "liom_count"])
    figures = f"distance of the shapes {_percent(shape)}, correlation of the fine structure {correlation:.4f}"
    if not same_shape(shape, correlation):
        return f"{words}: the shape is another ({figures}), values differ by {_percent(distance)}"
    change = _change_of_weight(curve, free)
    values = f"values {_percent(abs(change))} {'lower' if change < 0 else 'higher'}"
    if not abs(abs(change) - distance) < 0.1 * distance:
        values = f"values differ by {_percent(distance)}"
    return f"{words}: the shape is that of $U$ = 0 ({figures}), {values}"


def _percent(share):
    return f"{100 * share:.{1 if share >= 0.01 else 2}f}\u00a0%"


def _change_of_weight(curve, free):
    """Of the sum of rho at |omega| < W, relative to U = 0; NaN where the plotted frequencies do not allow it."""
    one, other = (mbl_results.seed_average(each.points, "plot_spectral_function") for each in (curve, free))
    inside = abs(one.x) < curve.first.parameters.get("liom_bandwidth", math.inf)
    if len(one.x) != len(other.x) or not other.mean[inside].sum() > 0:
        return math.nan
    return one.mean[inside].sum() / other.mean[inside].sum() - 1


def left_out_note(lost, points):
    """Names the points that did not converge; "" where all did."""
    if not lost:
        return ""
    names = varying(lost + points, PARAMETERS + ["seed"]) or ["coupling", "interaction", "liom_count"]
    told = [unbroken_words(point, names) for point in lost[:MOST_NAMES]]
    rest = f"; and {len(lost) - MOST_NAMES} more" if len(lost) > MOST_NAMES else ""
    return f"Left out, not converged: {'; '.join(told)}{rest}."
