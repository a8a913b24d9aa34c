"""Groups points of the impurity model into curves (an average over seeds each) and curves into panels: no drawing here."""

import math
from dataclasses import dataclass, field

from impurity_words import varying
from results_file import mbl_results

MOST_TOGETHER = 4  # curves with U > 0 that differ in more than M
PARAMETERS = [name for name in mbl_results.IMPURITY_PARAMETERS if name not in ("panel", "seed")]


@dataclass(frozen=True)
class Curve:
    """One setting of all parameters but the seed."""

    points: list  # of mbl_results.ImpurityPoint, ascending seed

    @property
    def first(self):
        return self.points[0]

    def value(self, name):
        return self.first.parameters.get(name)

    @property
    def is_free(self):
        """U = 0: what the others are compared with."""
        return self.value("interaction") == 0

    @property
    def liom_count(self):
        return self.value("liom_count")

    def same_but(self, other, *names):
        """Whether all parameters, but those named and the panel, are those of another curve."""
        return all(str(self.value(name)) == str(other.value(name)) for name in PARAMETERS if name not in names)


@dataclass(frozen=True)
class Panel:
    name: str  # "a", or what the config calls it; may be empty
    curves: list  # of Curve, as drawn
    every_curve: list = field(default_factory=list)  # of the label, shown here or in its other half; for what the figure says of them
    shows_layers: bool = False


def panels_of(points):
    """(panels, is the paper's form): only points that converged.

    The paper's form: every label is two letters that follow each other ("ab"), whose points differ in M and the seed alone, and have one
    U > 0, perhaps beside U = 0. Such a label makes two panels: the smaller half of the M's, and the larger with U = 0 at the largest.
    Else: a panel per label, or per V where there is none, with every curve; per label and M where that is too much to be read, and then
    without labels of one or two letters.
    """
    groups = {}
    for group in mbl_results.by_seed(points):
        curve = Curve(group)
        label = curve.value("panel") or ""
        groups.setdefault((label, "" if label else str(curve.value("coupling"))), []).append(curve)
    labels = [label for label, _ in groups]
    if groups and len(set(labels)) == len(labels) and all(map(_is_pair, labels, groups.values())):
        return [panel for label, curves in zip(labels, groups.values()) for panel in _halves(label, curves)], True
    parts = [(label, part, curves) for label, curves in zip(labels, groups.values()) for part in _parts(curves)]
    if len(parts) > len(groups):  # one "(ab)" above several panels would tell none of them: they are counted from (a) instead
        parts = [(label if len(label) > 2 else "", part, curves) for label, part, curves in parts]
    return [Panel(label, sorted(part, key=_order), curves) for label, part, curves in parts], False


def _order(curve):
    """U > 0 in config order, then U = 0, which is drawn on top."""
    return curve.is_free


def _parts(curves):
    """All curves together, or those of each M, ascending, where more than M and U tell many of them apart."""
    interacting = [curve for curve in curves if not curve.is_free] or curves
    counts = sorted({curve.liom_count for curve in curves})
    others = varying([curve.first for curve in interacting], [name for name in PARAMETERS if name != "liom_count"])
    if len(interacting) <= MOST_TOGETHER or not others or len(counts) < 2:
        return [curves]
    return [[curve for curve in curves if curve.liom_count == count] for count in counts]


def _is_pair(label, curves):
    interacting = [curve for curve in curves if not curve.is_free]
    return (len(label) == 2 and label.isalpha() and ord(label[1]) == ord(label[0]) + 1
            and len({curve.liom_count for curve in interacting}) > 1
            and len({str(curve.value("interaction")) for curve in interacting}) == 1
            and all(curve.same_but(curves[0], "interaction", "liom_count") for curve in curves))


def _halves(label, curves):
    interacting = sorted((curve for curve in curves if not curve.is_free), key=lambda curve: curve.liom_count)
    first = -(-len(interacting) // 2)
    largest = interacting[-1].liom_count
    free = [curve for curve in curves if curve.is_free and curve.liom_count == largest]
    layers = label[0] == "a" and interacting[0].value("geometry") != "explicit"
    return [Panel(label[0], interacting[:first], curves, shows_layers=layers), Panel(label[1], interacting[first:] + free, curves)]


def with_free(curves):
    """[(curve with the largest M of its kind, its U = 0)]: what can be compared, in the curves' order."""
    pairs = []
    for curve in curves:
        larger = any(other.same_but(curve, "liom_count") and other.liom_count > curve.liom_count for other in curves)
        free = next((other for other in curves if other.is_free and other.same_but(curve, "interaction")), None)
        if not curve.is_free and not larger and free is not None:
            pairs.append((curve, free))
    return pairs


def mean_of(curve, name):
    """Over seeds, of a number of the report; NaN where one is undefined."""
    return mbl_results.mean_error([float(point.report.get(name, math.nan)) for point in curve.points]).mean
